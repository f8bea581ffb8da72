package dev.onrush.internal.export;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The wait for the last scrape, and the end of the endpoint. */
class ScrapeWaitTest {

  private static final Duration HOUR = Duration.ofHours(1);

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final PrometheusEndpoint endpoint =
      new PrometheusEndpoint(
          new InetSocketAddress("127.0.0.1", 0),
          new PrintStream(printed, true, StandardCharsets.UTF_8));

  @AfterEach
  void close() {
    endpoint.close();
  }

  private URI address() {
    return URI.create(printed.toString(StandardCharsets.UTF_8).replaceAll("(?s).*: |\\s", ""));
  }

  private static MetricsSnapshot snapshot(boolean last) {
    return new MetricsSnapshot(Map.of(), Instant.EPOCH, Instant.EPOCH, Map.of(), last);
  }

  @Test
  void a_process_that_is_ended_does_not_wait_for_the_last_scrape() throws Exception {
    endpoint.offer(snapshot(false));
    int status =
        HttpClient.newHttpClient()
            .send(HttpRequest.newBuilder(address()).build(), BodyHandlers.discarding())
            .statusCode();
    assertThat(status).isEqualTo(200);
    // A scrape is counted after its response has been sent.
    while (!endpoint.summary().startsWith("Prometheus: 1 scrape ")) {
      Thread.onSpinWait();
    }
    Thread ending = new Thread(() -> endpoint.end(snapshot(true), Duration.ZERO, HOUR));
    ending.start();

    endpoint.hurry(); // before the wait or during it

    ending.join(TimeUnit.SECONDS.toMillis(60));
    assertThat(ending.isAlive()).isFalse();
    assertThat(endpoint.summary()).endsWith(", none of them after the end");
  }

  @Test
  void a_scrape_that_closing_cuts_off_is_not_one_that_could_not_be_answered() throws Exception {
    // more than the buffers of a connection hold
    Point large = new Point(Map.of("simulation", "x".repeat(32 << 20)), new Point.Amount(1));
    endpoint.offer(
        new MetricsSnapshot(
            Map.of(),
            Instant.EPOCH,
            Instant.EPOCH,
            Map.of(ExportedMetric.RUN, List.of(large)),
            false));
    try (Socket reader = new Socket("127.0.0.1", address().getPort())) {
      reader.getOutputStream().write("GET /metrics HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(US_ASCII));
      assertThat(reader.getInputStream().read()).isEqualTo('H');
      List<Thread> answering =
          Thread.getAllStackTraces().keySet().stream()
              .filter(thread -> thread.getName().startsWith("onrush-metrics-endpoint-"))
              .toList();

      endpoint.close();

      for (Thread thread : answering) {
        thread.join(TimeUnit.SECONDS.toMillis(60));
        assertThat(thread.isAlive()).isFalse();
      }
      assertThat(endpoint.summary()).startsWith("Prometheus: 0 scrapes of ").endsWith("/metrics");
      assertThat(endpoint.missed()).isZero();
    }
  }
}
