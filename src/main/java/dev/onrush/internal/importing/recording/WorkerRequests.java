package dev.onrush.internal.importing.recording;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The requests of a recording without duplicates. A request is there twice if a page has sent it
 * and the page's service worker has sent the same request to answer it. If the recording does not
 * contain the request of the worker, the request of the page is kept.
 *
 * @param once all requests in the order of their times, with the worker's request in place of both
 * @param repeated the requests of pages that are left out
 */
record WorkerRequests(List<Exchange> once, List<Exchange> repeated) {

  /** Copies the lists. */
  WorkerRequests {
    once = List.copyOf(once);
    repeated = List.copyOf(repeated);
  }

  private record Address(String method, String scheme, String host, String target) {

    static Address of(Exchange exchange) {
      Exchange.Origin origin = exchange.origin();
      return new Address(
          exchange.entry().method(), origin.scheme(), origin.host(), exchange.entry().target());
    }
  }

  /**
   * Finds the duplicates: the worker has sent its own request between the request of the page and
   * the response to it.
   *
   * @param exchanges the requests, in the order of their times
   */
  static WorkerRequests of(List<Exchange> exchanges) {
    Map<Address, Deque<Exchange>> sent = new HashMap<>();
    exchanges.stream()
        .filter(each -> each.origin().responseSource() == Exchange.ResponseSource.SERVICE)
        .forEach(
            each -> sent.computeIfAbsent(Address.of(each), key -> new ArrayDeque<>()).add(each));
    IdentityHashMap<Exchange, Exchange> ofPages = new IdentityHashMap<>();
    Set<Exchange> repeated = Collections.newSetFromMap(new IdentityHashMap<>());
    for (Exchange each : exchanges) {
      Deque<Exchange> own = sent.getOrDefault(Address.of(each), new ArrayDeque<>());
      if (each.origin().responseSource() == Exchange.ResponseSource.WORKER) {
        while (!own.isEmpty() && at(own.element()) < at(each)) {
          own.remove();
        }
        if (!own.isEmpty() && at(own.element()) <= each.entry().time().end()) {
          ofPages.put(own.remove(), each); // it answers no other request
          repeated.add(each);
        }
      }
    }
    return new WorkerRequests(
        exchanges.stream()
            .filter(each -> !repeated.contains(each))
            .map(each -> completed(each, ofPages.getOrDefault(each, each)))
            .toList(),
        exchanges.stream().filter(repeated::contains).toList());
  }

  private static long at(Exchange exchange) {
    return exchange.entry().time().at();
  }

  /**
   * Completes a worker's request with data that only the request of its page has. A browser may not
   * record the body that a worker streams, nor the text of a response to a worker that has ended
   * since.
   */
  private static Exchange completed(Exchange own, Exchange ofPage) {
    Exchange.Sent sent = own.sent();
    boolean isKnown = sent.body().isPresent() || ofPage.sent().mimeType().isEmpty();
    Exchange.Response response = own.response();
    return new Exchange(
        own.entry(),
        own.origin(),
        isKnown
            ? sent
            : new Exchange.Sent(sent.headers(), ofPage.sent().mimeType(), ofPage.sent().body()),
        new Exchange.Response(
            response.headers(),
            response.mimeType(),
            response.values().and(ofPage.response().values())));
  }
}
