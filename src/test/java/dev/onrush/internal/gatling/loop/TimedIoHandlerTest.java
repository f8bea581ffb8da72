package dev.onrush.internal.gatling.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One event loop of Netty with two connections, which is blocked by a handler or by a task. */
class TimedIoHandlerTest {

  private final EventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final List<String> events = new CopyOnWriteArrayList<>();
  private final List<String> beforeTimer = new CopyOnWriteArrayList<>();
  private final List<Long> standstills = new CopyOnWriteArrayList<>();
  private final CountDownLatch fired = new CountDownLatch(1);

  @BeforeEach
  void time() throws InterruptedException {
    TimedIoHandler.time(
        loops,
        loop ->
            nanos -> {
              standstills.add(nanos);
              events.add("standstill");
            },
        trouble -> {});
    loops.next().submit(() -> {}).sync(); // the handler is installed
    // and has polled: a timer fires in a later turn, unlike a task
    loops.next().schedule(() -> {}, 1, TimeUnit.MILLISECONDS).sync();
  }

  @AfterEach
  void end() {
    Future<?> unused = loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
  }

  /** Schedules a timer, and blocks the loop until it is due and the loop has stood still. */
  private void blockWithTimer() {
    var unused =
        loops
            .next()
            .schedule(
                () -> {
                  beforeTimer.addAll(events);
                  fired.countDown();
                },
                1,
                TimeUnit.MILLISECONDS);
    long end = System.nanoTime() + 2 * LoopTimes.TICK;
    while (System.nanoTime() < end) {
      LockSupport.parkNanos(end - System.nanoTime());
    }
  }

  /** A connection whose handler does something with the first byte that it reads. */
  private Socket connection(ServerSocket server, Runnable first)
      throws IOException, InterruptedException {
    new Bootstrap()
        .group(loops)
        .channel(NioSocketChannel.class)
        .handler(
            new SimpleChannelInboundHandler<ByteBuf>() {
              @Override
              protected void channelRead0(ChannelHandlerContext ctx, ByteBuf message) {
                first.run();
              }
            })
        .connect(server.getLocalSocketAddress())
        .sync();
    return server.accept();
  }

  private static void send(Socket to) {
    try {
      to.getOutputStream().write(1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void what_has_come_while_a_handler_blocked_the_loop_is_read_before_a_timer_fires()
      throws Exception {
    try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Socket second = connection(server, () -> events.add("read"));
        Socket first =
            connection(
                server,
                () -> {
                  events.clear();
                  send(second);
                  blockWithTimer();
                })) {
      send(first);

      fired.await();

      assertThat(beforeTimer).contains("read");
    }
  }

  @Test
  void a_standstill_is_told_before_a_timer_fires_that_became_due_meanwhile() throws Exception {
    standstills.clear();
    loops
        .next()
        .submit(
            () -> {
              events.clear();
              blockWithTimer();
            })
        .sync();

    fired.await();

    assertThat(beforeTimer).contains("standstill");
    assertThat(standstills).anyMatch(nanos -> nanos >= 2 * LoopTimes.TICK);
  }
}
