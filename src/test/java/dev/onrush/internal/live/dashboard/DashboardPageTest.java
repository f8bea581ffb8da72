package dev.onrush.internal.live.dashboard;

import static dev.onrush.dsl.OnrushDsl.*;
import static io.gatling.javaapi.http.HttpDsl.http;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.onrush.CountingServer;
import dev.onrush.RunSettings;
import dev.onrush.Runs;
import dev.onrush.WithSettings;
import dev.onrush.internal.report.PageTest;
import dev.onrush.internal.run.record.RunRecord;
import dev.onrush.plan.LoadPlan;
import dev.onrush.result.Verdict;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The dashboard of a run in a browser, against a server that counts requests. */
@Tag("load")
@Tag("long")
class DashboardPageTest extends PageTest {

  /** The longest wait for one change of the page or of the run, including the start of the run. */
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private static final LoadPlan PLAN =
      loadPlan("Watched <b>")
          .users(
              userClass("U")
                  .thinkTime(constant(ofMillis(20)))
                  .onStart(http("Arrive").get("/arrive"))
                  .task(9, "Ask <script>alert(1)</script>", get("/ask"))
                  .task(1, "Fail", get("/fail")))
          .profile(
              concurrentUsers()
                  .hold(5, ofHours(1))
                  .named("first")
                  .hold(7, ofHours(1))
                  .named("second"))
          .thresholds(
              p95().below(ofSeconds(30)),
              requestCount().of("Fail").atLeast(1_000_000),
              errorRate().of("Fail").below(ofPercent(50)));

  /** Writes a level. The page leaves the field alone while it has the focus. */
  private static void type(String level) throws Exception {
    browser.evaluate(
        "document.querySelector('#level').focus(), document.querySelector('#level').value = '%s'"
            .formatted(level));
  }

  private static void await(String what, Callable<Boolean> condition) throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.call()) {
      assertThat(System.nanoTime()).as("waited for: " + what).isLessThan(deadline);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }
  }

  private static void awaitPage(String expression) throws Exception {
    await(
        // While the browser leaves one page for another, there is no body.
        expression + " on a page that says\n" + browser.evaluate("document.body?.innerText"),
        () ->
            browser
                .evaluate(
                    "(() => { try { return Boolean("
                        + expression
                        + "); } catch { return false; } })()")
                .asBoolean());
  }

  /**
   * Returns a port just below the range from which systems choose ports, so no other socket gets it
   * in the meantime.
   */
  private static int freePort() throws IOException {
    while (true) {
      int port = ThreadLocalRandom.current().nextInt(10_000, 32_000);
      try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      } catch (BindException e) {
        // another process listens there; try another port
      }
    }
  }

  private static RunSettings settings(Path reports, URI target, Map<String, String> more) {
    RunSettings settings = RunSettings.load().withReports(reports).withTarget(target).withSeed(42);
    for (Map.Entry<String, String> patient : WithSettings.PATIENT.entrySet()) {
      settings = settings.with(patient.getKey(), patient.getValue());
    }
    for (Map.Entry<String, String> setting : more.entrySet()) {
      settings = settings.with("onrush." + setting.getKey(), setting.getValue());
    }
    return settings;
  }

  /** A run that ends with its test: while it is in progress, no other run of this JVM begins. */
  private record Watching(URI page, CompletableFuture<RunRecord> run) implements AutoCloseable {

    static Watching begin(URI page, RunSettings settings) {
      return new Watching(page, CompletableFuture.supplyAsync(() -> Runs.run(PLAN, settings)));
    }

    /**
     * Stops a run that a test has left, and opens its report, because the dashboard waits for this.
     */
    @Override
    public void close() throws Exception {
      if (run.isDone()) {
        return;
      }
      HttpClient client = HttpClient.newHttpClient();
      HttpRequest stop =
          HttpRequest.newBuilder(page.resolve("commands"))
              .header("Content-Type", "application/json")
              .POST(BodyPublishers.ofString("{\"command\": \"stop\"}"))
              .build();
      HttpRequest report = HttpRequest.newBuilder(page.resolve(Dashboard.REPORT)).build();
      await(
          "the end of a run that was left",
          () -> {
            for (HttpRequest request : List.of(stop, report)) {
              try {
                var unused = client.send(request, BodyHandlers.discarding());
              } catch (IOException e) {
                // the dashboard is not available yet, or no longer available
              }
            }
            return run.isDone();
          });
    }
  }

  private static void picture(String name) throws Exception {
    Path file = Files.createDirectories(Path.of("target", "dashboard")).resolve(name + ".png");
    JsonNode all =
        browser.evaluate(
            "({x: 0, y: 0, width: innerWidth, height: document.documentElement.scrollHeight})");
    ImageIO.write(browser.picture(all), "png", file.toFile());
  }

  @Test
  @Timeout(value = 15, unit = TimeUnit.MINUTES)
  void a_run_is_watched_and_steered_from_the_page() throws Exception {
    int port = freePort();
    URI page = URI.create("http://127.0.0.1:" + port + "/");
    // The page of an earlier test would connect to its server again.
    browser.open(URI.create("about:blank"), WIDE);
    int problems = browser.problems().size();
    int requests = browser.requests().size();
    try (CountingServer server = new CountingServer();
        Watching watching =
            Watching.begin(
                page,
                settings(
                    folder,
                    URI.create(server.uri()),
                    Map.of(
                        "dashboard", "true",
                        "dashboardPort", "" + port,
                        "dashboardStay", "5 min",
                        "withoutReports", "exchanges.html")))) { // otherwise it stays for this page
      CompletableFuture<RunRecord> run = watching.run();
      await("the first request", () -> server.count("/ask") > 0 || run.isDone());
      browser.open(page, WIDE);

      awaitPage("document.querySelectorAll('.plot svg').length >= 7");
      awaitPage("document.querySelector('.tiles dd').textContent === '5'");
      awaitPage(
          """
          ['Ask', 'Arrive', 'Fail'].every((name) =>
            [...document.querySelectorAll('#requests .tabled:first-child tbody th')].some(
              (cell) => cell.textContent.startsWith(name)))""");
      assertThat(text("h1")).isEqualTo("▸ RUNNINGWatched <b>");
      assertThat(
              browser
                  .evaluate(
                      "document.querySelector('.plot').getBoundingClientRect().bottom < innerHeight")
                  .asBoolean())
          .isTrue();
      assertThat(texts("#requests .tabled:first-child tbody th"))
          .contains("Ask <script>alert(1)</script>", "Arrive");
      assertThat(browser.evaluate("document.querySelector('#resume').disabled").asBoolean())
          .isTrue();
      assertThat(browser.evaluate("document.querySelector('#follow').disabled").asBoolean())
          .isTrue();

      // Every "Fail" fails; a count that can still be reached is not broken.
      awaitPage("document.querySelectorAll('.broken li').length === 1");
      assertThat(text(".broken li"))
          .matches("✗ BROKEN error rate of Fail was 100 % \\(limit 50 %\\), since \\d\\d:\\d\\d.*");
      assertThat(texts(".moments li"))
          .singleElement()
          .asString()
          .endsWith(" UTC Broken: error rate of Fail was 100 % (limit 50 %)");
      assertThat(texts(".thresholds tbody tr"))
          .anyMatch(row -> row.startsWith("request count of Fail… not yet"));
      browser.evaluate(
          """
          window.said = [];
          new MutationObserver(() => said.push(document.querySelector('p.unseen').textContent))
            .observe(document.querySelector('p.unseen'), {childList: true});""");

      // A row of the requests is expanded.
      click("#requests tbody tr:nth-child(1) .open");
      assertThat(texts("#requests .drill dt")).startsWith("requests", "failures", "%");
      awaitPage("document.querySelector('#requests .drill .plot svg')");
      click("#requests tbody tr:nth-child(1) .open");
      assertThat(texts("#requests .drill dt")).isEmpty();

      // Changes that a reader makes to the page survive its updates.
      click("#requests thead th:nth-child(2) button");
      browser.evaluate(
          """
          (() => {
            const filter = document.querySelector('#requests input[type=search]');
            filter.value = 'ask';
            filter.dispatchEvent(new Event('input'));
            filter.focus();
            document.querySelector('#load .key').click();
            window.kept = [...document.querySelectorAll('#requests tbody tr, .tiles dd, .plot')];
            scrollTo({top: 333, behavior: 'instant'});
          })()""");
      String clock = text("progress + .where");
      awaitPage("document.querySelector('progress + .where').textContent !== `" + clock + "`");
      assertThat(
              browser
                  .evaluate(
                      """
                      [scrollY, document.activeElement.type, kept.every((node) => node.isConnected),
                        document.querySelector('#requests thead th:nth-child(2)').ariaSort,
                        document.querySelector('#load .key').getAttribute('aria-pressed'),
                        document.querySelectorAll('#requests .tabled')[0].querySelectorAll('tbody tr:not([hidden])').length]""")
                  .toString())
          .isEqualTo("[333,\"search\",true,\"descending\",\"false\",2]");
      browser.evaluate("scrollTo({top: 0, behavior: 'instant'})");

      click("#pause");
      awaitPage("document.querySelector('.where').textContent.startsWith('Paused')");
      await(
          "a server that is asked nothing",
          () -> {
            long before = server.count("/ask");
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(500));
            return server.count("/ask") == before;
          });
      awaitPage("said.some((text) => text.includes('No longer judged: error rate of Fail'))");
      picture("paused");
      long paused = server.count("/ask");
      click("#resume");
      await("requests after the pause", () -> server.count("/ask") > paused + 20);
      assertThat(server.count("/arrive")).isEqualTo(5);

      type("12");
      click("#set-level");
      await("users that came by hand", () -> server.count("/arrive") == 12);
      awaitPage("document.querySelector('.tiles dd').textContent === '12'");
      awaitPage("!document.querySelector('#follow').disabled");
      awaitPage("document.querySelector('.tiles .beside').textContent === 'of 12 set by hand'");
      browser.evaluate("document.querySelector('#level').form.noValidate = true");
      type("-3");
      click("#set-level");
      awaitPage(
          "document.querySelector('.answer.FAIL')?.textContent.startsWith('Command failed: command was ')");
      click("#follow");
      awaitPage("document.querySelector('.tiles dd').textContent === '5'");
      click("#skip");
      awaitPage("document.querySelector('.where').textContent.startsWith('second')");
      awaitPage("document.querySelector('.tiles dd').textContent === '7'");
      awaitPage("document.querySelector('#skip').disabled");
      assertThat(texts(".moments li"))
          .filteredOn(t -> t.endsWith(" (dashboard)"))
          .extracting(t -> t.replaceFirst("^\\S+ UTC ", ""))
          .containsExactly(
              "Paused (dashboard)",
              "Resumed (dashboard)",
              "Set to 12 users (dashboard)",
              "Following the plan again (dashboard)",
              "Skipped to the next phase (dashboard)");
      assertThat(texts(".tiles .beside")).first().isEqualTo("of 7 planned");
      assertThat(
              browser
                  .evaluate("document.querySelectorAll('#now .marker').length / data.events.length")
                  .asDouble())
          .isEqualTo(3);

      assertThat(tooWide(WIDE)).isEmpty();
      picture("live-light");
      browser.prefer("dark");
      browser.drawn();
      picture("live-dark");
      browser.prefer("light");

      click("#stop");
      assertThat(browser.evaluate("document.querySelector('dialog').open").asBoolean()).isTrue();
      click("dialog button");
      awaitPage("!document.querySelector('dialog').open");
      assertThat(run).isNotDone();
      click("#stop");
      click("#really-stop");
      awaitPage("document.querySelector('#report')");
      assertThat(text("h1")).isEqualTo("! INVALID Watched <b>".replace(" W", "W"));
      assertThat(texts("button[disabled]"))
          .contains("Pause", "Resume", "Skip to next phase", "Set", "Follow the plan", "Stop …");
      picture("over-light");
      // The page has assembled from changes the same data that the server has as a whole.
      JsonNode shown = Watched.JSON.readTree(browser.evaluate("JSON.stringify(data)").asText());
      JsonNode whole = whole(page);
      assertThat(shown.equals(DashboardPageTest::differ, whole)).as(shown + "\n" + whole).isTrue();

      browser.open(page, PHONE);
      awaitPage("document.querySelector('#report')");
      assertThat(tooWide(PHONE)).isEmpty();
      picture("over-phone");
      browser.prefer("dark");
      browser.drawn();
      picture("over-phone-dark");
      browser.prefer("light");

      assertThat(run).isNotDone();
      browser.follow("#report");
      RunRecord result = run.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      awaitPage("document.title.startsWith('INVALID: Watched')");
      assertThat(result.verdict()).isEqualTo(Verdict.INVALID);
      assertThat(result.interventions())
          .extracting(i -> i.command().text())
          .isEqualTo(List.of("pause", "resume", "level 12", "follow", "skip", "stop"));
      // The page of an earlier test may have lost its server in the meantime.
      assertThat(browser.problems().stream().skip(problems))
          .filteredOn(
              p -> !p.contains("\"url\":\"http://127.0.0.1:") || p.contains(page.toString()))
          .allMatch(p -> p.contains("/commands") && p.contains("400")); // the refused command
      assertThat(browser.requests().stream().skip(requests).filter(r -> r.startsWith("http")))
          .isNotEmpty()
          .allMatch(r -> r.startsWith(page.toString()));
    }
  }

  @Test
  void a_page_that_stays_open_keeps_no_more_than_it_shows() throws Exception {
    try (Watched watched = new Watched(Optional.empty(), Duration.ZERO, folder)) {
      watched.second("Ask", 3, true);
      watched.second("Ask", 3, true);
      browser.open(watched.uri, WIDE);
      awaitPage("document.querySelectorAll('#requests .open').length === 1");
      int before = browser.evaluate("ids.size").asInt();

      browser.evaluate("for (let i = 0; i < 100; i++) show()");

      assertThat(browser.evaluate("ids.size").asInt()).isEqualTo(before);
    }
  }

  /** A browser writes 0.0 as 0. */
  private static int differ(JsonNode one, JsonNode other) {
    return one.isNumber() && other.isNumber()
        ? Double.compare(one.asDouble(), other.asDouble())
        : one.equals(other) ? 0 : 1;
  }

  private static JsonNode whole(URI page) throws Exception {
    try (var lines =
        HttpClient.newHttpClient()
            .send(HttpRequest.newBuilder(page.resolve("events")).build(), BodyHandlers.ofLines())
            .body()) {
      return Watched.JSON.readTree(
          lines
              .filter(line -> line.startsWith("data: "))
              .findFirst()
              .orElseThrow()
              .substring("data: ".length()));
    }
  }
}
