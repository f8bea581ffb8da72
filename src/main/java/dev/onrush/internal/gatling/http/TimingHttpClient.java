package dev.onrush.internal.gatling.http;

import dev.onrush.internal.exchange.Exchange.Message;
import dev.onrush.internal.exchange.TraceIds;
import dev.onrush.internal.gatling.field.GatlingField;
import dev.onrush.internal.gatling.http.ExchangeText.BodyStart;
import dev.onrush.internal.gatling.http.guard.NextFlush;
import dev.onrush.internal.gatling.http.guard.RequestTimer;
import dev.onrush.internal.gatling.http.guard.ResponseFailure;
import dev.onrush.internal.gatling.http.guard.ResponseGuard;
import dev.onrush.internal.gatling.http.guard.SettingsGuard;
import dev.onrush.internal.gatling.http.guard.StreamGuard;
import dev.onrush.internal.gatling.http.open.OpenRequest;
import dev.onrush.internal.gatling.http.open.OpenRequests;
import dev.onrush.internal.gatling.loop.LoopTimes;
import dev.onrush.internal.gatling.loop.OwnShare;
import dev.onrush.internal.gatling.user.UnansweredRequest;
import dev.onrush.internal.metrics.ResponseTime;
import dev.onrush.internal.metrics.recording.Recorder;
import io.gatling.core.session.Session;
import io.gatling.http.action.sse.SseListener;
import io.gatling.http.client.HttpClient;
import io.gatling.http.client.HttpListener;
import io.gatling.http.client.Request;
import io.gatling.http.client.SslContextsHolder;
import io.gatling.http.client.impl.RequestTimeoutException;
import io.gatling.http.client.util.Pair;
import io.gatling.http.engine.GatlingHttpListener;
import io.gatling.http.engine.tx.HttpTx;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP client that times requests in nanoseconds, while Gatling's timestamps are whole
 * milliseconds. Both measure from the same start of sending, before a connection is opened, to the
 * same last byte.
 *
 * <p>Gatling reports a response to its statistics while it is notified of the last byte, on the
 * same thread. So the measured time is stored per thread during that one call.
 */
public final class TimingHttpClient implements HttpClient {

  private static final MethodHandle TRANSACTION = field();
  private static final Duration CLOSE = Duration.ofSeconds(2);

  /**
   * Once is enough, unless the generator stands still again, or is so busy that it cannot send the
   * whole request.
   */
  private static final int MOST_POSTPONEMENTS = 3;

  /** The measured time of the response that each thread currently handles. */
  private static final ThreadLocal<Reading> READINGS = ThreadLocal.withInitial(Reading::new);

  private final HttpClient delegate;
  private final SettingsGuard settings;
  private final OpenRequests open;
  private final UnaryOperator<Request> prepared;
  private final Predicate<String> allowed;

  /** The allowed hosts to which a request was made. */
  private final Set<String> hosts = ConcurrentHashMap.newKeySet();

  /**
   * Creates a client around Gatling's own.
   *
   * @param open keeps each request until it is answered
   */
  public TimingHttpClient(HttpClient delegate, OpenRequests open) {
    this(delegate, open, request -> request);
  }

  /** Creates a client that sends what {@code prepared} returns for each request. */
  public TimingHttpClient(HttpClient delegate, OpenRequests open, UnaryOperator<Request> prepared) {
    this(delegate, open, prepared, host -> true);
  }

  /**
   * Creates a client that sends what {@code prepared} returns for each request to a host that is
   * allowed. A request to another host fails without being sent.
   */
  public TimingHttpClient(
      HttpClient delegate,
      OpenRequests open,
      UnaryOperator<Request> prepared,
      Predicate<String> allowed) {
    this.delegate = delegate;
    this.settings = new SettingsGuard(delegate);
    this.open = open;
    this.prepared = prepared;
    this.allowed = allowed;
  }

  /** Returns the request with a new trace id, unless the simulation has given it one. */
  public static Request traced(Request request, TraceIds ids) {
    if (request.getHeaders().contains(TraceIds.HEADER)) {
      return request;
    }
    Request own = request.copyWithCopiedHeaders(); // several requests may share their headers
    own.getHeaders().set(TraceIds.HEADER, ids.next());
    return own;
  }

  /** The time of the response that a thread currently handles. Confined to that thread. */
  public static final class Reading {

    private static final long NONE = -1;

    private long nanos = NONE;
    private long own = OwnShare.UNKNOWN;
    private @Nullable Timed timed;

    /** The last part of the answer, which has not been copied. */
    private @Nullable ByteBuf last;

    private int lastFrom;
    private int lastLength;

    private void set(long took, Timed of) {
      nanos = took;
      own = of.share.nanos();
      timed = of;
    }

    private void set(long took, Timed of, ByteBuf chunk) {
      set(took, of);
      last = chunk;
      lastFrom = chunk.readerIndex();
      lastLength = chunk.readableBytes();
    }

    private void clear() {
      nanos = NONE;
      timed = null;
      last = null;
    }

    /** The request that was sent; empty if the current response is not an HTTP response. */
    public Optional<Message> sent(ExchangeText text) {
      return Optional.ofNullable(timed).map(of -> text.sent(of.request()));
    }

    /** The answer that was received; empty if there was none. */
    public Optional<Message> answer(ExchangeText text) {
      Timed of = timed;
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

    /** The observer of the current request, if it is observed. */
    public Optional<RequestObserver> observer() {
      HttpTx of = transaction();
      return of != null && of.next() instanceof RequestObserver observer
          ? Optional.of(observer)
          : Optional.empty();
    }

    /** The session of the current response; null if it is not an HTTP response. */
    public @Nullable Session session() {
      HttpTx of = transaction();
      return of == null ? null : of.session();
    }

    private @Nullable HttpTx transaction() {
      Timed of = timed;
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

  @Override
  public void sendRequest(
      Request request,
      long clientId,
      EventLoop eventLoop,
      HttpListener listener,
      SslContextsHolder ssl) {
    if (!eventLoop.inEventLoop()) {
      if (!eventLoop.isShutdown()) {
        eventLoop.execute(() -> sendRequest(request, clientId, eventLoop, listener, ssl));
      }
      return;
    }
    HttpListener timed = entered(listener);
    if (timed != null && isAllowed(request, eventLoop, timed)) {
      if (request.isHttp2Enabled()) {
        settings.guard(eventLoop);
      }
      delegate.sendRequest(prepared.apply(request), clientId, eventLoop, timed, ssl);
      handedOver(timed);
    } // otherwise the run has ended, and its user with it
  }

  @Override
  @SuppressWarnings({"unchecked", "rawtypes"})
  public void sendHttp2Requests(
      Pair<Request, HttpListener>[] requests,
      long clientId,
      EventLoop eventLoop,
      SslContextsHolder ssl) {
    if (!eventLoop.inEventLoop()) {
      if (!eventLoop.isShutdown()) {
        eventLoop.execute(() -> sendHttp2Requests(requests, clientId, eventLoop, ssl));
      }
      return;
    }
    List<Pair<Request, HttpListener>> entered = new ArrayList<>();
    for (Pair<Request, HttpListener> request : requests) {
      HttpListener timed = entered(request.getRight());
      if (timed != null && isAllowed(request.getLeft(), eventLoop, timed)) {
        entered.add(new Pair<>(prepared.apply(request.getLeft()), timed));
      }
    }
    if (!entered.isEmpty()) {
      settings.guard(eventLoop);
      delegate.sendHttp2Requests(entered.toArray(new Pair[0]), clientId, eventLoop, ssl);
      entered.forEach(request -> handedOver(request.getRight()));
    }
  }

  /** Whether the host of a request is allowed; if it is not, the request fails. */
  private boolean isAllowed(Request request, EventLoop eventLoop, HttpListener listener) {
    String host = request.getUri().getHost();
    if (hosts.contains(host)) {
      return true;
    }
    if (allowed.test(host)) {
      hosts.add(host);
      return true;
    }
    // Later, since the state of a stream of server-sent events is set after this call.
    eventLoop.execute(() -> listener.onThrowable(ResponseFailure.hostNotAllowed(host)));
    return false;
  }

  private static void handedOver(HttpListener listener) {
    if (listener instanceof Timed timed) {
      timed.sendReturned = true;
      timed.handedOver();
    }
  }

  /**
   * Registers a request and returns the listener for Gatling's client; null if the run has ended. A
   * web socket keeps its own listener, since Gatling inspects it.
   */
  private @Nullable HttpListener entered(HttpListener listener) {
    if (!(listener instanceof GatlingHttpListener http)) {
      HttpListener told =
          listener instanceof SseListener sse ? new EventListener(sse, open) : listener;
      return open.tryOpenConversation(listener) ? told : null;
    }
    Timed timed = new Timed(http, open);
    return open.tryOpen(timed) ? timed : null;
  }

  @Override
  public boolean isClosed() {
    return delegate.isClosed();
  }

  @Override
  public void flushClientIdChannels(long clientId, EventLoop eventLoop) {
    delegate.flushClientIdChannels(clientId, eventLoop);
  }

  /**
   * Closes Gatling's client, for at most {@link #CLOSE}. Gatling's client waits without a limit,
   * ignoring interrupts, until its connections are closed. It is never notified of connections that
   * are still open when their event loops have ended. So this method returns if the time has passed
   * or its thread is interrupted.
   */
  @Override
  public void close() throws Exception {
    FutureTask<Void> closing =
        new FutureTask<>(
            () -> {
              delegate.close();
              return null;
            });
    Thread thread = new Thread(closing, "onrush-connections-close");
    thread.setDaemon(true);
    thread.start();
    try {
      closing.get(CLOSE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      // The operating system closes the connections when the process ends.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static final class Timed extends OpenRequest implements HttpListener {
    private final GatlingHttpListener delegate;
    private final OpenRequests open;
    private final OwnShare share = new OwnShare(LoopTimes.ofThread());
    private @Nullable Request request;
    private @Nullable HttpResponseStatus status;
    private @Nullable HttpHeaders headers;

    /** The beginning of an answer in several parts, without the last part. */
    private @Nullable BodyStart body;

    private long sent;
    private boolean begun;
    private boolean sendReturned;

    /** How often the timeout was postponed. */
    private int postponements;

    /** The channel to which the request was written; null before. */
    private @Nullable Channel channel;

    /** The guard of this channel, if it has one. */
    private @Nullable ResponseGuard guard;

    Timed(GatlingHttpListener delegate, OpenRequests open) {
      this.delegate = delegate;
      this.open = open;
    }

    @Override
    public void unanswered(Recorder recorder, long now) {
      HttpTx tx = transactionOf(delegate);
      if (tx.silent()) {
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
      } else if (!transactionOf(delegate).silent() && (guard == null || !guard.hasRefused())) {
        open.sentAgain();
      }
      share.sending(now);
      delegate.onSend();
    }

    @Override
    public void onHttpResponseBodyChunk(ByteBuf chunk, boolean last) {
      if (last ? !tryEnd() : isRecordedUnanswered()) {
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

    @Override
    public void onThrowable(Throwable e) {
      if ((e instanceof RequestTimeoutException && isTimeoutPostponed()) || !tryEnd()) {
        return;
      }
      Reading reading = READINGS.get();
      long now = System.nanoTime();
      if (begun) {
        share.event(now);
      }
      reading.set(begun ? now - sent : 0, this);
      try {
        delegate.onThrowable(ResponseFailure.of(e));
      } finally {
        reading.clear();
      }
    }

    /**
     * Postpones the timeout until the service has had the whole time. Gatling's client handles
     * timers before it reads: after a pause of the event loop, the response may be there already,
     * or the request may have been sent too late.
     */
    private boolean isTimeoutPostponed() {
      Channel to = channel;
      long now = System.nanoTime();
      long own = share.nanosAt(now);
      long timeout = TimeUnit.MILLISECONDS.toNanos(request().getRequestTimeout());
      long missing = timeout - (now - sent - own);
      return own != OwnShare.UNKNOWN
          && missing > 0
          && postponements++ < MOST_POSTPONEMENTS
          && to != null
          && !isRecordedUnanswered()
          && RequestTimer.startAgain(to, this, missing);
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
      if (sendReturned) {
        // A connection was opened first, and the write follows this call.
        NextFlush.tell(to, this::handedOver);
      }
      delegate.onWrite(to);
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
