package dev.onrush.internal.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The wait for the last scrape. */
class ScrapeWaitTest {

  private static final Duration HOUR = Duration.ofHours(1);

  private static MetricsSnapshot snapshot(boolean last) {
    return new MetricsSnapshot(Map.of(), Instant.EPOCH, Instant.EPOCH, Map.of(), last);
  }

  @Test
  void a_process_that_is_ended_does_not_wait_for_the_last_scrape() throws Exception {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
    PrometheusEndpoint endpoint =
        new PrometheusEndpoint(new InetSocketAddress("127.0.0.1", 0), out);
    try {
      String address = printed.toString(StandardCharsets.UTF_8).replaceAll("(?s).*: |\\s", "");
      endpoint.offer(snapshot(false));
      int status =
          HttpClient.newHttpClient()
              .send(HttpRequest.newBuilder(URI.create(address)).build(), BodyHandlers.discarding())
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
    } finally {
      endpoint.close();
    }
  }
}
