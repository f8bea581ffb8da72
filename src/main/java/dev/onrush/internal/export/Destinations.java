package dev.onrush.internal.export;

import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * The destinations of a run's metrics.
 *
 * @param prometheus the address that a scrape endpoint listens on; empty by default
 * @param otlp the address of a collector that accepts OTLP metrics over HTTP; empty by default
 * @param interval the time between two pushes, in whole seconds
 * @param headers the headers of each push
 * @param lastScrape how long a run that was scraped waits for one more scrape after its end
 */
public record Destinations(
    Optional<InetSocketAddress> prometheus,
    Optional<URI> otlp,
    Duration interval,
    Map<String, String> headers,
    Duration lastScrape) {

  public Destinations {
    headers = Map.copyOf(headers);
  }

  /** Returns a text with only the names of headers, because their values are credentials. */
  @Override
  public String toString() {
    return "Destinations[prometheus="
        + prometheus
        + ", otlp="
        + otlp
        + ", interval="
        + interval
        + ", headers="
        + headers.keySet()
        + ", lastScrape="
        + lastScrape
        + "]";
  }
}
