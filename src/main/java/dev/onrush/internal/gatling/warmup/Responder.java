package dev.onrush.internal.gatling.warmup;

import dev.onrush.internal.gatling.loop.Loops;
import io.gatling.http.client.Request;
import io.gatling.http.client.uri.Uri;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpResponseEncoder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A server in this JVM, on loopback and a free port, that answers every request at once with status
 * 200. It writes its answers in turn in the ways of several common servers.
 */
final class Responder implements AutoCloseable {

  /**
   * The number of answers on one connection, since opening connections has to be warmed up, too.
   */
  private static final int ANSWERS = 20;

  private static final String BODY = "{\"id\": 1, \"name\": \"warm-up\"}";
  private static final String TYPE = "Content-Type: application/json\r\n";
  private static final String DATE = "Date: Thu, 01 Jan 1970 00:00:00 GMT\r\n";

  /**
   * Status lines and headers in the style of several servers. If all answers were alike, the
   * compiler would omit the code that only other answers need, and the first different answer in
   * the run would invalidate the compiled code.
   */
  private static final List<String> HEADS =
      List.of(
          "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n",
          "HTTP/1.1 200 OK\r\nConnection: keep-alive\r\n" + TYPE + DATE,
          "HTTP/1.1 200 \r\nVary: Origin, Accept-Encoding\r\n" + TYPE + DATE,
          "HTTP/1.1 200 OK\r\nServer: warm-up\r\n" + DATE + TYPE + "Cache-Control: no-store\r\n");

  /** The successive answers on one connection. */
  private static final List<Answer> IN_TURN =
      IntStream.rangeClosed(1, ANSWERS).mapToObj(Answer::of).toList();

  private static final int LONGEST_BODY = 10 << 20;

  /** The longest time for closing. It is long only on a machine without free processor time. */
  private static final Duration CLOSE = Duration.ofSeconds(10);

  private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final Channel channel;

  /**
   * Opens a server on loopback.
   *
   * @throws IOException if it cannot be opened, for example because no port is free
   */
  Responder() throws IOException {
    this(InetAddress.getLoopbackAddress());
  }

  /** Opens a server on this address of this machine. */
  Responder(InetAddress address) throws IOException {
    ChannelFuture opened =
        new ServerBootstrap()
            .group(loop)
            .channel(NioServerSocketChannel.class)
            .childHandler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel accepted) {
                    accepted
                        .pipeline()
                        .addLast(
                            new HttpRequestDecoder(),
                            new HttpResponseEncoder(), // for 100 Continue
                            new HttpObjectAggregator(LONGEST_BODY),
                            new Answering());
                  }
                })
            .bind(new InetSocketAddress(address, 0))
            .awaitUninterruptibly();
    channel = opened.channel();
    if (!opened.isSuccess()) {
      close();
      throw new IOException(
          "a server on " + address.getHostAddress() + " could not be opened", opened.cause());
    }
  }

  /**
   * An answer as it is sent.
   *
   * @param head the status line and the headers, including the empty line
   * @param body the body in the encoding that the head announces
   */
  private record Answer(String head, String body) {

    private static Answer of(int number) {
      StringBuilder head = new StringBuilder(HEADS.get(number % HEADS.size()));
      if (number == ANSWERS) {
        head.append("Connection: close\r\n");
      }
      boolean chunked = number % 3 == 0;
      if (chunked) {
        head.append("Transfer-Encoding: chunked\r\n\r\n");
      } else {
        head.append(number % 2 == 0 ? "Content-Length: " : "content-length: ")
            .append(BODY.length())
            .append("\r\n\r\n");
      }
      int half = BODY.length() / 2;
      return new Answer(
          head.toString(),
          chunked
              ? chunk(BODY.substring(0, half)) + chunk(BODY.substring(half)) + chunk("")
              : BODY);
    }

    private static String chunk(String part) {
      return Integer.toHexString(part.length()) + "\r\n" + part + "\r\n";
    }

    ByteBuf to(HttpMethod method) {
      return Unpooled.copiedBuffer(
          method.equals(HttpMethod.HEAD) ? head : head + body, StandardCharsets.US_ASCII);
    }
  }

  private static final class Answering extends SimpleChannelInboundHandler<FullHttpRequest> {
    private int answered;

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest request) {
      ByteBuf answer = IN_TURN.get(answered++).to(request.method());
      // Bypasses the encoder, which writes all answers in the same way.
      ChannelHandlerContext socket = ctx.pipeline().firstContext();
      if (answered == ANSWERS) {
        var unused = socket.writeAndFlush(answer).addListener(ChannelFutureListener.CLOSE);
      } else {
        var unused = socket.writeAndFlush(answer, ctx.voidPromise());
      }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable e) {
      var unused = ctx.close();
    }
  }

  @Override
  public void close() {
    channel.close().awaitUninterruptibly();
    // This also closes its connections, so that the run does not start with them.
    boolean unused = Loops.end(loop, CLOSE).awaitUninterruptibly(CLOSE.toMillis());
  }

  public String uri() {
    return "http://127.0.0.1:" + ((InetSocketAddress) channel.localAddress()).getPort();
  }

  /**
   * Returns the same request to this server: without TLS, proxy and signature, and without a local
   * address, from which loopback may not be reachable.
   */
  public Request aimed(Request request) {
    return new Request(
        request.getName(),
        request.getMethod(),
        Uri.create(uri() + request.getUri().toRelativeUrl()),
        request.getHeaders(),
        request.getCookies(),
        request.getBody(),
        request.getRequestTimeout(),
        request.isAutoOrigin(),
        null,
        null,
        null,
        null,
        null,
        null,
        request.getNameResolver(),
        false,
        request.getHttp2PriorKnowledge(),
        request.getWsSubprotocol());
  }
}
