package dev.onrush.internal.gatling.http;

import dev.onrush.internal.exchange.TraceIds;
import dev.onrush.internal.gatling.http.guard.ResponseFailure;
import dev.onrush.internal.gatling.http.guard.SettingsGuard;
import dev.onrush.internal.gatling.http.open.OpenRequests;
import io.gatling.http.action.sse.SseListener;
import io.gatling.http.client.HttpClient;
import io.gatling.http.client.HttpListener;
import io.gatling.http.client.Request;
import io.gatling.http.client.SslContextsHolder;
import io.gatling.http.client.util.Pair;
import io.gatling.http.engine.GatlingHttpListener;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
 */
public final class TimingHttpClient extends ForwardingHttpClient {

  private static final Duration CLOSE = Duration.ofSeconds(2);

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
    super(delegate);
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
      forward(prepared.apply(request), clientId, eventLoop, timed, ssl);
      handedOver(timed);
    } // otherwise the run has ended, and its user with it
  }

  @Override
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
      forward(entered, clientId, eventLoop, ssl);
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
    if (listener instanceof TimedRequest timed) {
      timed.sendHasReturned();
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
    TimedRequest timed = new TimedRequest(http, open);
    return open.tryOpen(timed) ? timed : null;
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
              super.close();
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
}
