package dev.onrush.internal.export;

import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * The destinations of a run's metrics.
 *
 * @param prometheus where a scrape endpoint listens; none by default
 * @param otlp address of a collector that takes OTLP metrics by HTTP; none by default
 * @param interval between two pushes, whole seconds
 * @param headers of each push
 * @param lastScrape how long a run that was scraped waits for one more scrape when it has ended
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

  /** Names of headers only: their values are credentials. */
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
