package dev.onrush.internal.export;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
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

  private static final int LARGE = 32 << 20;

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final PrometheusEndpoint endpoint =
      new PrometheusEndpoint(
          new InetSocketAddress("127.0.0.1", 0),
          new PrintStream(printed, true, StandardCharsets.UTF_8),
          HOUR);

  @AfterEach
  void close() {
    endpoint.hurry();
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
    endpoint.offer(snapshot(true));
    Thread ending = new Thread(() -> endpoint.awaitScrape(HOUR));
    ending.start();

    endpoint.hurry(); // before the wait or during it

    ending.join(TimeUnit.SECONDS.toMillis(60));
    assertThat(ending.isAlive()).isFalse();
    assertThat(endpoint.summary()).endsWith(", none of them after the end");
  }

  /** Offers metrics that are more than the buffers of a connection hold. */
  private void offerMuch() {
    Point large = new Point(Map.of("simulation", "x".repeat(LARGE)), new Point.Amount(1));
    endpoint.offer(
        new MetricsSnapshot(
            Map.of(),
            Instant.EPOCH,
            Instant.EPOCH,
            Map.of(ExportedMetric.RUN, List.of(large)),
            false));
  }

  private static void ask(Socket reader) throws IOException {
    reader
        .getOutputStream()
        .write("GET /metrics HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n".getBytes(US_ASCII));
    assertThat(reader.getInputStream().read()).isEqualTo('H');
  }

  @Test
  void a_scrape_that_is_being_read_when_the_run_ends_is_completed() throws Exception {
    offerMuch();
    try (Socket reader = new Socket("127.0.0.1", address().getPort())) {
      ask(reader);
      Thread closing = new Thread(endpoint::close);
      closing.start();
      while (closing.getState() != Thread.State.TIMED_WAITING) { // it waits for the scrape
        assertThat(closing.isAlive()).isTrue();
        Thread.onSpinWait();
      }

      assertThat(reader.getInputStream().readAllBytes()).hasSizeGreaterThan(LARGE);

      closing.join();
      assertThat(endpoint.summary()).startsWith("Prometheus: 1 scrape of ");
    }
  }

  @Test
  void a_scrape_that_closing_cuts_off_is_not_one_that_could_not_be_answered() throws Exception {
    offerMuch();
    try (Socket reader = new Socket("127.0.0.1", address().getPort())) {
      ask(reader);
      List<Thread> answering =
          Thread.getAllStackTraces().keySet().stream()
              .filter(thread -> thread.getName().startsWith("onrush-metrics-endpoint-"))
              .toList();

      endpoint.hurry();
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
