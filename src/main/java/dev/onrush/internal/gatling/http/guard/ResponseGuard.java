package dev.onrush.internal.gatling.http.guard;

import dev.onrush.internal.gatling.field.GatlingField;
import dev.onrush.internal.gatling.http.open.OpenRequests;
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
import org.jspecify.annotations.Nullable;

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
public final class ResponseGuard extends ChannelDuplexHandler {

  private static final String NAME = "onrush-response-guard";

  private static final GatlingField DECODER =
      GatlingField.of(CombinedChannelDuplexHandler.class, "inboundHandler");
  private static final GatlingField UNREAD =
      GatlingField.of(ByteToMessageDecoder.class, "cumulation");

  /** The decoder of responses. */
  private final Object decoder;

  private final OpenRequests requests;

  /** Whether a request has been sent whose response has not ended. */
  private boolean open;

  /** Whether the response to the open request has begun. */
  private boolean begun;

  /** Whether the last request was not sent. */
  private boolean refused;

  /** Whether the body of the request waits for {@code 100 Continue}. */
  private boolean expectsContinue;

  /** Whether the current response is the awaited {@code 100 Continue}. */
  private boolean continues;

  /** Whether the current response is an interim response that is dropped. */
  private boolean interim;

  private ResponseGuard(Object decoder, OpenRequests requests) {
    this.decoder = decoder;
    this.requests = requests;
  }

  /**
   * Guards a connection on which Gatling writes a request, unless it is guarded already.
   *
   * @param requests records that a connection is closed because the service sent too much
   * @return the guard; null if the connection is not of HTTP/1.1
   */
  public static @Nullable ResponseGuard guard(Channel channel, OpenRequests requests) {
    ChannelPipeline pipeline = channel.pipeline();
    ChannelHandlerContext last = pipeline.lastContext();
    if (!last.name().equals(DefaultHttpClient.APP_HTTP_HANDLER)) {
      return null;
    }
    if (pipeline.get(NAME) instanceof ResponseGuard present) {
      return present;
    }
    Object decoder = DECODER.get(pipeline.get(DefaultHttpClient.HTTP_CLIENT_CODEC));
    ResponseGuard added = new ResponseGuard(decoder, requests);
    pipeline.addBefore(DefaultHttpClient.APP_HTTP_HANDLER, NAME, added);
    return added;
  }

  /**
   * Whether the last request on this connection was not sent, because the connection was closed.
   */
  public boolean hasRefused() {
    return refused;
  }

  @Override
  public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
    if (message instanceof HttpRequest request) {
      if (hasMore()) {
        refused = true;
        ReferenceCountUtil.release(message);
        promise.setFailure(new ClosedChannelException());
        closeOverfull(ctx.channel()); // Gatling sends the request on another connection
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
      closeOverfull(ctx.channel());
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
      // Before Gatling sees the end of the response, since the next request may follow at once.
      if (hasMore()) {
        closeOverfull(ctx.channel());
      } else if (expectsContinue || isSending(ctx.channel())) {
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

  /** Closes a connection on which more than the response has arrived. */
  private void closeOverfull(Channel channel) {
    if (channel.isOpen()) {
      requests.sentTooMuch();
      closeNow(channel);
    }
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
