package dev.onrush.gatling;

import io.gatling.core.session.Session;
import io.gatling.http.client.HttpClient;
import io.gatling.http.client.HttpListener;
import io.gatling.http.client.Request;
import io.gatling.http.client.SslContextsHolder;
import io.gatling.http.client.util.Pair;
import io.gatling.http.engine.GatlingHttpListener;
import io.gatling.http.engine.tx.HttpTx;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Field;
import org.jspecify.annotations.Nullable;

/**
 * Times HTTP requests on the clock of nanoseconds, where Gatling stamps whole milliseconds: from
 * the same call that Gatling takes for the begin of sending, which comes before a connection is
 * opened, to the same last byte.
 *
 * <p>Gatling tells its statistics of a response while it is told of the last byte, on the same
 * thread. So what was timed lies ready there, for that one call.
 */
final class Stopwatch implements HttpClient {

  private static final MethodHandle TRANSACTION = field();

  /** What lies ready for the call that Gatling makes to its statistics, by thread. */
  private static final ThreadLocal<Reading> READINGS = ThreadLocal.withInitial(Reading::new);

  private final HttpClient delegate;
  private final @Nullable Responder instead;

  Stopwatch(HttpClient delegate) {
    this(delegate, null);
  }

  /** Sends to {@code instead} whatever it is to send. */
  Stopwatch(HttpClient delegate, @Nullable Responder instead) {
    this.delegate = delegate;
    this.instead = instead;
  }

  private Request aimed(Request request) {
    return instead == null ? request : instead.aimed(request);
  }

  /** How long the response at hand took; belongs to one thread. */
  static final class Reading {

    private static final long NONE = -1;

    private long nanos = NONE;
    private @Nullable GatlingHttpListener listener;

    private void set(long took, GatlingHttpListener of) {
      nanos = took;
      listener = of;
    }

    private void clear() {
      nanos = NONE;
      listener = null;
    }

    /**
     * Takes what was timed, in nanoseconds.
     *
     * @param request as Gatling names it to its statistics
     * @return -1 if it was another that was timed: of web sockets, for instance, Gatling alone
     *     knows
     */
    long take(String request) {
      long took = nanos;
      HttpTx of = transaction();
      nanos = NONE;
      return of != null && of.fullRequestName().equals(request) ? took : NONE;
    }

    /** The session whose response it is; none if it is none of HTTP. */
    @Nullable Session session() {
      HttpTx of = transaction();
      return of == null ? null : of.session();
    }

    private @Nullable HttpTx transaction() {
      GatlingHttpListener of = listener;
      try {
        return of == null ? null : (HttpTx) TRANSACTION.invokeExact(of);
      } catch (Throwable e) {
        throw new IllegalStateException("a field cannot be read", e);
      }
    }
  }

  /** Of this thread. */
  static Reading reading() {
    return READINGS.get();
  }

  @Override
  public void sendRequest(
      Request request,
      long clientId,
      EventLoop eventLoop,
      HttpListener listener,
      SslContextsHolder ssl) {
    delegate.sendRequest(aimed(request), clientId, eventLoop, timed(listener), ssl);
  }

  @Override
  @SuppressWarnings({"unchecked", "rawtypes"})
  public void sendHttp2Requests(
      Pair<Request, HttpListener>[] requests,
      long clientId,
      EventLoop eventLoop,
      SslContextsHolder ssl) {
    Pair<Request, HttpListener>[] timed = new Pair[requests.length];
    for (int i = 0; i < requests.length; i++) {
      timed[i] = new Pair<>(aimed(requests[i].getLeft()), timed(requests[i].getRight()));
    }
    delegate.sendHttp2Requests(timed, clientId, eventLoop, ssl);
  }

  /** Listeners of web sockets and server-sent events are looked at by Gatling, and stay. */
  private static HttpListener timed(HttpListener listener) {
    return listener instanceof GatlingHttpListener http ? new Timed(http) : listener;
  }

  @Override
  public boolean isClosed() {
    return delegate.isClosed();
  }

  @Override
  public void flushClientIdChannels(long clientId, EventLoop eventLoop) {
    delegate.flushClientIdChannels(clientId, eventLoop);
  }

  @Override
  public void close() throws Exception {
    delegate.close();
  }

  private static final class Timed implements HttpListener {
    private final GatlingHttpListener delegate;
    private long sent;
    private boolean begun;

    Timed(GatlingHttpListener delegate) {
      this.delegate = delegate;
    }

    @Override
    public void onSend() {
      // Once more where a pooled connection turns out to be closed; Gatling keeps the first, too.
      if (!begun) {
        begun = true;
        sent = System.nanoTime();
      }
      delegate.onSend();
    }

    @Override
    public void onHttpResponseBodyChunk(ByteBuf chunk, boolean last) {
      if (!last) {
        delegate.onHttpResponseBodyChunk(chunk, false);
        return;
      }
      Reading reading = READINGS.get();
      reading.set(System.nanoTime() - sent, delegate);
      try {
        delegate.onHttpResponseBodyChunk(chunk, true);
      } finally {
        reading.clear();
      }
    }

    @Override
    public void onThrowable(Throwable e) {
      Reading reading = READINGS.get();
      reading.set(begun ? System.nanoTime() - sent : 0, delegate);
      try {
        delegate.onThrowable(e);
      } finally {
        reading.clear();
      }
    }

    @Override
    public void onFinalClientRequest(Request request) {
      delegate.onFinalClientRequest(request);
    }

    @Override
    public void onHttpResponse(HttpResponseStatus status, HttpHeaders headers) {
      delegate.onHttpResponse(status, headers);
    }

    @Override
    public void onProtocolAwareness(boolean isHttp2) {
      delegate.onProtocolAwareness(isHttp2);
    }

    @Override
    public void onWrite(Channel channel) {
      delegate.onWrite(channel);
    }
  }

  private static MethodHandle field() {
    try {
      Field field = GatlingHttpListener.class.getDeclaredField("tx");
      field.setAccessible(true);
      return MethodHandles.lookup().unreflectGetter(field);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(
          "Gatling's "
              + GatlingHttpListener.class.getName()
              + " has no field \"tx\"; this version of Onrush works with Gatling 3.15.1",
          e);
    }
  }
}
