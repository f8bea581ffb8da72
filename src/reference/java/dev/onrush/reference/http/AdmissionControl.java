package dev.onrush.reference.http;

import dev.onrush.reference.settings.LiveSettings;
import dev.onrush.reference.settings.ServiceSettings.Limits;
import io.undertow.server.HttpServerExchange;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** Admits a request or refuses it immediately: admission control and rate limiting. */
final class AdmissionControl {

  private static final Map<String, String> LATER = Map.of("Retry-After", "1");

  private final LiveSettings settings;
  private final AtomicInteger inFlight = new AtomicInteger();
  private long second;
  private int inSecond;

  AdmissionControl(LiveSettings settings) {
    this.settings = settings;
  }

  int inFlight() {
    return inFlight.get();
  }

  /** Admits the request, and counts it as in progress until it has been answered. */
  void enter(HttpServerExchange exchange) throws HttpError {
    Limits limits = settings.current().limits();
    if (limits.perSecond() > 0 && !withinRate(limits.perSecond())) {
      throw new HttpError(
          429, "too many requests within a second (limit %d)".formatted(limits.perSecond()), LATER);
    }
    int now = inFlight.incrementAndGet();
    if (limits.maxInFlight() > 0 && now > limits.maxInFlight()) {
      inFlight.decrementAndGet();
      throw new HttpError(
          503, "too many requests in progress (limit %d)".formatted(limits.maxInFlight()), LATER);
    }
    exchange.addExchangeCompleteListener(
        (done, next) -> {
          inFlight.decrementAndGet();
          next.proceed();
        });
  }

  /** Counts in a fixed window: each second begins anew. */
  private synchronized boolean withinRate(int perSecond) {
    long now = Math.floorDiv(System.nanoTime(), 1_000_000_000L);
    if (now != second) {
      second = now;
      inSecond = 0;
    }
    return ++inSecond <= perSecond;
  }
}
