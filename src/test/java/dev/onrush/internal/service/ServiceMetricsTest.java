package dev.onrush.internal.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.sun.net.httpserver.HttpServer;
import dev.onrush.internal.service.ServiceMetrics.Sources;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServiceMetricsTest {

  private final BlockingQueue<String> asked = new LinkedBlockingQueue<>();
  private final AtomicLong nanos = new AtomicLong(1);
  private HttpServer server;
  private volatile String answer = "";
  private volatile int status = 200;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/metrics",
        exchange -> {
          byte[] body = answer.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
          asked.add(exchange.getRequestURI().getPath());
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  /** Returns the reader of a source, which is open. */
  private ServiceMetrics reading(ServiceSource source) {
    ServiceMetrics metrics =
        new ServiceMetrics(() -> new Sources(List.of(source), List.of()), nanos::get);
    metrics.open();
    return metrics;
  }

  private PrometheusSource metrics(String... names) {
    return new PrometheusSource(
        URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/metrics"),
        Set.of(names),
        name -> name);
  }

  @Test
  void chosen_series_are_read_again_and_again_and_those_of_a_metric_are_added_up()
      throws Exception {
    answer =
        """
        # HELP jvm_memory_used_bytes The amount of used memory
        # TYPE jvm_memory_used_bytes gauge
        jvm_memory_used_bytes{area="heap",id="Eden Space"} 1.0E7
        jvm_memory_used_bytes{area="heap",id="a } \\"b\\", c"} 2500000
        jvm_memory_used_bytes{area="nonheap",id="Metaspace",} 40 1395066363000
        pool_waiting 3
        not_a_number NaN
        """;
    PrometheusSource source =
        metrics("jvm_memory_used_bytes{area=\"heap\"}", "pool_waiting", "not_a_number");
    source.check();
    try (ServiceMetrics metrics = reading(source)) {
      assertThat(metrics.take()).isEqualTo(Reading.NONE);

      metrics.start();
      for (int i = 0; i < 3; i++) { // the reading of the check, and two more
        assertThat(asked.poll(30, TimeUnit.SECONDS)).isEqualTo("/metrics");
      }

      // the second response since the start has been sent, so the first one has been kept
      assertThat(metrics.take().named())
          .isEqualTo(Map.of("jvm_memory_used_bytes{area=\"heap\"}", 1.25e7, "pool_waiting", 3.0));
      assertThat(metrics.notes()).isEmpty();
    }
  }

  /** Counts how often it is closed. */
  private static final class Counted implements ServiceSource {
    private final AtomicInteger closed = new AtomicInteger();

    @Override
    public String name() {
      return "counted";
    }

    @Override
    public Reading read() {
      return Reading.NONE;
    }

    @Override
    public void close() {
      closed.incrementAndGet();
    }
  }

  @Test
  void notes_on_missing_sources_are_told_if_there_is_no_source() {
    ServiceMetrics metrics =
        new ServiceMetrics(() -> new Sources(List.of(), List.of("the process was not found")));
    assertThat(metrics.areAsked()).isFalse();

    metrics.open();

    assertThat(metrics.areAsked()).isTrue();
    assertThat(metrics.notes()).containsExactly("the process was not found");
  }

  @Test
  void sources_that_are_opened_while_the_run_is_ended_are_closed() {
    Counted source = new Counted();
    AtomicReference<ServiceMetrics> own = new AtomicReference<>();
    ServiceMetrics metrics =
        new ServiceMetrics(
            () -> {
              own.get().close();
              return new Sources(List.of(source), List.of());
            });
    own.set(metrics);

    metrics.open();

    assertThat(source.closed).hasValue(1);
  }

  @Test
  void the_service_is_asked_directly_whatever_proxy_the_jvm_has() {
    answer = "pool_waiting 3\n";
    ProxySelector usual = ProxySelector.getDefault();
    // No proxy listens there.
    ProxySelector.setDefault(ProxySelector.of(new InetSocketAddress("127.0.0.1", 1)));
    try {
      metrics("pool_waiting").check();

      assertThat(asked).containsExactly("/metrics");
    } finally {
      ProxySelector.setDefault(usual);
    }
  }

  @Test
  void a_line_in_another_format_is_left_out_and_counted() throws Exception {
    answer =
        """
        # TYPE a counter
        a_total{x="no end} 7
        pool_waiting 3
        pool_used three
        pool_size Nan
        """;
    PrometheusSource source = metrics("pool_waiting");
    source.check();
    try (ServiceMetrics metrics = reading(source)) {
      metrics.start();
      for (int i = 0; i < 3; i++) { // the reading of the check, and two more
        assertThat(asked.poll(30, TimeUnit.SECONDS)).isEqualTo("/metrics");
      }

      assertThat(metrics.take().named()).isEqualTo(Map.of("pool_waiting", 3.0));
      assertThat(metrics.notes())
          .containsExactly("metrics of the service: 2 lines in another format were left out");
    }
  }

  @Test
  void an_error_of_a_source_is_said_in_words_and_the_next_reading_is_tried() throws Exception {
    CountDownLatch again = new CountDownLatch(2);
    ServiceSource source =
        new ServiceSource() {
          @Override
          public String name() {
            return "figures";
          }

          @Override
          public Reading read() {
            again.countDown();
            throw new StackOverflowError();
          }

          @Override
          public void close() {}
        };
    try (ServiceMetrics metrics = reading(source)) {
      metrics.start();

      assertThat(again.await(30, TimeUnit.SECONDS)).isTrue();
      assertThat(metrics.notes())
          .containsExactly("figures could not be read: java.lang.StackOverflowError");
    }
  }

  @Test
  void a_source_that_is_read_more_seldom_than_once_a_second_is_said_to_be_slow() throws Exception {
    CountDownLatch again = new CountDownLatch(2);
    CountDownLatch never = new CountDownLatch(1);
    ServiceSource source =
        new ServiceSource() {
          @Override
          public String name() {
            return "figures";
          }

          @Override
          public Reading read() throws IOException {
            again.countDown();
            try {
              if (again.getCount() == 0) {
                never.await();
              }
            } catch (InterruptedException e) {
              throw new IOException(e);
            }
            return Reading.NONE;
          }

          @Override
          public void close() {}
        };
    try (ServiceMetrics metrics = reading(source)) {
      metrics.start();
      assertThat(again.await(30, TimeUnit.SECONDS)).isTrue();

      nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(2_999)); // a reading is due, and one exists
      assertThat(metrics.notes()).isEmpty();
      nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(1));
      assertThat(metrics.notes()).containsExactly("reading figures was slow: 1 reading in 3 s");
    }
  }

  @Test
  void an_answer_without_an_end_is_given_up() {
    server.removeContext("/metrics");
    server.createContext(
        "/metrics",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          byte[] lines = "a 1\n".repeat(100_000).getBytes(StandardCharsets.UTF_8);
          while (true) { // until the other side has closed
            exchange.getResponseBody().write(lines);
          }
        });

    assertThatIllegalArgumentException()
        .isThrownBy(() -> metrics("a").check())
        .withMessageContaining("/metrics: the response is larger than 32 MB; give their path");
  }

  @Test
  void a_metric_that_is_not_there_is_refused_with_those_that_are() {
    answer = "b 1\na{x=\"y\"} 2\n";

    assertThatIllegalArgumentException()
        .isThrownBy(() -> metrics("pool_waiting").check())
        .withMessageMatching(
            "metric of the service was \"pool_waiting\"; http://127.0.0.1:\\d+/metrics has a, b");
    assertThatIllegalArgumentException().isThrownBy(() -> metrics("a{x=\"z\"}").check());
  }

  @Test
  void an_endpoint_that_is_not_there_is_refused_with_the_setting_that_mends_it() {
    status = 404;

    assertThatIllegalArgumentException()
        .isThrownBy(() -> metrics("a").check())
        .withMessageContaining(
            "/metrics: the status of the response was 404; give their path or" + " address")
        .withMessageContaining("-Donrush.service.metrics=/path");
    status = 200;
    answer = "<html>";
    assertThatIllegalArgumentException()
        .isThrownBy(() -> metrics("a").check())
        .withMessageContaining("the response is not in Prometheus's text format");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"a b", "a{x}", "a{x=y}", "{x=\"y\"}", "1a"})
  void a_name_that_is_none_is_refused(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> metrics(name))
        .withMessageStartingWith("metric of the service was \"" + name + "\"; write its name");
  }

  @Test
  void a_reading_follows_each_second_and_never_at_once_after_a_stop() {
    long second = 1_000_000_000L;

    assertThat(ServiceMetrics.next(0, second / 10)).isEqualTo(second);
    assertThat(ServiceMetrics.next(0, second * 7 / 10)).isEqualTo(second * 12 / 10);
    assertThat(ServiceMetrics.next(0, 3 * second)).isEqualTo(3 * second + second / 2);
  }
}
