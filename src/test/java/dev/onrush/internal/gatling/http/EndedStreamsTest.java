package dev.onrush.internal.gatling.http;

import static dev.onrush.dsl.OnrushDsl.*;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.http.HttpDsl.http;
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
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2FrameStream;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContext;
import io.netty.util.ReferenceCountUtil;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run of one user against an HTTP/2 service that ends streams and connections early. */
@Tag("load")
@Tag("long")
class EndedStreamsTest {

  @TempDir Path folder;

  /** Answers by path. */
  private static final class Service extends ChannelInboundHandlerAdapter {

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
      if (!(message instanceof Http2HeadersFrame request)) {
        ReferenceCountUtil.release(message);
        return;
      }
      Http2FrameStream stream = request.stream();
      Http2FrameCodec codec = ctx.pipeline().get(Http2FrameCodec.class);
      ChannelHandlerContext connection = ctx.pipeline().context(codec);
      switch (request.headers().path().toString()) {
        case "/reset" ->
            send(ctx, new DefaultHttp2ResetFrame(Http2Error.REFUSED_STREAM).stream(stream));
        case "/cut" -> {
          headers(ctx, stream, new DefaultHttp2Headers().status("200"), false);
          data(ctx, stream);
          close(ctx);
        }
        case "/close" -> close(ctx);
        case "/end" -> {
          // 1 is below the number of each stream of Gatling's client.
          ChannelFuture unused =
              codec
                  .encoder()
                  .writeGoAway(
                      connection,
                      1,
                      Http2Error.INTERNAL_ERROR.code(),
                      Unpooled.EMPTY_BUFFER,
                      connection.newPromise());
          ctx.flush();
        }
        case "/trailers" -> {
          headers(ctx, stream, new DefaultHttp2Headers().status("200"), false);
          data(ctx, stream);
          headers(ctx, stream, new DefaultHttp2Headers().set("grpc-status", "0"), true);
        }
        case "/silent" -> {}
        default -> headers(ctx, stream, new DefaultHttp2Headers().status("200"), true);
      }
    }

    private static void headers(
        ChannelHandlerContext ctx, Http2FrameStream stream, Http2Headers headers, boolean end) {
      send(ctx, new DefaultHttp2HeadersFrame(headers, end).stream(stream));
    }

    private static void data(ChannelHandlerContext ctx, Http2FrameStream stream) {
      send(
          ctx,
          new DefaultHttp2DataFrame(Unpooled.wrappedBuffer(new byte[] {1, 2, 3})).stream(stream));
    }

    private static void send(ChannelHandlerContext ctx, Object frame) {
      ChannelFuture unused = ctx.writeAndFlush(frame);
    }

    /** Closes the connection without a frame that announces it. */
    private static void close(ChannelHandlerContext ctx) {
      ChannelFuture unused = ctx.pipeline().firstContext().close();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      ChannelFuture unused = ctx.close();
    }
  }

  @Test
  void requests_whose_stream_or_connection_has_ended_fail_at_once_and_say_why() throws Exception {
    try (TlsServers servers = new TlsServers(folder, 1)) {
      SslContext tls = servers.tls(ApplicationProtocolNames.HTTP_2).build();
      int port =
          servers.listen(
              connection ->
                  connection.addLast(
                      tls.newHandler(connection.channel().alloc()),
                      Http2FrameCodecBuilder.forServer().build(),
                      new Service()));
      UserClass visitors = userClass("Visitors");
      LoadPlan plan =
          loadPlan("Ended")
              .users(
                  visitors.task(
                      "Visit",
                      exec(
                          http("Trailers").get("/trailers"),
                          http("Reset").get("/reset"),
                          http("After reset").get("/"),
                          http("Cut").get("/cut"),
                          http("Close").get("/close"),
                          http("End").get("/end"),
                          http("After end").get("/"),
                          http("Silent").get("/silent").requestTimeout(ofMillis(200)),
                          http("After silence").get("/"))))
              .profile(arrivalRate().hold(perSecond(1), ofSeconds(1)))
              .thresholds(errorCount().atMost(0))
              .http(http -> http.enableHttp2());

      RunResult result =
          Runs.run(
              plan,
              WithSettings.load(
                      Map.of(
                          "onrush.warmUp", "0 s",
                          "onrush.verifyCertificates", "false",
                          "onrush.checkTarget", "false"))
                  .withTarget("https://127.0.0.1:" + port)
                  .withReports(folder.resolve("reports")));

      assertThat(result.statistics().statusCodes()).isEqualTo(Map.of("200", 4L));
      assertThat(result.statistics().requests()).isEqualTo(9);
      assertThat(result.errors())
          .extracting(RequestError::request, RequestError::message)
          .containsExactlyInAnyOrder(
              tuple("Reset", "the service reset the stream: REFUSED_STREAM"),
              tuple("Cut", "i.g.h.c.i.PrematureCloseException: Premature close"),
              tuple("Close", "i.g.h.c.i.PrematureCloseException: Premature close"),
              tuple("End", "the service ended the connection: INTERNAL_ERROR"),
              tuple(
                  "Silent",
                  "Request timeout to 127.0.0.1/127.0.0.1:%s after 200 ms".formatted(port)));
    }
  }
}
