package dev.onrush.internal.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrometheusAddressTest {

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  private PrometheusEndpoint endpoint(InetSocketAddress listen) {
    return new PrometheusEndpoint(listen, new PrintStream(printed, true, StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, 127.0.0.1",
    "localhost, localhost",
    "::1, [::1]",
    "[::1], [::1]",
    "0.0.0.0, 127.0.0.1",
    "::, 127.0.0.1"
  })
  void the_printed_address_can_be_scraped(String listen, String host) throws Exception {
    PrometheusEndpoint endpoint = endpoint(new InetSocketAddress(listen, 0));
    try {
      String text = printed.toString(StandardCharsets.UTF_8).strip();

      assertThat(text).startsWith("Metrics for Prometheus: http://" + host + ":");
      URI address = URI.create(text.substring("Metrics for Prometheus: ".length()));
      HttpRequest request = HttpRequest.newBuilder(address).build();
      assertThat(HttpClient.newHttpClient().send(request, BodyHandlers.discarding()).statusCode())
          .isEqualTo(200);
    } finally {
      endpoint.close();
    }
  }

  /** 2001:db8::/32 is for documentation: no machine has such an address. */
  @Test
  void an_address_that_cannot_be_listened_on_is_named_as_it_is_written_and_leaves_no_thread()
      throws InterruptedException {
    Set<Thread> before = threads();

    assertThatThrownBy(() -> endpoint(new InetSocketAddress("2001:db8:0:0:0:0:0:5", 9464)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("metrics for Prometheus cannot be served at [2001:db8::5]:9464 (");

    Set<Thread> left = threads();
    left.removeAll(before);
    for (Thread thread : left) {
      thread.join(TimeUnit.SECONDS.toMillis(60));
      assertThat(thread.isAlive()).isFalse();
    }
  }

  private static Set<Thread> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("onrush-metrics-endpoint-"))
        .collect(Collectors.toSet());
  }
}
