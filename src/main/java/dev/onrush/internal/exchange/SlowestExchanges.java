package dev.onrush.internal.exchange;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Keeps the slowest successful requests of each name. Any thread may add exchanges; one thread
 * takes them.
 *
 * <p>Exchanges are handed on during the run, so that they survive if the run is killed. An exchange
 * that was handed on cannot be taken back. So once three of a name have been handed on, a further
 * one is handed on before the end only if it took more than a tenth longer than the third-slowest
 * of them. This bounds their number if a service gets slower and slower.
 */
final class SlowestExchanges {

  /** The number of exchanges that are kept for each request name. */
  static final int OF_A_REQUEST = 3;

  private static final int MOST_REQUESTS = 60;
  private static final double NOTABLE = 1.1;
  private static final Comparator<Exchange> SLOWEST_FIRST =
      Comparator.comparingDouble(Exchange::millis).reversed();

  /**
   * The requests by group and name. Each successful request is looked up here, so the two are not
   * concatenated to a key.
   */
  private final Map<String, Map<String, OfOneRequest>> requests = new ConcurrentHashMap<>();

  private final AtomicInteger names = new AtomicInteger();

  /** Whether a request that took {@code millis} is among the slowest of its name so far. */
  boolean has(String group, String request, double millis) {
    Map<String, OfOneRequest> within = requests.get(group);
    OfOneRequest of = within == null ? null : within.get(request);
    return of == null ? names.get() < MOST_REQUESTS : millis > of.bar;
  }

  /** Keeps an exchange that is among the slowest of its name. */
  void add(String group, String request, Exchange exchange) {
    requests
        .computeIfAbsent(group, of -> new ConcurrentHashMap<>())
        .computeIfAbsent(
            request,
            name -> {
              names.incrementAndGet();
              return new OfOneRequest();
            })
        .keep(exchange);
  }

  /** Returns the exchanges to hand on now. */
  List<Exchange> take(boolean last) {
    List<Exchange> taken = new ArrayList<>();
    requests.values().forEach(within -> within.values().forEach(of -> of.take(last, taken)));
    taken.sort(Comparator.comparingLong(Exchange::at));
    return taken;
  }

  /** Returns the slowest of the exchanges that were handed on for each name, the slowest first. */
  static List<Exchange> of(List<Exchange> handedOn) {
    Map<String, List<Exchange>> byRequest = new LinkedHashMap<>();
    handedOn.stream()
        .filter(exchange -> !exchange.failed())
        .sorted(SLOWEST_FIRST)
        .forEach(e -> byRequest.computeIfAbsent(e.request(), name -> new ArrayList<>()).add(e));
    return byRequest.values().stream().flatMap(all -> all.stream().limit(OF_A_REQUEST)).toList();
  }

  private static final class OfOneRequest {
    private final List<Exchange> slowest = new ArrayList<>();
    private final List<Exchange> handedOn = new ArrayList<>();

    /** The milliseconds that a request must exceed to be among the slowest. */
    private volatile double bar = Double.NEGATIVE_INFINITY;

    synchronized void keep(Exchange exchange) {
      slowest.add(exchange);
      slowest.sort(SLOWEST_FIRST);
      if (slowest.size() > OF_A_REQUEST) {
        slowest.remove(OF_A_REQUEST);
      }
      if (slowest.size() == OF_A_REQUEST) {
        bar = slowest.get(OF_A_REQUEST - 1).millis();
      }
    }

    synchronized void take(boolean last, List<Exchange> to) {
      for (Exchange exchange : slowest) {
        if (!handedOn.contains(exchange) && (last || isNotable(exchange))) {
          to.add(exchange);
          handedOn.add(exchange);
          handedOn.sort(SLOWEST_FIRST);
          if (handedOn.size() > OF_A_REQUEST) {
            handedOn.remove(OF_A_REQUEST);
          }
        }
      }
    }

    private boolean isNotable(Exchange exchange) {
      return handedOn.size() < OF_A_REQUEST
          || exchange.millis() > NOTABLE * handedOn.get(OF_A_REQUEST - 1).millis();
    }
  }
}
