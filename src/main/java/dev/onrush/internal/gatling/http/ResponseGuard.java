package dev.onrush.internal.gatling.http;

import io.gatling.http.client.impl.DefaultHttpClient;
import io.gatling.http.client.impl.PrematureCloseException;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.channel.CombinedChannelDuplexHandler;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.util.ByteProcessor;
import io.netty.util.ReferenceCountUtil;
import java.nio.channels.ClosedChannelException;

/**
 * Stands between an HTTP/1.1 connection and Gatling's client, so that each request gets its own
 * response:
 *
 * <ul>
 *   <li>Interim responses, such as {@code 103 Early Hints}, are dropped. Gatling would take them
 *       for the response, and use the connection again while the response is still on its way.
 *   <li>A connection whose request is not completely sent when its response ends is closed. Gatling
 *       would use it again; the next request would wait for the rest of this one, or be lost.
 *   <li>A connection is closed if more arrives than the response, such as a body after {@code 204}.
 *       Gatling would take it for the response to the next request, or for the beginning of it.
 *   <li>A request whose response is cut off fails. Gatling would send it again if the connection
 *       was a reused one, and append the second response to the beginning of the first.
 *   <li>The failure of a response that is not HTTP says so.
 * </ul>
 */
final class ResponseGuard extends ChannelDuplexHandler {

  private static final String NAME = "onrush-response-guard";

  private static final GatlingField DECODER =
      GatlingField.of(CombinedChannelDuplexHandler.class, "inboundHandler");
  private static final GatlingField UNREAD =
      GatlingField.of(ByteToMessageDecoder.class, "cumulation");

  /** The decoder of responses. */
  private final Object decoder;

  /** Whether a request has been sent whose response has not ended. */
  private boolean open;

  /** Whether the response to the open request has begun. */
  private boolean begun;

  /** Whether the body of the request waits for {@code 100 Continue}. */
  private boolean expectsContinue;

  /** Whether the current response is the awaited {@code 100 Continue}. */
  private boolean continues;

  /** Whether the current response is an interim response that is dropped. */
  private boolean interim;

  private ResponseGuard(Object decoder) {
    this.decoder = decoder;
  }

  /** Guards a connection on which Gatling writes a request. Does nothing the second time. */
  static void guard(Channel channel) {
    ChannelPipeline pipeline = channel.pipeline();
    ChannelHandlerContext last = pipeline.lastContext();
    if (last.name().equals(DefaultHttpClient.APP_HTTP_HANDLER) && pipeline.get(NAME) == null) {
      Object decoder = DECODER.get(pipeline.get(DefaultHttpClient.HTTP_CLIENT_CODEC));
      pipeline.addBefore(DefaultHttpClient.APP_HTTP_HANDLER, NAME, new ResponseGuard(decoder));
    }
  }

  @Override
  public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
    if (message instanceof HttpRequest request) {
      if (hasMore()) {
        ReferenceCountUtil.release(message);
        promise.setFailure(new ClosedChannelException());
        closeNow(ctx.channel()); // Gatling sends the request again
        return;
      }
      open = true;
      begun = false;
      expectsContinue =
          !(message instanceof LastHttpContent) && HttpUtil.is100ContinueExpected(request);
    }
    ChannelFuture unused = ctx.write(message, promise);
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (!open) {
      ReferenceCountUtil.release(message);
      closeNow(ctx.channel());
      return;
    }
    if (message instanceof HttpObject part && part.decoderResult().isFailure()) {
      interim = false;
      explain(part);
    } else if (message instanceof HttpResponse response) {
      HttpResponseStatus status = response.status();
      continues = expectsContinue && status.equals(HttpResponseStatus.CONTINUE);
      interim =
          !continues
              && status.codeClass() == HttpStatusClass.INFORMATIONAL
              && !status.equals(HttpResponseStatus.SWITCHING_PROTOCOLS);
      begun = !continues && !interim;
    }
    boolean last = message instanceof LastHttpContent;
    if (interim) {
      ReferenceCountUtil.release(message);
      interim = !last;
      return;
    }
    if (last && continues) {
      continues = false;
      expectsContinue = false; // Gatling sends the body now
    } else if (last) {
      open = false;
      if (expectsContinue || isSending(ctx.channel()) || hasMore()) {
        // Before Gatling sees the end of the response, since the next request may follow at once.
        closeNow(ctx.channel());
      }
    }
    ctx.fireChannelRead(message);
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    if (open && begun) {
      open = false;
      ctx.fireExceptionCaught(PrematureCloseException.INSTANCE);
    }
    ctx.fireChannelInactive();
  }

  /** Whether bytes have arrived that belong to no response so far, except ends of lines. */
  private boolean hasMore() {
    return UNREAD.get(decoder) instanceof ByteBuf unread
        && unread.forEachByte(ByteProcessor.FIND_NON_CRLF) >= 0;
  }

  /** Closes a connection before this method returns, which TLS would delay until it is flushed. */
  private static void closeNow(Channel channel) {
    channel.unsafe().close(channel.unsafe().voidPromise());
  }

  private static boolean isSending(Channel channel) {
    ChannelOutboundBuffer waiting = channel.unsafe().outboundBuffer();
    return waiting != null && !waiting.isEmpty();
  }

  private static void explain(HttpObject part) {
    Throwable cause = part.decoderResult().cause();
    if (!(cause instanceof TooLongHttpHeaderException)) {
      part.setDecoderResult(
          DecoderResult.failure(
              new ResponseFailure("the response is not valid HTTP: " + cause.getMessage())));
    }
  }
}
