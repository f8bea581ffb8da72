package dev.onrush.internal.gatling.http;

import io.gatling.http.client.Request;
import io.gatling.http.client.uri.Uri;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** A server of this JVM, on loopback and a free port, that answers every request alike, at once. */
public final class Responder implements AutoCloseable {

  /** On one connection: to open one has to be warm as well. */
  private static final int ANSWERS = 20;

  private static final int LONGEST_BODY = 10 << 20;
  private static final byte[] BODY =
      "{\"id\": 1, \"name\": \"warm-up\"}".getBytes(StandardCharsets.UTF_8);

  private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final Channel channel;

  public Responder() {
    channel =
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
                            new HttpServerCodec(),
                            new HttpObjectAggregator(LONGEST_BODY),
                            new Answer());
                  }
                })
            .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .syncUninterruptibly()
            .channel();
  }

  private static final class Answer extends SimpleChannelInboundHandler<FullHttpRequest> {
    private int answered;

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest request) {
      DefaultFullHttpResponse response =
          new DefaultFullHttpResponse(
              HttpVersion.HTTP_1_1, HttpResponseStatus.OK, Unpooled.wrappedBuffer(BODY));
      response.headers().set(HttpHeaderNames.CONTENT_TYPE, "application/json");
      response.headers().setInt(HttpHeaderNames.CONTENT_LENGTH, BODY.length);
      answered++;
      if (answered == ANSWERS) {
        response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        var unused = ctx.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
      } else {
        var unused = ctx.writeAndFlush(response, ctx.voidPromise());
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
    var unused = loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
  }

  public String uri() {
    return "http://127.0.0.1:" + ((InetSocketAddress) channel.localAddress()).getPort();
  }

  /**
   * The same request to here: without TLS, proxy, signature, or a local address that could not
   * reach loopback.
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
