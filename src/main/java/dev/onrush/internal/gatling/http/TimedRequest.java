package dev.onrush.internal.gatling.http;

import dev.onrush.internal.exchange.Exchange.Message;
import dev.onrush.internal.gatling.field.GatlingField;
import dev.onrush.internal.gatling.http.ExchangeText.BodyStart;
import dev.onrush.internal.gatling.http.guard.NextFlush;
import dev.onrush.internal.gatling.http.guard.RequestTimer;
import dev.onrush.internal.gatling.http.guard.ResponseFailure;
import dev.onrush.internal.gatling.http.guard.ResponseGuard;
import dev.onrush.internal.gatling.http.guard.StreamGuard;
import dev.onrush.internal.gatling.http.open.OpenRequest;
import dev.onrush.internal.gatling.http.open.OpenRequests;
import dev.onrush.internal.gatling.loop.LoopTimes;
import dev.onrush.internal.gatling.loop.OwnShare;
import dev.onrush.internal.gatling.loop.StandstillBursts;
import dev.onrush.internal.gatling.user.UnansweredRequest;
import dev.onrush.internal.metrics.ResponseTime;
import dev.onrush.internal.metrics.recording.Recorder;
import io.gatling.core.session.Session;
import io.gatling.http.client.HttpListener;
import io.gatling.http.client.Request;
import io.gatling.http.client.impl.RequestTimeoutException;
import io.gatling.http.engine.GatlingHttpListener;
import io.gatling.http.engine.tx.HttpTx;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A request that is timed, until its response has ended.
 *
 * <p>Gatling reports a response to its statistics while it is notified of the last byte, on the
 * same thread. So the measured time is stored per thread during that one call, as a {@link
 * Reading}.
 */
public final class TimedRequest extends OpenRequest implements HttpListener {

  private static final MethodHandle TRANSACTION = field();

  /**
   * Once is enough, unless the generator stands still again, or is so busy that it cannot send the
   * whole request.
   */
  private static final int MOST_POSTPONEMENTS = 3;

  /** The measured time of the response that each thread currently handles. */
  private static final ThreadLocal<Reading> READINGS = ThreadLocal.withInitial(Reading::new);

  private final GatlingHttpListener delegate;
  private final OpenRequests open;
  private final OwnShare share = new OwnShare(LoopTimes.ofThread());
  private @Nullable Request request;

  /** The text of an observed request, because Gatling removes headers from a redirected one. */
  private @Nullable Message sentText;

  private @Nullable HttpResponseStatus status;
  private @Nullable HttpHeaders headers;

  /** The beginning of an answer in several parts, without the last part. */
  private @Nullable BodyStart body;

  private long sent;

  /** The burst after a standstill of the generator in which it was sent, if any. */
  private StandstillBursts.@Nullable Burst sentIn;

  private boolean begun;
  private boolean sendReturned;

  /** How often the timeout was postponed. */
  private int postponements;

  /** The channel to which the request was written; null before, and while it is sent again. */
  private @Nullable Channel channel;

  /** The guard of this channel, if it has one. */
  private @Nullable ResponseGuard guard;

  TimedRequest(GatlingHttpListener delegate, OpenRequests open) {
    this.delegate = delegate;
    this.open = open;
  }

  @Override
  public void unanswered(Recorder recorder, long now) {
    HttpTx tx = transactionOf(delegate);
    if (tx.silent()) {
      UnansweredRequest.recordGroups(tx.session(), now, now, recorder);
      return;
    }
    long nanos = begun ? System.nanoTime() - sent : 0;
    long start = now - TimeUnit.NANOSECONDS.toMillis(nanos);
    long micros = TimeUnit.NANOSECONDS.toMicros(nanos);
    new UnansweredRequest(
            tx.session(), tx.fullRequestName(), new ResponseTime(start, micros, micros))
        .record(recorder);
  }

  @Override
  public void onSend() {
    long now = System.nanoTime();
    // Called again if a pooled connection turns out to be closed. Gatling keeps the first time,
    // too.
    if (!begun) {
      begun = true;
      sent = now;
      sentIn = open.bursts().current();
    } else if (!transactionOf(delegate).silent() && (guard == null || !guard.hasRefused())) {
      open.sentAgain();
    }
    channel = null;
    share.sending(now);
    delegate.onSend();
  }

  @Override
  public void onHttpResponseBodyChunk(ByteBuf chunk, boolean last) {
    if (last ? !tryEnd(isServed()) : isRecordedUnanswered()) {
      return;
    }
    if (!last) {
      share.event(System.nanoTime());
      if (body == null) {
        body = new BodyStart();
      }
      body.add(chunk);
      delegate.onHttpResponseBodyChunk(chunk, false);
      return;
    }
    Reading reading = READINGS.get();
    long now = System.nanoTime();
    share.event(now);
    reading.set(now - sent, this, chunk);
    try {
      delegate.onHttpResponseBodyChunk(chunk, true);
    } finally {
      reading.clear();
    }
  }

  private boolean isServed() {
    HttpResponseStatus came = status;
    return came != null && came.code() < HttpResponseStatus.BAD_REQUEST.code();
  }

  @Override
  public void onThrowable(Throwable e) {
    if ((e instanceof RequestTimeoutException && isTimeoutPostponed()) || !tryEnd(false)) {
      return;
    }
    Reading reading = READINGS.get();
    long now = System.nanoTime();
    if (begun) {
      share.event(now);
    }
    reading.set(begun ? now - sent : 0, this);
    reading.timedOut = e instanceof RequestTimeoutException;
    if (begun) {
      ResponseFailure.timeout(e)
          .ifPresent(timeout -> reading.serviceHad(timeout - Math.max(0, missing(now))));
    }
    try {
      delegate.onThrowable(ResponseFailure.of(e));
    } finally {
      reading.clear();
    }
  }

  /**
   * Postpones the timeout until the service has had the whole time. Gatling's client handles timers
   * before it reads: after a pause of the event loop, the response may be there already, or the
   * request may have been sent too late.
   */
  private boolean isTimeoutPostponed() {
    Channel to = channel;
    long missing = missing(System.nanoTime());
    return missing > 0
        && postponements++ < MOST_POSTPONEMENTS
        && to != null
        && !isRecordedUnanswered()
        && RequestTimer.startAgain(to, this, missing);
  }

  /**
   * How much of its timeout the service has not had by now; 0 before the request is written. While
   * a connection is being opened, the system or the service opens it, and a timer that the event
   * loop has delayed is postponed.
   */
  private long missing(long now) {
    long own = withBurst(share.nanosAt(now), open.bursts().extraTime(sentIn));
    return channel == null || own == OwnShare.UNKNOWN
        ? 0
        : TimeUnit.MILLISECONDS.toNanos(request().getRequestTimeout()) - (now - sent - own);
  }

  /**
   * Adds what may be due to a burst: the requests before this one, or others that the service
   * handles at the same time, were sent later than planned.
   */
  private static long withBurst(long own, long burst) {
    return own == OwnShare.UNKNOWN ? own : own + burst;
  }

  @Override
  public void onFinalClientRequest(Request finalRequest) {
    request = finalRequest;
    delegate.onFinalClientRequest(finalRequest);
  }

  /** The request as it was sent, or should have been sent. */
  private Request request() {
    Request known = request;
    return known == null ? transactionOf(delegate).request().clientRequest() : known;
  }

  @Override
  public void onHttpResponse(HttpResponseStatus came, HttpHeaders with) {
    if (!isRecordedUnanswered()) {
      share.event(System.nanoTime());
      status = came;
      headers = with;
      delegate.onHttpResponse(came, with);
    }
  }

  @Override
  public void onProtocolAwareness(boolean isHttp2) {
    delegate.onProtocolAwareness(isHttp2);
  }

  @Override
  public void onWrite(Channel to) {
    guard = ResponseGuard.guard(to, open);
    StreamGuard.guard(to);
    share.written(System.nanoTime());
    channel = to;
    if (transactionOf(delegate).next() instanceof RequestObserver observer) {
      sentText = observer.sent(request());
    }
    if (sendReturned) {
      // A connection was opened first, and the write follows this call.
      NextFlush.tell(to, this::handedOver);
    }
    delegate.onWrite(to);
  }

  /** Reports that Gatling's client has taken the request, and has written it if it could. */
  void sendHasReturned() {
    sendReturned = true;
    handedOver();
  }

  private void handedOver() {
    Channel to = channel;
    if (to != null) {
      share.handedOver(System.nanoTime(), isWithSystem(to));
    }
  }

  /**
   * Whether no part of the request waits for a proxy, for room in the connection, or for the
   * service to ask for the body. A closed connection has no buffer; its request fails or is sent
   * again.
   */
  private boolean isWithSystem(Channel to) {
    ChannelOutboundBuffer waiting = to.unsafe().outboundBuffer();
    Request of = request();
    return waiting != null
        && waiting.isEmpty()
        && (of.getProxyServer() == null || !RequestTimer.isAtProxy(to))
        && (of.getBody() == null || !of.getHeaders().contains(HttpHeaderNames.EXPECT));
  }

  /** The time of the response that a thread currently handles. Confined to that thread. */
  public static final class Reading {

    private static final long NONE = -1;

    private long nanos = NONE;
    private long own = OwnShare.UNKNOWN;
    private boolean timedOut;
    private @Nullable TimedRequest timed;

    /** The last part of the answer, which has not been copied. */
    private @Nullable ByteBuf last;

    private int lastFrom;
    private int lastLength;

    private void set(long took, TimedRequest of) {
      nanos = took;
      own = withBurst(of.share.nanos(), of.open.bursts().share(of.sentIn));
      timedOut = false;
      timed = of;
    }

    private void set(long took, TimedRequest of, ByteBuf chunk) {
      set(took, of);
      last = chunk;
      lastFrom = chunk.readerIndex();
      lastLength = chunk.readableBytes();
    }

    /** Limits the generator's share: the service has had so much time before the request failed. */
    private void serviceHad(long time) {
      own = Math.min(own, Math.max(0, nanos - time));
    }

    private void clear() {
      nanos = NONE;
      timed = null;
      last = null;
    }

    /** The request that was sent; empty if the current response is not an HTTP response. */
    public Optional<Message> sent(ExchangeText text) {
      return Optional.ofNullable(timed)
          .map(of -> of.sentText == null ? text.sent(of.request()) : of.sentText);
    }

    /** The answer that was received; empty if there was none. */
    public Optional<Message> answer(ExchangeText text) {
      TimedRequest of = timed;
      if (of == null || of.status == null) {
        return Optional.empty();
      }
      BodyStart body = of.body == null ? new BodyStart() : of.body;
      if (last != null) {
        body.add(last.slice(lastFrom, lastLength));
      }
      return Optional.of(text.answer(of.status, of.headers, body.start(), body.length()));
    }

    /**
     * Returns the measured time in nanoseconds, and clears it.
     *
     * @param request the name that Gatling reports to its statistics
     * @return -1 if the current response belongs to another request, such as one of a web socket,
     *     which only Gatling times
     */
    public long take(String request) {
      long took = nanos;
      HttpTx of = transaction();
      nanos = NONE;
      return of != null && of.fullRequestName().equals(request) ? took : NONE;
    }

    /**
     * How much of the time may be the generator's own share; {@link OwnShare#UNKNOWN} if it is not
     * known.
     */
    public long own() {
      return own;
    }

    /** Whether the request timed out, after the service has had as much time more as it waited. */
    public boolean timedOut() {
      return timedOut;
    }

    /** The observer of the current request, if it is observed; a page's resources are not. */
    public Optional<RequestObserver> observer() {
      HttpTx of = transaction();
      return of != null
              && of.resourceTx().isEmpty()
              && of.next() instanceof RequestObserver observer
          ? Optional.of(observer)
          : Optional.empty();
    }

    /** The burst in which the current request was sent; null if there was none. */
    public StandstillBursts.@Nullable Burst sentIn() {
      TimedRequest of = timed;
      return of == null ? null : of.sentIn;
    }

    /** The session of the current response; null if it is not an HTTP response. */
    public @Nullable Session session() {
      HttpTx of = transaction();
      return of == null ? null : of.session();
    }

    private @Nullable HttpTx transaction() {
      TimedRequest of = timed;
      return of == null ? null : transactionOf(of.delegate);
    }
  }

  static HttpTx transactionOf(GatlingHttpListener listener) {
    try {
      return (HttpTx) TRANSACTION.invokeExact(listener);
    } catch (Throwable e) {
      throw new IllegalStateException("a field cannot be read", e);
    }
  }

  /** The reading of the calling thread. */
  public static Reading reading() {
    return READINGS.get();
  }

  private static MethodHandle field() {
    try {
      return MethodHandles.lookup()
          .unreflectGetter(GatlingField.named(GatlingHttpListener.class, "tx"));
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("a field cannot be read", e);
    }
  }
}
