package dev.onrush.internal.importing;

import dev.onrush.internal.importing.log.LogEntry;
import dev.onrush.internal.text.Printable;
import dev.onrush.units.Quantity;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The services whose requests traces have. Those to a service that others call are no requests of
 * users: only those to one service are kept, or to those that are named.
 */
final class TracedServices {

  private final List<String> named;
  private final Map<String, Long> requests = new TreeMap<>();

  /**
   * No request is counted yet.
   *
   * @param named whose requests are kept; if none is, there may be one service only
   */
  TracedServices(List<String> named) {
    this.named = named;
  }

  /** Counts a request; whether it is kept. */
  boolean keeps(LogEntry entry) {
    String service = entry.sender().service();
    requests.merge(service, 1L, Long::sum);
    return named.isEmpty() || named.contains(service);
  }

  /**
   * Checks that it is known whose requests are kept; to be called when all are counted.
   *
   * @throws IllegalArgumentException if there are several services and none is named, or one that
   *     is named has no request
   */
  void check() {
    for (String name : named) {
      if (!requests.containsKey(name)) {
        throw new IllegalArgumentException(
            "--service was " + name + ", to which there is no request; there are those " + all());
      }
    }
    if (named.isEmpty() && requests.size() > 1) {
      throw new IllegalArgumentException(
          "there are requests "
              + all()
              + "; those that one service sends to another are no requests of users: name the service"
              + " that users call with --service NAME");
    }
  }

  private String all() {
    return requests.entrySet().stream()
        .map(
            service ->
                (service.getKey().isEmpty()
                        ? "to a service without a name"
                        : "to " + Printable.line(service.getKey()))
                    + " ("
                    + Quantity.count(service.getValue())
                    + ")")
        .collect(Collectors.joining(", "));
  }
}
