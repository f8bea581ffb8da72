package dev.onrush.internal.gatling.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LoopsTest {

  @Test
  void users_are_spread_over_the_first_loops_in_turn() {
    EventLoopGroup all = new MultiThreadIoEventLoopGroup(4, NioIoHandler.newFactory());
    try {
      EventLoopGroup some = Loops.of(all, 2);
      Set<EventExecutor> used = new HashSet<>();

      EventLoop first = some.next();
      used.add(first);
      used.add(some.next());

      assertThat(used).hasSize(2);
      assertThat(some.next()).isSameAs(first);
      assertThat(some).hasSize(2).containsExactlyInAnyOrderElementsOf(used);
      assertThat(all).containsAll(some);
    } finally {
      Loops.end(all, Duration.ofSeconds(1));
    }
  }

  @Test
  void a_loop_that_is_busy_when_it_is_told_to_end_closes_its_connections_first() throws Exception {
    EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    CountDownLatch busy = new CountDownLatch(1);
    CountDownLatch free = new CountDownLatch(1);
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Channel open =
          new Bootstrap()
              .group(loops)
              .channel(NioSocketChannel.class)
              .handler(new ChannelInboundHandlerAdapter())
              .connect(server.getLocalSocketAddress())
              .sync()
              .channel();
      loops.execute(
          () -> {
            busy.countDown();
            awaitUninterruptibly(free);
          });
      busy.await();

      Future<?> ended = Loops.end(loops, Duration.ofMinutes(1));
      free.countDown();

      assertThat(ended.await(1, TimeUnit.MINUTES)).isTrue();
      assertThat(open.isOpen()).isFalse();
    } finally {
      free.countDown();
    }
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
