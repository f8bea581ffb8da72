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
 * The requests of a recording, of which some are in it twice: one of a page, and the same that its
 * service worker has sent to answer it. A request whose worker's is not in the recording is none of
 * these.
 *
 * @param once all in the order of their times, with the worker's in the place of both
 * @param repeated those of pages that are left out
 */
record WorkerRequests(List<Exchange> once, List<Exchange> repeated) {

  /** Copies. */
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
   * Finds those that are there twice: the worker has sent its own between the request of the page
   * and the answer to it.
   *
   * @param exchanges in the order of their times
   */
  static WorkerRequests of(List<Exchange> exchanges) {
    Map<Address, Deque<Exchange>> sent = new HashMap<>();
    exchanges.stream()
        .filter(each -> each.origin().answeredBy() == Exchange.AnsweredBy.SERVICE)
        .forEach(
            each -> sent.computeIfAbsent(Address.of(each), key -> new ArrayDeque<>()).add(each));
    IdentityHashMap<Exchange, Exchange> ofPages = new IdentityHashMap<>();
    Set<Exchange> repeated = Collections.newSetFromMap(new IdentityHashMap<>());
    for (Exchange each : exchanges) {
      Deque<Exchange> own = sent.getOrDefault(Address.of(each), new ArrayDeque<>());
      if (each.origin().answeredBy() == Exchange.AnsweredBy.WORKER) {
        while (!own.isEmpty() && at(own.element()) < at(each)) {
          own.remove();
        }
        if (!own.isEmpty() && at(own.element()) <= each.entry().time().end()) {
          ofPages.put(own.remove(), each); // it answers no other
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
   * A worker's request with what only that of its page has: a browser may have no body of a worker
   * that streams it, and no text of a response to one that has ended since.
   */
  private static Exchange completed(Exchange own, Exchange ofPage) {
    Exchange.Sent sent = own.sent();
    boolean isKnown = sent.body().isPresent() || ofPage.sent().mimeType().isEmpty();
    Exchange.Answer answer = own.answer();
    return new Exchange(
        own.entry(),
        own.origin(),
        isKnown
            ? sent
            : new Exchange.Sent(sent.headers(), ofPage.sent().mimeType(), ofPage.sent().body()),
        new Exchange.Answer(
            answer.headers(), answer.mimeType(), answer.values().and(ofPage.answer().values())));
  }
}
