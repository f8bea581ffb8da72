package dev.onrush.internal.gatling.http;

import static dev.onrush.dsl.OnrushDsl.*;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.status;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.onrush.Runs;
import dev.onrush.WithSettings;
import dev.onrush.plan.LoadPlan;
import dev.onrush.plan.UserClass;
import dev.onrush.result.RequestError;
import dev.onrush.result.RunResult;
import io.gatling.javaapi.core.ChainBuilder;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ApplicationProtocolNegotiationHandler;
import io.netty.handler.ssl.SslContext;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run of one user against a service with TLS that delays or ends a connection at its opening. */
@Tag("load")
@Tag("long")
class OpenedTlsConnectionTest {

  @TempDir Path folder;

  private final CountDownLatch greeted = new CountDownLatch(1);
  private final BlockedLoop loop = new BlockedLoop();
  private TlsServers servers;

  @BeforeEach
  void begin() {
    servers = new TlsServers(folder, 8); // more loops than there are servers and connections
  }

  @AfterEach
  void end() {
    servers.close();
  }

  /** Answers each request; {@code /blocking} when the handshake of the second connection began. */
  private final class Answers extends SimpleChannelInboundHandler<FullHttpRequest> {
    @Override
    protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest request)
        throws InterruptedException {
      if (request.uri().equals("/blocking")) {
        greeted.await();
      }
      DefaultFullHttpResponse response =
          new DefaultFullHttpResponse(
              HttpVersion.HTTP_1_1, HttpResponseStatus.OK, Unpooled.EMPTY_BUFFER);
      HttpUtil.setContentLength(response, 0);
      ChannelFuture unused = ctx.writeAndFlush(response);
    }
  }

  /** Holds the first bytes of a connection until the client's event loop is blocked. */
  private final class Held extends ChannelInboundHandlerAdapter {
    private boolean begun;

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) throws InterruptedException {
      if (!begun) {
        begun = true;
        greeted.countDown();
        loop.await();
        ctx.fireChannelRead(message);
        loop.answered();
        return;
      }
      ctx.fireChannelRead(message);
    }
  }

  private SslContext tls(String protocol) throws Exception {
    return servers.tls(protocol).protocols("TLSv1.2").build(); // two round trips for a handshake
  }

  private void addHttp(ChannelPipeline connection, SslContext tls) {
    connection.addLast(
        tls.newHandler(connection.channel().alloc()),
        new HttpServerCodec(),
        new HttpObjectAggregator(1_000),
        new Answers());
  }

  private RunResult run(int port, boolean http2, Supplier<ChainBuilder> task) {
    UserClass visitors = userClass("Visitors");
    LoadPlan plan =
        loadPlan("Opened")
            .users(visitors.task("Visit", task.get()))
            .profile(arrivalRate().hold(perSecond(1), ofSeconds(1)))
            .thresholds(errorCount().atMost(0));
    return Runs.run(
        http2 ? plan.http(http -> http.enableHttp2()) : plan,
        WithSettings.load(
                Map.of(
                    "onrush.warmUp", "0 s",
                    "onrush.verifyCertificates", "false",
                    "onrush.checkTarget", "false",
                    "onrush.windDownAtMost", "60 s"))
            .withTarget("https://127.0.0.1:" + port)
            .withReports(folder.resolve("reports")));
  }

  /** Answers the first request, and closes the connection at the second one. */
  private static final class AnswersOnce extends SimpleChannelInboundHandler<FullHttpRequest> {
    private boolean answered;

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest request) {
      if (answered) {
        ChannelFuture unused = ctx.close();
        return;
      }
      answered = true;
      DefaultFullHttpResponse response =
          new DefaultFullHttpResponse(
              HttpVersion.HTTP_1_1, HttpResponseStatus.OK, Unpooled.EMPTY_BUFFER);
      HttpUtil.setContentLength(response, 0);
      ChannelFuture unused = ctx.writeAndFlush(response);
    }
  }

  @Test
  void the_time_of_a_connection_that_is_never_opened_again_is_that_of_the_service()
      throws Exception {
    SslContext tls = tls(ApplicationProtocolNames.HTTP_1_1);
    AtomicInteger connections = new AtomicInteger();
    int port =
        servers.listen(
            connection -> {
              if (connections.getAndIncrement() == 0) {
                connection.addLast(
                    tls.newHandler(connection.channel().alloc()),
                    new HttpServerCodec(),
                    new HttpObjectAggregator(1_000),
                    new AnswersOnce());
              } // otherwise no part of the handshake is answered
            });

    RunResult result =
        run(
            port,
            false,
            () ->
                exec(http("First").get("/"))
                    .exec(BusyLoop::keepBusy)
                    .exec(http("Again").get("/").requestTimeout(ofMillis(500))));

    assertThat(result.statistics().failures()).isEqualTo(1);
    assertThat(result.statistics().times().atLeast().orElseThrow().max().orElseThrow())
        .isGreaterThanOrEqualTo(ofMillis(499)); // the resolution of 0.3 ms is subtracted
  }

  @Test
  void a_handshake_gets_its_time_after_a_pause_of_the_event_loop() throws Exception {
    SslContext tls = tls(ApplicationProtocolNames.HTTP_1_1);
    int held =
        servers.listen(
            connection -> {
              connection.addLast(new Held());
              addHttp(connection, tls);
            });
    int port = servers.listen(connection -> addHttp(connection, tls));

    RunResult result =
        run(
            port,
            false,
            () ->
                exec(
                    http("Page")
                        .get("/page")
                        .resources(
                            http("Held")
                                .get("https://127.0.0.1:" + held + "/held")
                                .requestTimeout(BlockedLoop.TIMEOUT),
                            http("Blocking")
                                .get("/blocking")
                                .checkIf((response, session) -> loop.block())
                                .then(status().is(200)))));

    assertThat(result.errors()).isEmpty();
    assertThat(result.statistics().statusCodes()).isEqualTo(Map.of("200", 3L));
  }

  @Test
  void a_request_fails_at_once_if_its_http2_connection_is_closed_before_the_settings()
      throws Exception {
    SslContext tls = tls(ApplicationProtocolNames.HTTP_2);
    int port =
        servers.listen(
            connection ->
                connection.addLast(
                    tls.newHandler(connection.channel().alloc()),
                    new ApplicationProtocolNegotiationHandler(ApplicationProtocolNames.HTTP_2) {
                      @Override
                      protected void configurePipeline(ChannelHandlerContext ctx, String protocol) {
                        ChannelFuture unused = ctx.channel().close();
                      }
                    }));

    RunResult result = run(port, true, () -> exec(http("First").get("/"), http("Second").get("/")));

    assertThat(result.errors())
        .extracting(RequestError::request, RequestError::message)
        .containsExactlyInAnyOrder(
            tuple("First", "i.g.h.c.i.PrematureCloseException: Premature close"),
            tuple("Second", "i.g.h.c.i.PrematureCloseException: Premature close"));
    assertThat(result.statistics().failures()).isEqualTo(2);
  }
}
