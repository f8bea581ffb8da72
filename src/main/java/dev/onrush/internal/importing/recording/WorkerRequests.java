package dev.onrush.internal.importing.recording;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Requests that a service worker sends itself to answer those of its page. */
final class WorkerRequests {

  private WorkerRequests() {}

  private record Address(String method, String scheme, String host, String target) {

    static Address of(Exchange exchange) {
      Exchange.Origin origin = exchange.origin();
      return new Address(
          exchange.entry().method(), origin.scheme(), origin.host(), exchange.entry().target());
    }
  }

  /**
   * Requests of pages that are in a recording twice: the worker that answered them has sent the
   * same request before the answer. One whose worker's request is not in the recording is none.
   *
   * @param exchanges in the order of their times
   */
  static Set<Exchange> repeated(List<Exchange> exchanges) {
    Map<Address, Deque<Long>> sent = new HashMap<>();
    exchanges.stream()
        .filter(each -> each.origin().answeredBy() == Exchange.AnsweredBy.SERVICE)
        .forEach(
            each ->
                sent.computeIfAbsent(Address.of(each), address -> new ArrayDeque<>())
                    .add(each.entry().time().at()));
    Set<Exchange> repeated = Collections.newSetFromMap(new IdentityHashMap<>());
    for (Exchange each : exchanges) {
      Deque<Long> times = sent.getOrDefault(Address.of(each), new ArrayDeque<>());
      if (each.origin().answeredBy() == Exchange.AnsweredBy.WORKER) {
        while (!times.isEmpty() && times.element() < each.entry().time().at()) {
          times.remove();
        }
        if (!times.isEmpty() && times.element() <= each.entry().time().end()) {
          times.remove(); // it answers no other
          repeated.add(each);
        }
      }
    }
    return repeated;
  }
}
