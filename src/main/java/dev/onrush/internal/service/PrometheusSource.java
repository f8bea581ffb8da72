package dev.onrush.internal.service;

import dev.onrush.internal.text.NameList;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;

/** Reads the service's metrics endpoint in Prometheus's text format. */
public final class PrometheusSource implements ServiceSource {

  /**
   * The time limit for connecting and for a response. A service under load may answer late, and a
   * late answer still describes the moment at which the service gives it.
   */
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private static final int NAMES_SHOWN = 20;

  /** The largest response in MB. An address that sends endlessly is not a metrics endpoint. */
  private static final int LARGEST = 32;

  private final URI address;
  private final Map<String, Selector> selectors = new LinkedHashMap<>();
  private final UnaryOperator<String> masked;

  /**
   * Connects directly, even if the JVM has a proxy. A proxy of the plan is for its requests only.
   */
  private final HttpClient client =
      HttpClient.newBuilder().connectTimeout(TIMEOUT).proxy(HttpClient.Builder.NO_PROXY).build();

  private final SeriesValues values = new SeriesValues();

  /**
   * Creates the source without reading it.
   *
   * @param address the address of the endpoint
   * @param metrics the names of metrics, with labels if needed: {@code
   *     jvm_memory_used_bytes{area="heap"}}
   * @param masked hides secrets in a name or a label before readings are stored under it
   * @throws IllegalArgumentException if a metric is not a valid selector
   */
  public PrometheusSource(URI address, Set<String> metrics, UnaryOperator<String> masked) {
    this.address = address;
    this.masked = masked;
    metrics.forEach(metric -> selectors.put(masked.apply(metric), Selector.parse(metric)));
  }

  @Override
  public String name() {
    return "metrics of the service";
  }

  /**
   * Reads the endpoint once, to find mistakes before any load is sent.
   *
   * @throws IllegalArgumentException if the endpoint does not answer, or lacks one of the metrics
   */
  public void check() {
    List<PrometheusSample> all;
    try {
      all = answer().samples();
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "cannot read metrics of the service from "
              + address
              + ": "
              + e.getMessage()
              + "; give their path or address, as in -Donrush.service.metrics=/path",
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

  /** Whether there is an endpoint with metrics. */
  public boolean answers() {
    try {
      return !answer().samples().isEmpty();
    } catch (IOException e) {
      return false;
    }
  }

  private static String known(List<PrometheusSample> all) {
    TreeSet<String> names = new TreeSet<>();
    all.forEach(series -> names.add(series.metric()));
    return names.isEmpty() ? "none" : NameList.of(List.copyOf(names), NAMES_SHOWN);
  }

  @Override
  public Reading read() throws IOException {
    PrometheusText text = answer();
    Map<String, Double> series = new HashMap<>();
    values
        .next(text, System.nanoTime())
        .forEach((expression, value) -> series.put(masked.apply(expression), value));
    return new Reading(selected(text.samples()), series, values.leftOut(), text.malformed());
  }

  private Map<String, Double> selected(List<PrometheusSample> all) {
    Map<String, Double> found = new HashMap<>();
    selectors.forEach(
        (metric, selector) ->
            all.stream()
                .filter(selector::matches)
                .mapToDouble(PrometheusSample::value)
                .filter(Double::isFinite)
                .reduce(Double::sum)
                .ifPresent(sum -> found.put(metric, sum)));
    return found;
  }

  private PrometheusText answer() throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(address).timeout(TIMEOUT).header("Accept", "text/plain").build();
    CompletableFuture<HttpResponse<Optional<String>>> asked =
        client.sendAsync(request, response -> BoundedText.of(response, LARGEST * 1_000_000L));
    HttpResponse<Optional<String>> response;
    try {
      response = asked.get(2 * TIMEOUT.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      asked.cancel(true);
      Thread.currentThread().interrupt();
      throw new IOException("reading was interrupted", e);
    } catch (TimeoutException e) {
      asked.cancel(true); // the response began, but did not end
      throw new IOException("no response (" + e + ")", e);
    } catch (ExecutionException e) {
      throw new IOException("no response (" + e.getCause() + ")", e.getCause());
    }
    if (response.statusCode() != 200) {
      throw new IOException("the status of the response was " + response.statusCode());
    }
    return PrometheusText.parse(
        response
            .body()
            .orElseThrow(() -> new IOException("the response is larger than " + LARGEST + " MB")));
  }

  @Override
  public void close() {}
}
