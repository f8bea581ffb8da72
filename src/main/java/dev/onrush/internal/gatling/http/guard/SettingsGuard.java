package dev.onrush.internal.gatling.http.guard;

import dev.onrush.internal.gatling.field.GatlingField;
import io.gatling.http.client.HttpClient;
import io.gatling.http.client.impl.DefaultHttpClient;
import io.gatling.http.client.impl.NotAggregatingInboundHttp2ToHttpAdapter;
import io.gatling.http.client.impl.PrematureCloseException;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2FrameListener;
import io.netty.handler.codec.http2.Http2FrameListenerDecorator;
import io.netty.util.concurrent.FastThreadLocal;
import io.netty.util.concurrent.Promise;
import java.util.Objects;

/**
 * Fails the request for which an HTTP/2 connection is opened, if the connection is closed after the
 * TLS handshake and before the service has sent its settings. Gatling's client waits for the
 * settings before it sends the request, is not notified of the end, and would let the request wait
 * for its timeout.
 */
public final class SettingsGuard {

  private static final long NO_USER = Long.MIN_VALUE;

  private static final GatlingField OF_LOOP =
      GatlingField.of(DefaultHttpClient.class, "eventLoopResources");
  private static final GatlingField BOOTSTRAP =
      GatlingField.of(
          GatlingField.type(DefaultHttpClient.class.getName() + "$EventLoopResources"),
          "http2Bootstrap");
  private static final GatlingField DECORATED =
      GatlingField.of(Http2FrameListenerDecorator.class, "listener");
  private static final GatlingField SETTINGS =
      GatlingField.of(NotAggregatingInboundHttp2ToHttpAdapter.class, "whenAlpn");

  private final HttpClient client;

  /** Whether the connections of each event loop are guarded. */
  private final ThreadLocal<Boolean> guarded = ThreadLocal.withInitial(() -> false);

  /** Creates the guard of the connections of Gatling's own client; does nothing for another one. */
  public SettingsGuard(HttpClient client) {
    this.client = client;
  }

  /**
   * Guards the connections that the client opens from now on for HTTP/2 on the event loop that
   * calls. Does nothing the second time.
   */
  public void guard(EventLoop loop) {
    if (guarded.get()) {
      return;
    }
    guarded.set(true);
    if (client instanceof DefaultHttpClient) {
      client.flushClientIdChannels(NO_USER, loop); // creates the bootstrap of this loop
      FastThreadLocal<?> ofLoop = (FastThreadLocal<?>) OF_LOOP.get(client);
      Bootstrap bootstrap = (Bootstrap) BOOTSTRAP.get(ofLoop.get());
      ChannelHandler original = Objects.requireNonNull(bootstrap.config().handler());
      bootstrap.handler(
          new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
              channel.pipeline().addLast(original, new End());
            }
          });
    }
  }

  private static final class End extends ChannelInboundHandlerAdapter {

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
      Http2ConnectionHandler connection = ctx.pipeline().get(Http2ConnectionHandler.class);
      if (connection != null) { // otherwise the TLS handshake has failed, or led to HTTP/1.1
        Http2FrameListener listener = connection.decoder().frameListener();
        while (listener instanceof Http2FrameListenerDecorator) {
          listener = (Http2FrameListener) DECORATED.get(listener);
        }
        ((Promise<?>) SETTINGS.get(listener)).tryFailure(PrematureCloseException.INSTANCE);
      }
      ctx.fireChannelInactive();
    }
  }
}
