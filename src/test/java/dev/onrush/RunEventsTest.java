package dev.onrush;

import static dev.onrush.dsl.OnrushDsl.*;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import dev.onrush.internal.run.record.RunRecord;
import dev.onrush.plan.LoadPlan;
import dev.onrush.result.Verdict;
import dev.onrush.spi.RunEvent;
import dev.onrush.spi.RunEvent.Ended;
import dev.onrush.spi.RunEvent.IntervalPassed;
import dev.onrush.spi.RunEvent.PhaseChanged;
import dev.onrush.spi.RunEvent.Started;
import dev.onrush.spi.RunEvent.ThresholdBreached;
import dev.onrush.spi.RunEvent.ThresholdRecovered;
import dev.onrush.spi.RunListener;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Listeners receive the events of a run, and cannot harm it. */
@Tag("load")
@Tag("long")
class RunEventsTest {

  private static final List<RunEvent> EVENTS = new CopyOnWriteArrayList<>();
  private static final List<String> THREADS = new CopyOnWriteArrayList<>();

  @TempDir Path reports;

  private final AtomicInteger asked = new AtomicInteger();
  private final List<String> posted = new CopyOnWriteArrayList<>();
  private HttpServer server;

  /** Keeps the events that it receives. */
  public static final class Recording implements RunListener {
    private static void keep(RunEvent event) {
      EVENTS.add(event);
      THREADS.add(Thread.currentThread().getName());
    }

    @Override
    public void started(Started event) {
      keep(event);
    }

    @Override
    public void phaseChanged(PhaseChanged event) {
      keep(event);
    }

    @Override
    public void intervalPassed(IntervalPassed event) {
      keep(event);
    }

    @Override
    public void thresholdBreached(ThresholdBreached event) {
      keep(event);
    }

    @Override
    public void thresholdRecovered(ThresholdRecovered event) {
      keep(event);
    }

    @Override
    public void ended(Ended event) {
      keep(event);
    }
  }

  /** Throws an exception each second. */
  public static final class Failing implements RunListener {
    @Override
    public void intervalPassed(IntervalPassed event) {
      throw new IllegalStateException("boom");
    }
  }

  /** Never returns. */
  public static final class Hanging implements RunListener {
    @Override
    public void started(Started event) {
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Has no constructor that can be called from outside. */
  public static final class Unmakeable implements RunListener {
    public Unmakeable(String needed) {
      EVENTS.add(new PhaseChanged(ofSeconds(0), needed, needed));
    }
  }

  @BeforeEach
  void serve() throws IOException {
    EVENTS.clear();
    THREADS.clear();
    server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            // The first 100 requests are refused: two seconds of requests.
            exchange.sendResponseHeaders(asked.incrementAndGet() <= 100 ? 500 : 200, -1);
          }
        });
    server.createContext(
        "/services/",
        exchange -> {
          try (exchange) {
            posted.add(new String(exchange.getRequestBody().readAllBytes(), "UTF-8"));
            exchange.sendResponseHeaders(200, -1);
          }
        });
    server.start();
  }

  @AfterEach
  void close() {
    server.stop(0);
  }

  private String uri() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private RunSettings settings(Map<String, String> more) {
    return WithSettings.load(more).withTarget(URI.create(uri())).withReports(reports);
  }

  private static LoadPlan plan(String name) {
    return loadPlan(name)
        .users(userClass("U").task("Ask", get("/ask")))
        .profile(
            arrivalRate()
                .hold(perSecond(50), ofSeconds(4))
                .named("first")
                .hold(perSecond(50), ofSeconds(8))
                .named("second"))
        .thresholds(errorRate().below(ofPercent(50)), requestCount().atLeast(500));
  }

  /** Runs with the listeners that are named in a folder of the test resources. */
  private RunRecord run(LoadPlan plan, RunSettings settings, String listeners) throws IOException {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    URL folder = Path.of("src/test/resources/listeners", listeners).toUri().toURL();
    try (URLClassLoader loader = new URLClassLoader(new URL[] {folder}, before)) {
      thread.setContextClassLoader(loader);
      return Runs.run(plan, settings);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  @Test
  void a_listener_is_told_all_in_order_whatever_others_do() throws IOException {
    RunRecord result = run(plan("Told"), settings(Map.of()), "some");

    assertThat(result.verdict()).as(result.reason()).isEqualTo(Verdict.PASS);
    assertThat(result.timeline().all().requests()).isEqualTo(600).isEqualTo(asked.get());
    assertThat(EVENTS.get(0)).isInstanceOf(Started.class);
    assertThat(EVENTS.get(EVENTS.size() - 1))
        .isInstanceOfSatisfying(
            Ended.class,
            ended -> {
              assertThat(ended.result().verdict()).isEqualTo(Verdict.PASS);
              assertThat(ended.result().reason()).isEqualTo("all 2 thresholds passed");
              assertThat(ended.folder().resolve("result.json")).exists();
            });
    // The figures of each second equal the report's figures.
    assertThat(
            EVENTS.stream()
                .filter(IntervalPassed.class::isInstance)
                .map(e -> ((IntervalPassed) e).figures()))
        .isEqualTo(result.intervals());
    assertThat(EVENTS.stream().filter(PhaseChanged.class::isInstance))
        .extracting(e -> ((PhaseChanged) e).from() + " > " + ((PhaseChanged) e).to())
        .startsWith("first > second");
    // 100 of 600 failed: the threshold is broken at first, and kept from the fourth second on. A
    // count that can still be reached is not a breach.
    assertThat(EVENTS.stream().filter(ThresholdBreached.class::isInstance))
        .singleElement()
        .satisfies(
            e ->
                assertThat(((ThresholdBreached) e).judgement().threshold())
                    .hasToString("error rate < 50 %"));
    assertThat(EVENTS.stream().filter(ThresholdRecovered.class::isInstance)).hasSize(1);
    assertThat(THREADS).containsOnly("onrush-outbox dev.onrush.RunEventsTest$Recording");
    assertThat(result.notes())
        .singleElement()
        .asString()
        .matches(
            "dev\\.onrush\\.RunEventsTest\\$Failing failed \\d+ of \\d+ times; first:"
                + " java\\.lang\\.IllegalStateException: boom at dev\\.onrush\\.RunEventsTest.*");
  }

  @Test
  void a_listener_that_cannot_be_made_is_refused_before_any_request() {
    assertThatThrownBy(() -> run(plan("Refused"), settings(Map.of()), "unmakeable"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(
            "a listener in META-INF/services/dev.onrush.spi.RunListener cannot be created: ")
        .hasMessageContaining("dev.onrush.RunEventsTest$Unmakeable")
        .hasMessageEndingWith("; it needs a public constructor without parameters");
    assertThat(asked).hasValue(0);
  }

  @Test
  void a_webhook_is_told_of_begin_breach_and_end_and_its_address_is_nowhere() throws IOException {
    String name = "Say \"hi\" <!channel> & \\ ü";
    RunRecord result =
        Runs.run(
            plan(name),
            settings(Map.of("onrush.webhook", uri() + "/services/T0/B0/not-to-be-seen")));

    assertThat(result.notes()).isEmpty();
    assertThat(posted).hasSize(3);
    String shown = "Say \"hi\" &lt;!channel&gt; &amp; \\ ü";
    assertThat(text(posted.get(0))).isEqualTo(shown + " has started, 12 s, against " + uri());
    assertThat(text(posted.get(1)))
        .startsWith(shown + " at 00:0")
        .contains(": FAIL: error rate was ")
        .endsWith(" requests (limit 50 %)");
    assertThat(text(posted.get(2)))
        .startsWith(shown + " has ended after 00:")
        .contains(". PASS: all 2 thresholds passed (Say-hi-");
    try (Stream<Path> files = Files.walk(reports)) {
      assertThat(files.filter(Files::isRegularFile))
          .isNotEmpty()
          .allSatisfy(f -> assertThat(Files.readString(f)).doesNotContain("not-to-be-seen"));
    }
  }

  private static String text(String json) throws IOException {
    return new ObjectMapper().readTree(json).required("text").asText();
  }

  @Test
  void a_webhook_that_never_answers_is_a_note_and_no_more() throws IOException {
    try (ServerSocket hanging = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      RunRecord result =
          Runs.run(
              plan("Hung"),
              settings(
                  Map.of(
                      "onrush.webhook",
                      "http://127.0.0.1:" + hanging.getLocalPort() + "/not-to-be-seen")));

      assertThat(result.verdict()).as(result.reason()).isEqualTo(Verdict.PASS);
      assertThat(result.timeline().all().requests()).isEqualTo(600).isEqualTo(asked.get());
      assertThat(result.notes())
          .singleElement()
          .asString()
          .matches("webhook failed [1-3] of [23] times; first: .*")
          .contains("timed out")
          .doesNotContain("not-to-be-seen");
    }
  }
}
