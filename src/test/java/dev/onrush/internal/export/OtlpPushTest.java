package dev.onrush.internal.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OtlpPushTest {

  private static final Logger EXPORTERS = Logger.getLogger("io.opentelemetry.exporter");
  private static final Logger ROOT = Logger.getLogger("");
  private static final Instant STARTED = Instant.ofEpochSecond(1_700_000_000);
  private static final Duration LONG_ENOUGH = Duration.ofSeconds(30);

  private final List<String> printed = new CopyOnWriteArrayList<>();
  private final Handler console =
      new Handler() {
        @Override
        public void publish(LogRecord entry) {
          if (String.valueOf(entry.getLoggerName()).startsWith(EXPORTERS.getName())) {
            printed.add(entry.getMessage());
          }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          exchange.sendResponseHeaders(503, -1);
          exchange.close();
        });
    server.start();
    ROOT.addHandler(console);
  }

  @AfterEach
  void stop() {
    ROOT.removeHandler(console);
    server.stop(0);
  }

  private OtlpPush push() {
    return patient("127.0.0.1:" + server.getAddress().getPort(), "/v1/metrics");
  }

  /** Returns a push each second with a time-out that is longer than any test here. */
  private static OtlpPush patient(String collector, String path) {
    return new OtlpPush(
        URI.create("http://" + collector + path),
        Map.of(),
        text -> text,
        new OtlpPush.Timing(Duration.ofSeconds(1), Duration.ofMinutes(2), System::nanoTime));
  }

  private static MetricsSnapshot last() {
    return snapshot(STARTED, true);
  }

  private static MetricsSnapshot snapshot(Instant at, boolean last) {
    return new MetricsSnapshot(
        Map.of("folder", "x"),
        STARTED,
        at,
        Map.of(ExportedMetric.ELAPSED, List.of(new Point(Map.of(), new Point.Amount(1)))),
        last);
  }

  @Test
  void a_collector_is_pushed_to_through_a_proxy_of_the_jvm() {
    ProxySelector usual = ProxySelector.getDefault();
    ProxySelector.setDefault(ProxySelector.of(server.getAddress()));
    try {
      OtlpPush push = patient("collector.invalid", "/v1/metrics");

      push.offer(last());
      push.end(TimeLimit.of(LONG_ENOUGH));
      push.close();

      assertThat(push.summary()).endsWith("the first with status 503");
    } finally {
      ProxySelector.setDefault(usual);
    }
  }

  @Test
  void the_status_of_a_refused_push_is_in_the_summary_and_not_in_the_log() {
    OtlpPush push = push();

    push.offer(last());
    push.end(TimeLimit.of(LONG_ENOUGH));

    assertThat(push.summary())
        .isEqualTo(
            "OTLP: 0 of 1 push to http://127.0.0.1:"
                + server.getAddress().getPort()
                + "/v1/metrics arrived, none after the end; 1 failed, the first with status 503");
    push.close();
    assertThat(printed).isEmpty();
  }

  @Test
  void a_clock_that_is_set_back_does_not_end_the_pushes() {
    AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_500_000_000L); // and overflows
    OtlpPush push =
        new OtlpPush(
            URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/"),
            Map.of(),
            text -> text,
            new OtlpPush.Timing(Duration.ofSeconds(2), LONG_ENOUGH, nanos::get));

    // Each second; at the third second, the machine's clock is set back by an hour.
    for (int second = 0; second < 6; second++) {
      Instant at = STARTED.plusSeconds(second < 3 ? second : second - 3_600);
      push.offer(snapshot(at, false));
      nanos.addAndGet(1_000_000_000);
    }
    push.offer(last());
    push.end(TimeLimit.of(LONG_ENOUGH));

    assertThat(push.summary()).startsWith("OTLP: 0 of 4 pushes "); // at 0, 2 and 4 s, and the last
    push.close();
  }

  @Test
  void the_exporters_log_is_as_before_when_the_last_push_has_closed() {
    OtlpPush one = push();
    OtlpPush other = push();

    one.close();
    one.close();
    assertThat(EXPORTERS.getUseParentHandlers()).isFalse();
    other.close();

    assertThat(EXPORTERS.getUseParentHandlers()).isTrue();
    EXPORTERS.warning("of a user's own exporter");
    assertThat(printed).containsExactly("of a user's own exporter");
    assertThat(EXPORTERS.getHandlers()).isEmpty();
  }

  @Test
  void a_push_without_an_answer_keeps_the_log_silent_until_it_has_failed() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      silent.setSoTimeout((int) LONG_ENOUGH.toMillis());
      OtlpPush push = patient("127.0.0.1:" + silent.getLocalPort(), "/");
      push.offer(snapshot(STARTED, false));
      try (Socket unused = silent.accept()) { // the push is in progress
        push.offer(last());
        push.end(TimeLimit.of(Duration.ofMillis(200)));
        push.close();
        assertThat(push.missed()).isEqualTo(2); // this push, and the last one, which waits for it
        assertThat(EXPORTERS.getUseParentHandlers()).isFalse();
      }
    }

    // The connection has ended, so the push has failed or fails now.
    long deadline = System.nanoTime() + LONG_ENOUGH.toNanos();
    while (!EXPORTERS.getUseParentHandlers() && System.nanoTime() < deadline) {
      Thread.sleep(10);
    }
    assertThat(EXPORTERS.getUseParentHandlers()).isTrue();
    assertThat(printed).isEmpty();
  }
}
