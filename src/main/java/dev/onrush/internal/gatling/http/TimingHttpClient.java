package dev.onrush.internal.gatling.http;

import dev.onrush.internal.exchange.Exchange.Message;
import dev.onrush.internal.exchange.TraceIds;
import dev.onrush.internal.gatling.http.ExchangeText.BodyStart;
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
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Times HTTP requests on the clock of nanoseconds, where Gatling stamps whole milliseconds: from
 * the same call that Gatling takes for the begin of sending, which comes before a connection is
 * opened, to the same last byte.
 *
 * <p>Gatling tells its statistics of a response while it is told of the last byte, on the same
 * thread. So what was timed lies ready there, for that one call.
 */
public final class TimingHttpClient implements HttpClient {

  private static final MethodHandle TRANSACTION = field();
  private static final Duration CLOSE = Duration.ofSeconds(2);

  /** What lies ready for the call that Gatling makes to its statistics, by thread. */
  private static final ThreadLocal<Reading> READINGS = ThreadLocal.withInitial(Reading::new);

  private final HttpClient delegate;
  private final OpenRequests open;
  private final UnaryOperator<Request> prepared;

  /**
   * Around Gatling's own client.
   *
   * @param open gets each request until it is answered
   */
  public TimingHttpClient(HttpClient delegate, OpenRequests open) {
    this(delegate, open, request -> request);
  }

  /** Sends what {@code prepared} makes of a request. */
  public TimingHttpClient(HttpClient delegate, OpenRequests open, UnaryOperator<Request> prepared) {
    this.delegate = delegate;
    this.open = open;
    this.prepared = prepared;
  }

  /** Gives each request an id of a trace, unless the simulation has given it one. */
  public static Request traced(Request request, TraceIds ids) {
    if (request.getHeaders().contains(TraceIds.HEADER)) {
      return request;
    }
    Request own = request.copyWithCopiedHeaders(); // several requests may share theirs
    own.getHeaders().set(TraceIds.HEADER, ids.next());
    return own;
  }

  /** How long the response at hand took; belongs to one thread. */
  public static final class Reading {

    private static final long NONE = -1;

    private long nanos = NONE;
    private long own = OwnShare.UNKNOWN;
    private @Nullable Timed timed;

    /** The last part of the answer at hand, which nobody has copied. */
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

    /** What was sent; empty if what is at hand is none of HTTP. */
    public Optional<Message> sent(ExchangeText text) {
      return Optional.ofNullable(timed).map(of -> text.sent(of.request()));
    }

    /** What came back; empty if nothing has. */
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
     * Takes what was timed, in nanoseconds.
     *
     * @param request as Gatling names it to its statistics
     * @return -1 if it was another that was timed: of web sockets, for instance, Gatling alone
     *     knows
     */
    public long take(String request) {
      long took = nanos;
      HttpTx of = transaction();
      nanos = NONE;
      return of != null && of.fullRequestName().equals(request) ? took : NONE;
    }

    /** How much of it may be the generator's own; {@link OwnShare#UNKNOWN} where nobody knows. */
    public long own() {
      return own;
    }

    /** Who looks at the request at hand, if anybody does. */
    public Optional<Look> look() {
      HttpTx of = transaction();
      return of != null && of.next() instanceof Look look ? Optional.of(look) : Optional.empty();
    }

    /** The session whose response it is; none if it is none of HTTP. */
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

  /** Of this thread. */
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
    if (timed != null) {
      delegate.sendRequest(prepared.apply(request), clientId, eventLoop, timed, ssl);
      handedOver(timed);
    } // else the run has ended, and its user with it
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
      if (timed != null) {
        entered.add(new Pair<>(prepared.apply(request.getLeft()), timed));
      }
    }
    if (!entered.isEmpty()) {
      delegate.sendHttp2Requests(entered.toArray(new Pair[0]), clientId, eventLoop, ssl);
      entered.forEach(request -> handedOver(request.getRight()));
    }
  }

  private static void handedOver(HttpListener listener) {
    if (listener instanceof Timed timed) {
      timed.sendReturned = true;
      timed.handedOver();
    }
  }

  /**
   * What Gatling's client tells of a request; null when the run has ended. A listener of a web
   * socket is looked at by Gatling, and stays.
   */
  private @Nullable HttpListener entered(HttpListener listener) {
    if (!(listener instanceof GatlingHttpListener http)) {
      HttpListener told = listener instanceof SseListener sse ? new EventListener(sse) : listener;
      return open.enterConversation(listener) ? told : null;
    }
    Timed timed = new Timed(http);
    return open.enter(timed) ? timed : null;
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
   * Gatling's client waits, without a limit and deaf to interrupts, until its connections are
   * closed; what is left of them when their event loops have ended is never said to be. Where that
   * takes longer than a moment, or who waits for it is interrupted, the process goes on without it.
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
      // The operating system closes them at the end of the process.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static final class Timed extends OpenRequest implements HttpListener {
    private final GatlingHttpListener delegate;
    private final OwnShare share = new OwnShare(LoopTimes.ofThread());
    private @Nullable Request request;
    private @Nullable HttpResponseStatus status;
    private @Nullable HttpHeaders headers;

    /** Of an answer in several parts, all but the last. */
    private @Nullable BodyStart body;

    private long sent;
    private boolean begun;
    private boolean sendReturned;

    /** That it was written to; none before. */
    private @Nullable Channel channel;

    Timed(GatlingHttpListener delegate) {
      this.delegate = delegate;
    }

    @Override
    void unanswered(Recorder recorder, long now) {
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
      // Once more where a pooled connection turns out to be closed; Gatling keeps the first, too.
      if (!begun) {
        begun = true;
        sent = now;
      }
      share.sending(now);
      delegate.onSend();
    }

    @Override
    public void onHttpResponseBodyChunk(ByteBuf chunk, boolean last) {
      if (last ? !answered() : isLeft()) {
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
      if (!answered()) {
        return;
      }
      Reading reading = READINGS.get();
      long now = System.nanoTime();
      if (begun) {
        share.event(now);
      }
      reading.set(begun ? now - sent : 0, this);
      try {
        delegate.onThrowable(ResponseHeaders.told(e));
      } finally {
        reading.clear();
      }
    }

    @Override
    public void onFinalClientRequest(Request finalRequest) {
      request = finalRequest;
      delegate.onFinalClientRequest(finalRequest);
    }

    /** As it was sent, or was to be. */
    private Request request() {
      Request known = request;
      return known == null ? transactionOf(delegate).request().clientRequest() : known;
    }

    @Override
    public void onHttpResponse(HttpResponseStatus came, HttpHeaders with) {
      if (!isLeft()) {
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
     * Whether nothing of it waits for room in the connection, or for the service to ask for it. A
     * connection that is closed has no buffer: the request fails, or is sent once more.
     */
    private boolean isWithSystem(Channel to) {
      ChannelOutboundBuffer waiting = to.unsafe().outboundBuffer();
      Request of = request();
      return waiting != null
          && waiting.isEmpty()
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
