package dev.onrush.internal.service;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads some metrics of the service once a second, while a run goes on. */
public final class ServiceMetrics implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ServiceMetrics.class);
  private static final Duration PERIOD = Duration.ofSeconds(1);

  /** A service under load may answer late; what it says then is still true of that moment. */
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private static final int NAMES_SHOWN = 20;

  private final URI address;
  private final Map<String, Selector> selectors = new LinkedHashMap<>();
  private final HttpClient client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
  private final AtomicReference<Map<String, Double>> latest = new AtomicReference<>(Map.of());
  private final Thread thread = new Thread(this::watch, "onrush-service-metrics");
  private volatile boolean closed;
  private volatile String trouble = "";

  /**
   * Nothing is read yet.
   *
   * @param address of the endpoint
   * @param metrics names, each with labels if need be: {@code jvm_memory_used_bytes{area="heap"}}
   * @param masked hides secrets in a name before readings are kept under it
   * @throws IllegalArgumentException if a metric cannot be read
   */
  public ServiceMetrics(URI address, Set<String> metrics, UnaryOperator<String> masked) {
    this.address = address;
    metrics.forEach(metric -> selectors.put(masked.apply(metric), Selector.parse(metric)));
    thread.setDaemon(true);
  }

  /**
   * Reads once, to find mistakes before anything is sent.
   *
   * @throws IllegalArgumentException if the endpoint does not answer, or has no such metric
   */
  public void check() {
    List<PrometheusSample> all;
    try {
      all = read();
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "metrics of the service were to be read from "
              + address
              + ", but "
              + e.getMessage()
              + "; say where they are with -Donrush.service.metrics=/path, or an address",
          e);
    }
    selectors.forEach(
        (metric, selector) -> {
          if (all.stream().noneMatch(selector::matches)) {
            throw new IllegalArgumentException(
                "metric of the service was \"" + metric + "\"; " + address + " has " + known(all));
          }
        });
  }

  private static String known(List<PrometheusSample> all) {
    TreeSet<String> names = new TreeSet<>();
    all.forEach(series -> names.add(series.metric()));
    List<String> shown = names.stream().limit(NAMES_SHOWN).toList();
    return shown.isEmpty()
        ? "none"
        : String.join(", ", shown)
            + (names.size() > NAMES_SHOWN ? " and " + (names.size() - NAMES_SHOWN) + " more" : "");
  }

  /** Begins to read. */
  public void start() {
    thread.start();
  }

  /** What was read since the last call, by metric; empty if nothing was. */
  public Map<String, Double> take() {
    return latest.getAndSet(Map.of());
  }

  /** Why the latest reading failed; empty if it did not. */
  public Optional<String> trouble() {
    return Optional.of(trouble).filter(t -> !t.isEmpty());
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
  }

  private void watch() {
    long due = System.nanoTime();
    while (!closed) {
      try {
        latest.set(selected(read()));
        trouble = "";
      } catch (IOException | RuntimeException e) {
        if (!closed && trouble.isEmpty()) {
          trouble = "metrics of the service could not be read: " + e.getMessage();
          LOG.warn("{}", trouble);
        }
      }
      due = Math.max(due + PERIOD.toNanos(), System.nanoTime());
      try {
        Thread.sleep(Math.max(1, (due - System.nanoTime()) / 1_000_000));
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private Map<String, Double> selected(List<PrometheusSample> all) {
    Map<String, Double> values = new HashMap<>();
    selectors.forEach(
        (metric, selector) ->
            all.stream()
                .filter(selector::matches)
                .mapToDouble(PrometheusSample::value)
                .filter(Double::isFinite)
                .reduce(Double::sum)
                .ifPresent(sum -> values.put(metric, sum)));
    return values;
  }

  private List<PrometheusSample> read() throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(address).timeout(TIMEOUT).header("Accept", "text/plain").build();
    HttpResponse<String> response;
    try {
      response = client.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("reading was interrupted", e);
    } catch (IOException e) {
      throw new IOException("nothing answered there (" + e + ")", e);
    }
    if (response.statusCode() != 200) {
      throw new IOException("the answer was status " + response.statusCode());
    }
    List<PrometheusSample> all = new ArrayList<>();
    for (String line : response.body().lines().toList()) {
      if (!line.isBlank() && !line.startsWith("#")) {
        try {
          all.add(PrometheusSample.parse(line.strip()));
        } catch (IllegalArgumentException e) {
          throw new IOException(
              "the answer is not in Prometheus's text format: " + e.getMessage(), e);
        }
      }
    }
    return all;
  }
}
