package dev.onrush.internal.gatling.http;

import dev.onrush.internal.exchange.Exchange;
import dev.onrush.internal.exchange.Exchange.Check;
import dev.onrush.internal.exchange.Exchange.Message;
import dev.onrush.internal.gatling.action.JavaAction;
import io.gatling.core.action.Action;
import io.gatling.core.session.Session;
import io.gatling.http.client.Request;
import io.gatling.http.engine.tx.HttpTx;
import io.gatling.http.request.HttpRequest;
import io.gatling.http.request.HttpRequestConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The action after an observed request. It compares the user's session with the session before the
 * request, and then goes on with the original next action. There is one for each request, including
 * its redirects. Confined to the user's event loop.
 */
public final class RequestObserver implements JavaAction {

  private final Session before;
  private final Action next;
  private final ExchangeText text;
  private final Consumer<Exchange> to;
  private final List<Check> checks = new ArrayList<>();
  private @Nullable Exchange pending;

  private RequestObserver(HttpTx tx, ExchangeText text, Consumer<Exchange> to) {
    this.before = tx.session();
    this.next = tx.next();
    this.text = text;
    this.to = to;
  }

  /** Returns the same request, observed. */
  static HttpTx at(HttpTx tx, ExchangeText text, Consumer<Exchange> to) {
    RequestObserver observer = new RequestObserver(tx, text, to);
    HttpRequest request = tx.request();
    HttpRequestConfig config = request.requestConfig();
    return tx.copy(
        tx.session(),
        request.copy(
            request.requestName(),
            request.clientRequest(),
            config.copy(
                ObservedChecks.of(config.checks(), text, observer.checks::add),
                config.responseTransformer(),
                config.throttled(),
                config.silent(),
                config.followRedirect(),
                config.checksumAlgorithms(),
                config.storeBodyParts(),
                config.defaultCharset(),
                config.explicitResources(),
                config.httpProtocol())),
        observer,
        tx.resourceTx(),
        tx.redirectCount());
  }

  /** Returns the text of a request, at the time at which it is sent. */
  Message sent(Request request) {
    return text.sent(request);
  }

  /** Called when the answer has come and has been checked. */
  public void answered(Exchange exchange) {
    end(before);
    pending = exchange.withChecks(checks);
    checks.clear();
  }

  private void end(Session after) {
    if (pending != null) {
      to.accept(pending.withSession(SessionText.of(before, after, text)));
      pending = null;
    }
  }

  @Override
  public String name() {
    return "onrush-request-observer";
  }

  @Override
  public void execute(Session session) {
    end(session);
    next.$bang(session);
  }
}
