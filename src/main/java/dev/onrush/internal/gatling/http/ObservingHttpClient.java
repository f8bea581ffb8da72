package dev.onrush.internal.gatling.http;

import dev.onrush.internal.exchange.Exchange;
import dev.onrush.internal.metrics.recording.Recorder;
import io.gatling.core.CoreComponents;
import io.gatling.core.protocol.Protocol;
import io.gatling.http.client.HttpClient;
import io.gatling.http.client.HttpListener;
import io.gatling.http.client.Request;
import io.gatling.http.client.SslContextsHolder;
import io.gatling.http.client.util.Pair;
import io.gatling.http.engine.GatlingHttpListener;
import io.gatling.http.engine.tx.HttpTx;
import io.gatling.http.engine.tx.HttpTxExecutor;
import io.gatling.http.protocol.HttpProtocol;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import scala.collection.immutable.Map;

/**
 * An HTTP client that observes requests. It hands each request back to Gatling once, with checks
 * that report what they find. Gatling then sends that request through this client.
 */
public final class ObservingHttpClient extends ForwardingHttpClient {

  private final Function<HttpProtocol, HttpTxExecutor> executors;
  private final ExchangeText text;
  private final Consumer<Exchange> to;

  private ObservingHttpClient(
      HttpClient delegate,
      Function<HttpProtocol, HttpTxExecutor> executors,
      ExchangeText text,
      Consumer<Exchange> to) {
    super(delegate);
    this.executors = executors;
    this.text = text;
    this.to = to;
  }

  /**
   * Returns the protocols of a run. Requests are observed if all exchanges are kept.
   *
   * @param around wraps Gatling's client in the client that is used
   */
  public static HttpSeam seam(
      CoreComponents core,
      Map<Class<? extends Protocol>, Protocol> protocols,
      UnaryOperator<HttpClient> around,
      Recorder recorder) {
    if (!recorder.exchanges().keepsAll()) {
      return new HttpSeam(core, protocols, around);
    }
    AtomicReference<HttpSeam> made = new AtomicReference<>();
    ExchangeText text = new ExchangeText(recorder::masked, recorder.exchanges().secretNames());
    HttpSeam seam =
        new HttpSeam(
            core,
            protocols,
            client ->
                new ObservingHttpClient(
                    around.apply(client),
                    protocol -> Objects.requireNonNull(made.get()).executor(protocol),
                    text,
                    recorder.exchanges()::keep));
    made.set(seam);
    return seam;
  }

  /**
   * Hands a request back to Gatling and returns true, unless the request is already observed or
   * cannot be observed.
   */
  private boolean handBack(HttpListener listener) {
    if (!(listener instanceof GatlingHttpListener http)) {
      return false; // a web socket or server-sent events
    }
    HttpTx tx = TimedRequest.transactionOf(http);
    if (tx.next() instanceof RequestObserver) {
      return false;
    }
    if (tx.next() == null || tx.resourceTx().isDefined()) {
      return false; // a poll, or one of several requests at once: no action follows its own
    }
    executors
        .apply(tx.request().requestConfig().httpProtocol())
        .execute(RequestObserver.at(tx, text, to));
    return true;
  }

  @Override
  public void sendRequest(
      Request request,
      long clientId,
      EventLoop eventLoop,
      HttpListener listener,
      SslContextsHolder ssl) {
    if (!handBack(listener)) {
      forward(request, clientId, eventLoop, listener, ssl);
    }
  }

  @Override
  public void sendHttp2Requests(
      Pair<Request, HttpListener>[] requests,
      long clientId,
      EventLoop eventLoop,
      SslContextsHolder ssl) {
    List<Pair<Request, HttpListener>> others = new ArrayList<>();
    for (Pair<Request, HttpListener> request : requests) {
      if (!handBack(request.getRight())) {
        others.add(request);
      }
    }
    forward(others, clientId, eventLoop, ssl);
  }
}
