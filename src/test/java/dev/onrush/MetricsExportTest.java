package dev.onrush;

import static dev.onrush.dsl.OnrushDsl.*;
import static io.gatling.javaapi.core.CoreDsl.*;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.onrush.dsl.RateMetric;
import dev.onrush.dsl.Trend;
import dev.onrush.internal.run.record.RunRecord;
import dev.onrush.plan.LoadPlan;
import dev.onrush.result.Verdict;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.ExponentialHistogramDataPoint;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.hawkular.agent.prometheus.text.TextPrometheusMetricsProcessor;
import org.hawkular.agent.prometheus.types.Counter;
import org.hawkular.agent.prometheus.types.Gauge;
import org.hawkular.agent.prometheus.types.Histogram;
import org.hawkular.agent.prometheus.types.Metric;
import org.hawkular.agent.prometheus.types.MetricFamily;
import org.hawkular.agent.prometheus.walkers.CollectorPrometheusMetricsWalker;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The exported data of a run agrees with its result, and no collector can affect the run. */
@Tag("load")
@Tag("long")
class MetricsExportTest {

  private static final String HOSTILE = "Say \"hi\" {a=\"b\"}, \\ ü";
  private static final Trend BASKET = trend("basket size");
  private static final RateMetric FULL = rate("full");

  @TempDir Path reports;

  private final CountingServer server = new CountingServer();

  @AfterEach
  void close() {
    server.close();
  }

  private RunSettings settings(Map<String, String> export) {
    return WithSettings.load(export)
        .withTarget(URI.create(server.uri()))
        .withReports(reports)
        .withSeed(42);
  }

  private static LoadPlan plan() {
    return loadPlan("Exported")
        .users(
            userClass("A")
                .weight(2)
                .thinkTime(constant(ofMillis(20)))
                .task(3, HOSTILE, get("/ask"))
                .task(1, "Slow", group("Checkout").on(get("/delay").toChainBuilder()))
                .task(1, "Buy", get("/buy"), BASKET.record(s -> 2.5), FULL.record(s -> true)),
            userClass("B").thinkTime(constant(ofMillis(50))).task("Fail", get("/fail")))
        .profile(concurrentUsers().rampTo(9, ofSeconds(1)).hold(9, ofSeconds(2)))
        .thresholds(
            p95().below(ofSeconds(30)),
            errorRate().between(ofPercent(0), ofPercent(99)),
            errorRate().below(ofPercent(1)).warning());
  }

  @Test
  void a_scrape_and_a_push_after_the_end_say_what_the_result_says() throws Exception {
    int port = freePort();
    RunRecord result;
    Scraper scraper = new Scraper(URI.create("http://127.0.0.1:" + port + "/metrics"));
    try (Collector collector = new Collector()) {
      scraper.start();
      result =
          Runs.run(
              plan(),
              settings(
                  Map.of(
                      "onrush.export.prometheus", String.valueOf(port),
                      "onrush.export.otlp", collector.uri(),
                      "onrush.export.headers.Authorization", "Bearer not-to-be-seen")));
      scraper.awaitEnd();

      assertThat(result.verdict()).as(result.reason()).isEqualTo(Verdict.PASS);
      // On a busy machine a push may be skipped; the push after the end contains all data.
      assertThat(result.notes())
          .allMatch(
              note -> note.matches("\\d of \\d push(es)? of metrics .*; \\d (was|were) skipped.*"));
      JsonNode json = json();
      agrees(new Page(scraper.last), json);
      agrees(collector, json);
      assertThat(collector.authorizations()).containsOnly("Bearer not-to-be-seen");
      assertThat(collector.pushes()).hasSizeGreaterThan(1);
    }
    assertThat(dashboardsMetrics()).isSubsetOf(new Page(scraper.last).names());
    try (Stream<Path> files = Files.walk(reports)) {
      assertThat(files.filter(Files::isRegularFile))
          .isNotEmpty()
          .allSatisfy(f -> assertThat(Files.readString(f)).doesNotContain("not-to-be-seen"));
    }
  }

  private static void agrees(Page page, JsonNode json) {
    Map<Map<String, String>, Long> requests = new LinkedHashMap<>();
    Map<Map<String, String>, Long> codes = new LinkedHashMap<>();
    for (JsonNode series : series(json)) {
      Map<String, String> labels = labels(series);
      switch (series.get("kind").asText()) {
        case "REQUEST" -> {
          requests.put(labels, series.get("requests").asLong());
          long sum = series.get("sum").asLong();
          Histogram times = (Histogram) page.of("onrush_response_time_seconds", labels);
          assertThat(times.getSampleCount()).isEqualTo(series.get("requests").asLong());
          assertThat(times.getSampleSum()).isEqualTo(sum / 1e6);
          series
              .path("codes")
              .properties()
              .forEach(
                  code -> {
                    Map<String, String> coded = new TreeMap<>(labels);
                    coded.remove("outcome");
                    coded.put("code", code.getKey());
                    codes.merge(coded, code.getValue().asLong(), Long::sum);
                  });
        }
        case "GROUP" -> {
          Histogram times = (Histogram) page.of("onrush_group_time_seconds", labels);
          assertThat(times.getSampleCount()).isEqualTo(series.get("requests").asLong());
        }
        case "METRIC" -> {
          Histogram values = (Histogram) page.of("onrush_custom", labels);
          assertThat(values.getSampleCount()).isEqualTo(series.get("requests").asLong());
          assertThat(values.getSampleSum()).isEqualTo(series.get("sum").asLong() / 1e3);
        }
        default -> {
          // arrivals and event loops belong to the generator
        }
      }
    }
    assertThat(requests).hasSizeGreaterThan(4);
    assertThat(page.counters("onrush_requests_total")).isEqualTo(requests);
    assertThat(page.counters("onrush_responses_total")).isEqualTo(codes);
    assertThat(
            page.counters("onrush_failures_total").values().stream()
                .mapToLong(Long::longValue)
                .sum())
        .isEqualTo(json.at("/all/failures").asLong())
        .isPositive();
    json.get("users")
        .properties()
        .forEach(
            users ->
                assertThat(
                        page.counters("onrush_users_started_total")
                            .get(Map.of("user_class", users.getKey())))
                    .isEqualTo(users.getValue().get("started").asLong()));
    for (JsonNode threshold : json.get("thresholds")) {
      Map<String, String> labels =
          Map.of(
              "threshold",
              threshold.get("name").asText() + " " + threshold.get("target").asText(),
              "severity",
              threshold.get("severity").asText().toLowerCase(java.util.Locale.ROOT));
      assertThat(page.gauge("onrush_threshold_actual", labels))
          .isEqualTo(threshold.get("actual").asDouble());
      for (Verdict verdict : Verdict.values()) {
        Map<String, String> of = new TreeMap<>(labels);
        of.put("verdict", verdict.name());
        assertThat(page.gauge("onrush_threshold_verdict", of))
            .isEqualTo(verdict.name().equals(threshold.get("verdict").asText()) ? 1 : 0);
      }
    }
    assertThat(page.gauge("onrush_threshold_bound", Map.of("unit", "ms", "sign", "<")))
        .isEqualTo(30_000);
    assertThat(page.gauge("onrush_verdict", Map.of("verdict", "PASS"))).isEqualTo(1);
    assertThat(page.gauge("onrush_verdict", Map.of("verdict", "RUNNING"))).isEqualTo(0);
  }

  /**
   * The series of a result. Failures that may be due to a burst are separate there, but not in
   * exports.
   */
  private static List<ObjectNode> series(JsonNode json) {
    Map<List<String>, ObjectNode> all = new LinkedHashMap<>();
    for (JsonNode one : json.get("series")) {
      List<String> key =
          Stream.of("kind", "userClass", "name", "phase", "outcome")
              .map(name -> one.get(name).asText())
              .toList();
      all.merge(key, one.deepCopy(), MetricsExportTest::sum);
    }
    return List.copyOf(all.values());
  }

  private static ObjectNode sum(ObjectNode one, ObjectNode other) {
    for (String name : List.of("requests", "sum")) {
      one.put(name, one.get(name).asLong() + other.get(name).asLong());
    }
    one.put("max", Math.max(one.get("max").asLong(), other.get("max").asLong()));
    ObjectNode codes = one.withObjectProperty("codes");
    other
        .path("codes")
        .properties()
        .forEach(
            code ->
                codes.put(
                    code.getKey(), codes.path(code.getKey()).asLong() + code.getValue().asLong()));
    return one;
  }

  private static void agrees(Collector collector, JsonNode json) {
    var requests = collector.metric("onrush.requests").getSum();
    assertThat(requests.getIsMonotonic()).isTrue();
    assertThat(requests.getAggregationTemporality())
        .isEqualTo(AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE);
    Map<Map<String, String>, Long> pushed = new LinkedHashMap<>();
    requests
        .getDataPointsList()
        .forEach(p -> pushed.put(Collector.attributes(p.getAttributesList()), p.getAsInt()));
    var response = collector.metric("onrush.response_time");
    assertThat(response.getUnit()).isEqualTo("s");
    Map<Map<String, String>, ExponentialHistogramDataPoint> times = new LinkedHashMap<>();
    response
        .getExponentialHistogram()
        .getDataPointsList()
        .forEach(p -> times.put(Collector.attributes(p.getAttributesList()), p));
    Map<Map<String, String>, Long> expected = new LinkedHashMap<>();
    for (JsonNode series : series(json)) {
      if (series.get("kind").asText().equals("REQUEST")) {
        long count = series.get("requests").asLong();
        expected.put(labels(series), count);
        ExponentialHistogramDataPoint point = times.get(labels(series));
        assertThat(point.getCount()).isEqualTo(count);
        // the difference is in the last digit of a double
        assertThat(point.getSum()).isCloseTo(series.get("sum").asLong() / 1e6, within(1e-9));
        assertThat(point.getMax()).isCloseTo(series.get("max").asLong() / 1e6, within(1e-9));
        assertThat(
                point.getZeroCount()
                    + point.getPositive().getBucketCountsList().stream()
                        .mapToLong(Long::longValue)
                        .sum())
            .isEqualTo(count);
      }
    }
    assertThat(pushed).isEqualTo(expected);
    assertThat(
            Collector.attributes(
                collector.last().getResourceMetrics(0).getResource().getAttributesList()))
        .containsEntry("service.name", "onrush")
        .containsEntry("onrush.simulation", "Exported");
    assertThat(
            collector.metric("onrush.verdict").getGauge().getDataPointsList().stream()
                .filter(p -> p.getAsDouble() == 1)
                .map(p -> Collector.attributes(p.getAttributesList())))
        .containsExactly(Map.of("verdict", "PASS"));
  }

  private static Map<String, String> labels(JsonNode series) {
    String name =
        switch (series.get("kind").asText()) {
          case "GROUP" -> "group";
          case "METRIC" -> "metric";
          default -> "request";
        };
    Map<String, String> labels = new TreeMap<>();
    labels.put(name, series.get("name").asText());
    labels.put("user_class", series.get("userClass").asText());
    labels.put("phase", series.get("phase").asText());
    labels.put("outcome", series.get("outcome").asText().toLowerCase(java.util.Locale.ROOT));
    return labels;
  }

  @Test
  void a_collector_that_is_not_there_is_told_of_and_changes_no_count() throws IOException {
    RunRecord result =
        Runs.run(
            plan(),
            settings(
                Map.of("onrush.export.otlp", "http://127.0.0.1:" + freePort() + "/v1/metrics")));

    assertUntouched(result);
    assertThat(result.notes())
        .singleElement()
        .asString()
        .matches(
            "\\d+ of \\d+ push(es)? of metrics to http://127.0.0.1:\\d+/v1/metrics did not arrive;"
                + " .*failed, the first with java.net.ConnectException.*");
  }

  @Test
  void a_collector_that_refuses_is_told_of_with_its_status() throws IOException {
    RunRecord result =
        Runs.run(plan(), settings(Map.of("onrush.export.otlp", server.uri() + "/fail")));

    assertThat(result.verdict()).as(result.reason()).isEqualTo(Verdict.PASS);
    assertThat(result.notes()).singleElement().asString().contains("the first with status 500");
  }

  @Test
  void a_collector_that_never_answers_is_told_of_and_changes_no_count() throws IOException {
    try (ServerSocket hanging = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      RunRecord result =
          Runs.run(
              plan(),
              settings(
                  Map.of(
                      "onrush.export.otlp",
                      "http://127.0.0.1:" + hanging.getLocalPort() + "/v1/metrics")));

      assertUntouched(result);
      assertThat(result.notes())
          .singleElement()
          .asString()
          .contains("did not arrive")
          .contains("the previous one took too long");
    }
  }

  private void assertUntouched(RunRecord result) {
    assertThat(result.verdict()).as(result.reason()).isEqualTo(Verdict.PASS);
    assertThat(result.timeline().all().requests())
        .isEqualTo(server.counts().values().stream().mapToLong(Long::longValue).sum());
    assertThat(json().get("notes")).hasSize(1);
  }

  @Test
  void without_its_library_an_exporter_is_refused_and_a_run_without_one_is_not() {
    String without =
        String.join(
            System.getProperty("path.separator"),
            Arrays.stream(
                    System.getProperty("java.class.path")
                        .split(Pattern.quote(System.getProperty("path.separator"))))
                .filter(jar -> !jar.matches(".*/io/(prometheus|opentelemetry|micrometer)/.*"))
                .toList());
    String target = "-Dtarget=" + server.uri();
    ForkedGatling plain =
        ForkedGatling.startOn(
            without, SampleSimulation.class, reports.resolve("plain"), target, "-Dpace=1.5");
    ForkedGatling scraped =
        ForkedGatling.startOn(
            without,
            SampleSimulation.class,
            reports.resolve("scraped"),
            target,
            "-Donrush.export.prometheus=0");
    assertThat(plain.exitStatus()).as(plain.output()).isZero();
    long sent = server.counts().values().stream().mapToLong(Long::longValue).sum();
    assertThat(scraped.exitStatus()).isEqualTo(5);
    assertThat(scraped.output().strip())
        .endsWith(
            "onrush: REFUSED: setting onrush.export.prometheus needs a library that is not on the"
                + " class path; add"
                + " io.prometheus:prometheus-metrics-exposition-textformats:1.7.0 to the"
                + " dependencies, or leave the setting out");
    ForkedGatling pushed =
        ForkedGatling.startOn(
            without,
            SampleSimulation.class,
            reports.resolve("pushed"),
            target,
            "-Donrush.export.otlp=http://127.0.0.1:4318/v1/metrics");
    assertThat(pushed.exitStatus()).isEqualTo(5);
    assertThat(pushed.output())
        .contains(
            "onrush: REFUSED: setting onrush.export.otlp needs a library that is not on the class"
                + " path; add io.opentelemetry:opentelemetry-exporter-otlp:1.62.0");
    ForkedGatling traced =
        ForkedGatling.startOn(
            without, SampleSimulation.class, reports.resolve("traced"), target, "-DtracesPort=0");
    assertThat(traced.exitStatus()).isEqualTo(5);
    assertThat(traced.output())
        .contains(
            "onrush: REFUSED: setting onrush.tracesPort needs a library that is not on the class"
                + " path; add io.opentelemetry.proto:opentelemetry-proto:1.8.0-alpha");
    assertThat(server.counts().values().stream().mapToLong(Long::longValue).sum()).isEqualTo(sent);
  }

  @Test
  void who_never_sends_a_whole_request_holds_no_scrape_up() throws Exception {
    int port = freePort();
    Scraper scraper = new Scraper(URI.create("http://127.0.0.1:" + port + "/metrics"));
    List<Socket> half = new CopyOnWriteArrayList<>();
    Thread sender =
        new Thread(
            () -> {
              while (half.size() < 100 && !Thread.interrupted()) {
                try {
                  Socket socket = new Socket("127.0.0.1", port);
                  socket.getOutputStream().write("GET /me".getBytes(StandardCharsets.US_ASCII));
                  half.add(socket);
                } catch (IOException e) {
                  LockSupport.parkNanos(10_000_000); // it is not listening yet
                }
              }
            });
    try {
      sender.start();
      scraper.start();
      RunRecord result =
          Runs.run(plan(), settings(Map.of("onrush.export.prometheus", String.valueOf(port))));
      sender.join(120_000);
      assertThat(half).as("connections that were made while it listened").hasSize(100);
      scraper.awaitEnd();

      agrees(new Page(scraper.last), json());
      assertThat(result.notes()).isEmpty();
    } finally {
      sender.interrupt();
      for (Socket socket : half) {
        socket.close();
      }
    }
  }

  @Test
  void a_port_that_is_taken_is_refused_before_any_request() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      org.assertj.core.api.Assertions.assertThatThrownBy(
              () ->
                  Runs.run(
                      plan(),
                      settings(
                          Map.of(
                              "onrush.export.prometheus", String.valueOf(taken.getLocalPort())))))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "metrics for Prometheus cannot be served at 127.0.0.1:"
                  + taken.getLocalPort()
                  + " (Address already in use); choose another address with"
                  + " -Donrush.export.prometheus=127.0.0.1:PORT, where port 0 is any free port");
    }
    assertThat(server.counts()).isEmpty();
  }

  /** Returns all metrics in the dashboard's queries. */
  private static TreeSet<String> dashboardsMetrics() throws IOException {
    TreeSet<String> names = new TreeSet<>();
    JsonNode dashboard =
        new ObjectMapper().readTree(Files.readString(Path.of("docs/grafana/onrush.json")));
    for (JsonNode query : dashboard.findValues("expr")) {
      Pattern.compile("\\bonrush_\\w+")
          .matcher(query.asText())
          .results()
          .forEach(m -> names.add(m.group()));
    }
    for (JsonNode query : dashboard.findValues("query")) {
      Pattern.compile("\\bonrush_\\w+")
          .matcher(query.asText())
          .results()
          .forEach(m -> names.add(m.group()));
    }
    assertThat(names).hasSizeGreaterThan(12);
    return names;
  }

  private JsonNode json() {
    try (Stream<Path> runs = Files.list(reports)) {
      Path run = runs.filter(Files::isDirectory).findFirst().orElseThrow();
      return new ObjectMapper().readTree(Files.readString(run.resolve("result.json")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      return any.getLocalPort();
    }
  }

  /** A page of metrics as read by an independent parser. */
  private static final class Page {
    private final String text;
    private final List<MetricFamily> families;

    Page(String text) {
      this.text = text;
      CollectorPrometheusMetricsWalker walker = new CollectorPrometheusMetricsWalker();
      new TextPrometheusMetricsProcessor(
              new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), walker)
          .walk();
      families = walker.getAllMetricFamilies();
    }

    private List<Metric> metrics(String family) {
      return families.stream()
          .filter(f -> f.getName().equals(family))
          .flatMap(f -> f.getMetrics().stream())
          .toList();
    }

    Metric of(String family, Map<String, String> labels) {
      List<Metric> found =
          metrics(family).stream()
              .filter(m -> m.getLabels().entrySet().containsAll(labels.entrySet()))
              .toList();
      assertThat(found).as(family + labels).hasSize(1);
      return found.get(0);
    }

    double gauge(String family, Map<String, String> labels) {
      return ((Gauge) of(family, labels)).getValue();
    }

    Map<Map<String, String>, Long> counters(String family) {
      Map<Map<String, String>, Long> counters = new LinkedHashMap<>();
      metrics(family)
          .forEach(
              m -> counters.put(new TreeMap<>(m.getLabels()), (long) ((Counter) m).getValue()));
      return counters;
    }

    /** Returns the names of series as in queries, including the buckets of a histogram. */
    TreeSet<String> names() {
      TreeSet<String> names = new TreeSet<>();
      text.lines()
          .filter(line -> !line.startsWith("#"))
          .forEach(line -> names.add(line.split("[{ ]", 2)[0]));
      families.forEach(f -> names.add(f.getName()));
      return names;
    }
  }

  /**
   * Scrapes until the endpoint no longer responds. It scrapes once and then pauses for long, so the
   * endpoint cannot know the scrape interval, and waits for a scrape after the run.
   */
  private static final class Scraper extends Thread {
    private static final Duration ANSWER = ofSeconds(10);
    private static final Duration AFTER_THE_RUN = ofSeconds(120);

    private final HttpClient client = HttpClient.newHttpClient();
    private final HttpRequest request;
    private final List<String> pages = new CopyOnWriteArrayList<>();
    private volatile String last = "";
    private volatile boolean over;

    Scraper(URI address) {
      request = HttpRequest.newBuilder(address).timeout(ANSWER).build();
      setDaemon(true);
    }

    /**
     * Called when the run has ended, so that the next scrape without a response is the last one.
     */
    void awaitEnd() throws InterruptedException {
      over = true;
      join(AFTER_THE_RUN.toMillis());
      assertThat(isAlive())
          .as("after the run %s still answers, or never did: %d pages", request, pages.size())
          .isFalse();
    }

    @Override
    public void run() {
      while (true) {
        try {
          last = client.send(request, BodyHandlers.ofString()).body();
          pages.add(last);
          if (pages.size() == 1) {
            sleep(8_000);
          }
        } catch (IOException e) {
          if (over) {
            return;
          }
        } catch (InterruptedException e) {
          return;
        }
        LockSupport.parkNanos(100_000_000);
      }
    }
  }
}
