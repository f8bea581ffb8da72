package dev.onrush.internal.gatling.http.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class NextFlushTest {

  private final List<String> log = new ArrayList<>();

  /** Reports each request directly before it writes it, like Gatling's last handler. */
  private final class Writer extends ChannelOutboundHandlerAdapter {
    @Override
    public void write(ChannelHandlerContext ctx, Object request, ChannelPromise promise) {
      EmbeddedChannel channel = (EmbeddedChannel) ctx.channel();
      if (request.equals("first")) {
        NextFlush.tell(
            channel, () -> log.add("handed over: " + channel.outboundMessages().size() + " sent"));
      }
      ctx.writeAndFlush(request, promise);
      log.add("write has returned");
    }
  }

  @Test
  void it_is_told_before_the_write_returns_and_does_not_wait_for_other_tasks() {
    EmbeddedChannel channel = new EmbeddedChannel(new Writer());
    channel.eventLoop().execute(() -> log.add("another task"));

    channel.write("first");
    channel.runPendingTasks();

    assertThat(log).containsExactly("handed over: 1 sent", "write has returned", "another task");
  }

  @Test
  void it_is_told_once() {
    EmbeddedChannel channel = new EmbeddedChannel(new Writer());
    List<String> handlers = channel.pipeline().names();

    channel.write("first");
    channel.write("second");

    assertThat(log)
        .containsExactly("handed over: 1 sent", "write has returned", "write has returned");
    assertThat(channel.pipeline().names()).isEqualTo(handlers);
  }
}
