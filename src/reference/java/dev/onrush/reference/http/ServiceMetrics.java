package dev.onrush.reference.http;

import com.zaxxer.hikari.metrics.MetricsTrackerFactory;
import com.zaxxer.hikari.metrics.micrometer.MicrometerMetricsTrackerFactory;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.logging.LogbackMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The metrics of the service itself, in the text format of Prometheus. */
public final class ServiceMetrics {

  private static final Duration[] BUCKETS =
      Stream.of(1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000)
          .map(Duration::ofMillis)
          .toArray(Duration[]::new);

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final ConcurrentMap<Key, Timer> requests = new ConcurrentHashMap<>();

  private record Key(String method, String route, int status) {}

  @SuppressWarnings("resource") // lives as long as the process
  public ServiceMetrics() {
    new JvmMemoryMetrics().bindTo(registry);
    new JvmGcMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new LogbackMetrics().bindTo(registry);
  }

  /** Adds a gauge whose value is looked up each time the metrics are read. */
  public void gauge(String name, String description, Supplier<Number> figure) {
    Gauge.builder(name, figure).description(description).register(registry);
  }

  /** Returns the metrics of the connection pool: active, idle, pending and maximum connections. */
  public MetricsTrackerFactory pool() {
    return new MicrometerMetricsTrackerFactory(registry);
  }

  void request(String method, String route, int status, long nanos) {
    requests
        .computeIfAbsent(new Key(method, route, status), this::timer)
        .record(nanos, TimeUnit.NANOSECONDS);
  }

  private Timer timer(Key key) {
    return Timer.builder("http.server.requests")
        .description("Requests answered, by the time from their arrival to the end of the answer")
        .tag("method", key.method)
        .tag("route", key.route)
        .tag("status", String.valueOf(key.status))
        .serviceLevelObjectives(BUCKETS)
        .register(registry);
  }

  /** Returns all metrics as they are now. */
  public Response text() {
    return Response.ok(
        new Response.Text("text/plain; version=0.0.4; charset=utf-8", registry.scrape()));
  }
}
