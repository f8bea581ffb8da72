package dev.onrush.internal.gatling.http.guard;

import dev.onrush.internal.gatling.field.GatlingField;
import io.gatling.http.client.impl.Http2AppHandler;
import io.gatling.http.client.impl.HttpTx;
import io.gatling.http.client.impl.PrematureCloseException;
import io.gatling.http.client.pool.ChannelPool;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameListener;
import io.netty.handler.codec.http2.Http2FrameListenerDecorator;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Fails the requests of an HTTP/2 connection that have no response any more: the service has reset
 * their streams, has ended the connection, or the connection is closed. Gatling's client is not
 * notified of this, and would let them wait for their timeout. It also takes trailers for headers
 * of a response without a status, which it cannot read.
 */
public final class StreamGuard extends ChannelInboundHandlerAdapter {

  private static final String NAME = "onrush-stream-guard";

  private static final GatlingField STATE = GatlingField.of(HttpTx.class, "channelState");

  private final Http2AppHandler client;

  private StreamGuard(Http2AppHandler client) {
    this.client = client;
  }

  /** Guards a connection on which Gatling writes a request. Does nothing the second time. */
  public static void guard(Channel channel) {
    ChannelPipeline pipeline = channel.pipeline();
    if (!(pipeline.last() instanceof Http2AppHandler client) || pipeline.get(NAME) != null) {
      return;
    }
    StreamGuard guard = new StreamGuard(client);
    pipeline.addBefore(pipeline.lastContext().name(), NAME, guard);
    Http2ConnectionDecoder decoder = pipeline.get(Http2ConnectionHandler.class).decoder();
    decoder.frameListener(guard.new Frames(decoder.frameListener()));
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    fail(id -> true, tx -> true, PrematureCloseException.INSTANCE);
    ctx.fireChannelInactive();
  }

  private void fail(Predicate<Integer> ofStream, Predicate<HttpTx> ofRequest, IOException why) {
    // A failed request may be followed by another one at once.
    for (Map.Entry<Integer, HttpTx> stream : List.copyOf(open().entrySet())) {
      HttpTx tx = stream.getValue();
      if (ofStream.test(stream.getKey()) && ofRequest.test(tx)) {
        open().remove(stream.getKey());
        RequestTimer.cancel(tx);
        RequestTimer.listener(tx).onThrowable(why);
      }
    }
  }

  private static ResponseFailure failure(String what, long error) {
    Http2Error known = Http2Error.valueOf(error);
    return new ResponseFailure(what + ": " + (known == null ? "error " + error : known.name()));
  }

  private Map<Integer, HttpTx> open() {
    return RequestTimer.streams(client);
  }

  /** Gatling sends a request again if it was on a reused connection that ended without an error. */
  private static boolean isSentAgain(HttpTx tx, long error) {
    return error == Http2Error.NO_ERROR.code() && STATE.get(tx) == HttpTx.ChannelState.POOLED;
  }

  private final class Frames extends Http2FrameListenerDecorator {

    Frames(Http2FrameListener listener) {
      super(listener);
    }

    @Override
    public void onRstStreamRead(ChannelHandlerContext ctx, int streamId, long error)
        throws Http2Exception {
      fail(id -> id == streamId, tx -> true, failure("the service reset the stream", error));
      super.onRstStreamRead(ctx, streamId, error);
    }

    @Override
    public void onGoAwayRead(ChannelHandlerContext ctx, int last, long error, ByteBuf debug)
        throws Http2Exception {
      ChannelPool.markAsGoAway(ctx.channel()); // before another request follows a failed one
      fail(
          id -> id > last,
          tx -> !isSentAgain(tx, error),
          failure("the service ended the connection", error));
      super.onGoAwayRead(ctx, last, error, debug);
    }

    @Override
    public void onHeadersRead(
        ChannelHandlerContext ctx, int streamId, Http2Headers headers, int padding, boolean end)
        throws Http2Exception {
      if (areTrailers(headers, end)) {
        endOf(ctx, streamId);
      } else {
        super.onHeadersRead(ctx, streamId, headers, padding, end);
      }
    }

    @Override
    public void onHeadersRead(
        ChannelHandlerContext ctx,
        int streamId,
        Http2Headers headers,
        int dependency,
        short weight,
        boolean exclusive,
        int padding,
        boolean end)
        throws Http2Exception {
      if (areTrailers(headers, end)) {
        endOf(ctx, streamId);
      } else {
        super.onHeadersRead(ctx, streamId, headers, dependency, weight, exclusive, padding, end);
      }
    }

    private boolean areTrailers(Http2Headers headers, boolean end) {
      return end && headers.status() == null;
    }

    private void endOf(ChannelHandlerContext ctx, int streamId) throws Http2Exception {
      int unused = onDataRead(ctx, streamId, Unpooled.EMPTY_BUFFER, 0, true);
    }
  }
}
