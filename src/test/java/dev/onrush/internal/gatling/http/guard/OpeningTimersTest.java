package dev.onrush.internal.gatling.http.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatling.http.client.HttpListener;
import io.gatling.http.client.Request;
import io.gatling.http.client.impl.RequestTimeout;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.proxy.ProxyHandler;
import io.netty.handler.proxy.Socks5ProxyHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * One event loop, which stands still in a task that sets timers. Timers that are due fire in the
 * order of their times.
 */
class OpeningTimersTest {

  private static final long TIMEOUT = 20;
  private static final Duration STANDSTILL = Duration.ofMillis(100);
  private static final Duration LATER = Duration.ofMillis(60);

  private final EventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final EventLoop loop = loops.next();
  private final LongConsumer timers = OpeningTimers.of(loop);
  private final List<String> events = new CopyOnWriteArrayList<>();
  private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());

  OpeningTimersTest() throws IOException {}

  @BeforeEach
  void start() throws InterruptedException {
    loop.schedule(() -> {}, 1, TimeUnit.NANOSECONDS).sync();
  }

  @AfterEach
  void end() throws IOException {
    server.close();
    Future<?> unused = loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
  }

  private final class Listener implements HttpListener {
    private final String event;

    Listener(String event) {
      this.event = event;
    }

    @Override
    public void onFinalClientRequest(Request request) {}

    @Override
    public void onHttpResponse(HttpResponseStatus status, HttpHeaders headers) {}

    @Override
    public void onHttpResponseBodyChunk(ByteBuf chunk, boolean last) {}

    @Override
    public void onThrowable(Throwable e) {
      events.add(event);
    }
  }

  private RequestTimeout request(String event) {
    RequestTimeout timer = RequestTimeout.requestTimeout(TIMEOUT, new Listener(event));
    timer.start(loop);
    return timer;
  }

  private void timer(String event, Duration delay) {
    var unused = loop.schedule(() -> events.add(event), delay.toNanos(), TimeUnit.NANOSECONDS);
  }

  private static void standStill() {
    long end = System.nanoTime() + STANDSTILL.toNanos();
    while (System.nanoTime() < end) {
      LockSupport.parkNanos(end - System.nanoTime());
    }
  }

  /** Runs a task on the loop, and waits until all timers that are set by then have fired. */
  private void onLoop(Runnable task) throws InterruptedException {
    CountDownLatch done = new CountDownLatch(1);
    loop.submit(task).sync();
    var unused = loop.schedule(done::countDown, 1, TimeUnit.SECONDS);
    done.await();
  }

  private Channel connected() throws InterruptedException {
    return new Bootstrap()
        .group(loop)
        .channel(NioSocketChannel.class)
        .handler(
            new ChannelInboundHandlerAdapter() {
              @Override
              public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
                // The handshake has timed out.
              }
            })
        .connect(server.getLocalSocketAddress())
        .sync()
        .channel();
  }

  @Test
  void the_timeout_of_a_request_without_a_connection_is_postponed() throws Exception {
    Channel open = connected();
    Channel closed = connected();
    closed.close().sync();

    onLoop(
        () -> {
          request("opening");
          request("opening again").setChannel(closed);
          request("written").setChannel(open);
          timer("other", Duration.ofMillis(TIMEOUT));
          standStill();
          timers.accept(STANDSTILL.toNanos());
        });

    assertThat(events).containsExactly("written", "other", "opening", "opening again");
  }

  @Test
  void a_request_that_was_sent_during_a_standstill_gets_no_more_than_its_own_part_of_it()
      throws Exception {
    onLoop(
        () -> {
          standStill();
          request("sent late");
          timers.accept(STANDSTILL.toNanos());
          timer("later", LATER);
        });

    assertThat(events).containsExactly("sent late", "later");
  }

  @Test
  void the_timeout_of_a_handshake_is_postponed() throws Exception {
    SslContext tls = SslContextBuilder.forClient().sslProvider(SslProvider.JDK).build();
    SslHandler handshake = tls.newHandler(UnpooledByteBufAllocator.DEFAULT);
    handshake.setHandshakeTimeoutMillis(TIMEOUT);
    handshake.handshakeFuture().addListener(ended -> events.add("handshake"));
    Channel channel = connected();

    onLoop(
        () -> {
          channel.pipeline().addFirst(handshake);
          timer("other", Duration.ofMillis(TIMEOUT));
          timers.accept(STANDSTILL.toNanos());
        });

    assertThat(events).containsExactly("other", "handshake");
  }

  @Test
  void the_timeout_of_a_proxy_is_postponed() throws Exception {
    ProxyHandler proxy = new Socks5ProxyHandler(server.getLocalSocketAddress());
    proxy.setConnectTimeoutMillis(TIMEOUT);
    proxy.connectFuture().addListener(ended -> events.add("proxy"));
    Channel channel = connected();

    onLoop(
        () -> {
          channel.pipeline().addFirst(proxy);
          timer("other", Duration.ofMillis(TIMEOUT));
          timers.accept(STANDSTILL.toNanos());
        });

    assertThat(events).containsExactly("other", "proxy");
  }

  @Test
  void a_timer_is_not_postponed_without_end() throws Exception {
    ProxyHandler proxy = new Socks5ProxyHandler(server.getLocalSocketAddress());
    proxy.setConnectTimeoutMillis(TIMEOUT);
    proxy.connectFuture().addListener(ended -> events.add("proxy"));
    Channel channel = connected();

    onLoop(
        () -> {
          channel.pipeline().addFirst(proxy);
          for (int n = 0; n < 1_000; n++) {
            timers.accept(Duration.ofMillis(1).toNanos());
          }
          timer("other", Duration.ofMillis(500)); // 20 + 1,000 would be later
        });

    assertThat(events).containsExactly("proxy", "other");
  }
}
