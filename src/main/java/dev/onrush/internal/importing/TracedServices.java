package dev.onrush.internal.importing;

import dev.onrush.internal.importing.log.LogEntry;
import dev.onrush.internal.text.Printable;
import dev.onrush.units.Quantity;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Decides which requests of traces are kept, by the services that receive them. A request to a
 * service that other services call is not a request of a user. So the requests of the named
 * services are kept, or of the only service.
 */
final class TracedServices {

  private final List<String> named;
  private final Map<String, Long> requests = new TreeMap<>();

  /**
   * Creates a counter of requests, by service.
   *
   * @param named the services whose requests are kept; if the list is empty, there may be only one
   *     service
   */
  TracedServices(List<String> named) {
    this.named = named;
  }

  /** Counts a request, and returns whether it is kept. */
  boolean keeps(LogEntry entry) {
    String service = entry.sender().service();
    requests.merge(service, 1L, Long::sum);
    return named.isEmpty() || named.contains(service);
  }

  /**
   * Checks that the services whose requests are kept are known. Call it after all requests have
   * been counted.
   *
   * @throws IllegalArgumentException if there are several services and none is named, or if a named
   *     service has no request
   */
  void check() {
    for (String name : named) {
      if (!requests.containsKey(name)) {
        throw new IllegalArgumentException(
            "--service was "
                + name
                + ", to which there is no request; there are requests "
                + all());
      }
    }
    if (named.isEmpty() && requests.size() > 1) {
      throw new IllegalArgumentException(
          "there are requests "
              + all()
              + "; requests between services are not requests of users: name the service that users"
              + " call with --service NAME");
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
