package dev.onrush;

import static dev.onrush.dsl.OnrushDsl.*;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.feed;
import static io.gatling.javaapi.core.CoreDsl.listFeeder;
import static io.gatling.javaapi.http.HttpDsl.http;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.onrush.internal.gatling.app.GatlingDefaults;
import dev.onrush.internal.metrics.Series.Kind;
import dev.onrush.internal.run.log.IntervalLog;
import dev.onrush.internal.run.record.RunRecord;
import dev.onrush.plan.LoadPlan;
import dev.onrush.profile.Phase;
import dev.onrush.result.Judgement;
import dev.onrush.result.Verdict;
import dev.onrush.threshold.Scope;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two services receive the load of one plan. */
@Tag("load")
@Tag("long")
class DuetOfARunTest {

  @TempDir Path folder;

  private final CountingServer a = new CountingServer();
  private final CountingServer b = new CountingServer();

  @BeforeAll
  static void words_need_a_configuration() {
    GatlingDefaults.loadUnlessLoaded();
  }

  @AfterEach
  void close() {
    a.close();
    b.close();
  }

  private RunRecord run(LoadPlan plan, Map<String, String> more) {
    RunSettings settings =
        WithSettings.load(more)
            .withTarget(URI.create(b.uri()))
            .withAgainst(URI.create(a.uri()))
            .withReports(folder)
            .withSeed(42);
    return Runs.run(plan, settings);
  }

  private static Map<String, Long> counts(CountingServer server) {
    Map<String, Long> counts = new TreeMap<>(server.counts());
    counts.remove("/"); // the request that checks whether the target is reachable
    return counts;
  }

  private static long sent(CountingServer server, String path) {
    return counts(server).entrySet().stream()
        .filter(e -> e.getKey().startsWith(path))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  private static List<String> records(CountingServer server) {
    return counts(server).keySet().stream().map(p -> p.replaceFirst(".*/", "")).sorted().toList();
  }

  /**
   * Both get the same number of each task, and the same records; on a busy machine, a record's task
   * may differ.
   */
  private void assertSameWork() {
    assertThat(records(b)).isEqualTo(records(a));
    assertThat(sent(b, "/read/")).isEqualTo(sent(a, "/read/"));
    assertThat(sent(b, "/write/")).isEqualTo(sent(a, "/write/"));
  }

  /**
   * 40/s for 2 s with records of a shuffled feeder; the seed decides whether each is read or
   * written.
   */
  private static LoadPlan open() {
    List<Map<String, Object>> records =
        IntStream.range(0, 100).mapToObj(n -> Map.<String, Object>of("n", n)).toList();
    return loadPlan("Reads and writes")
        .users(
            userClass("Clerk")
                .onStart(feed(listFeeder(records).shuffle()))
                .task(3, "Read", exec(http("Read").get("/read/#{n}")))
                .task(1, "Write", exec(http("Write").get("/write/#{n}"))))
        .profile(arrivalRate().hold(perSecond(40), ofSeconds(2)))
        .thresholds(requestCount().exactly(80), requestCount().by("Clerk").atLeast(80));
  }

  @Test
  void both_services_get_the_same_work_and_the_plans_load_together() {
    RunRecord result = run(open(), Map.of());

    assertThat(sent(a, "/")).isEqualTo(40);
    assertSameWork();
    assertThat(sent(a, "/write/")).isPositive();
    assertThat(result.statistics(Scope.ALL.by("Clerk (A)")).requests()).isEqualTo(40);
    assertThat(result.statistics(Scope.ALL.inFlow("B")).requests()).isEqualTo(40);
    assertThat(result.judgements().stream().map(Judgement::threshold).map(String::valueOf))
        .startsWith(
            "request count in flow B = 40 (80 scaled by 0.5)",
            "request count by Clerk (B) in flow B >= 40 (80 scaled by 0.5)");
    // INVALID if this machine stood still; the thresholds are on counts, and are kept anyway
    assertThat(result.judgements().subList(0, 2))
        .allMatch(j -> j.verdict() == Verdict.PASS || j.verdict() == Verdict.INVALID);
  }

  @Test
  void its_reports_say_the_same_as_its_log() throws IOException {
    RunRecord result = run(open(), Map.of());

    assertThat(result.duet().orElseThrow().a()).isEqualTo(a.uri());
    assertThat(result.duet().orElseThrow().b()).isEqualTo(b.uri());
    try (Stream<Path> runs = Files.list(folder)) {
      Path run = runs.filter(path -> Files.exists(path.resolve("result.json"))).findFirst().get();
      assertThat(IntervalLog.read(run).duet()).isEqualTo(result.duet());
      assertThat(ResultSchema.errors(run)).isEmpty();
      assertThat(Files.readString(run.resolve("junit.xml")))
          .contains("<system-out>A is " + a.uri() + "; B, the version under test, is " + b.uri())
          .contains("\np95 of Read *: A -, B -, - (-): too few samples");
      for (String file : List.of("summary.md", "pull-request.md")) {
        assertThat(Files.readString(run.resolve(file)))
            .contains("B, the version under test, is", "p95 of Read", "too few samples");
      }
    }
  }

  @Test
  void each_service_gets_the_whole_load_of_a_full_duet() {
    RunRecord result = run(open(), Map.of("duet", "full"));

    assertThat(sent(a, "/")).isEqualTo(80);
    assertSameWork();
    assertThat(result.judgements().stream().map(Judgement::threshold).map(String::valueOf))
        .startsWith("request count in flow B = 80");
  }

  @Test
  void concurrent_users_are_shared_and_the_odd_one_goes_where_the_seed_says() {
    LoadPlan plan =
        loadPlan("Watchers")
            .users(
                userClass("Watcher")
                    .thinkTime(constant(ofSeconds(60)))
                    .onStart(http("Watch").get("/watch")) // also done by a user who starts late
                    .task("Stay", exec(session -> session)))
            .profile(concurrentUsers().hold(5, ofSeconds(1)))
            .thresholds(requestCount().atLeast(1));

    RunRecord result = run(plan, Map.of());

    assertThat(List.of(counts(a).get("/watch"), counts(b).get("/watch")))
        .containsExactlyInAnyOrder(3L, 2L);
    assertThat(result.info().facts()).containsEntry("against", a.uri());
  }

  @Test
  void both_services_are_warmed_up_and_nothing_of_it_is_in_a_figure() {
    LoadPlan plan =
        loadPlan("Warm")
            .users(userClass("Reader").task("Read", http("Read").get("/read")))
            .profile(arrivalRate().hold(perSecond(20), ofSeconds(1)))
            .thresholds(requestCount().exactly(20))
            .warmUpService(ofSeconds(1));

    RunRecord result = run(plan, Map.of());

    // each has a ramp of 250 ms to 10/s, which is 1.25 arrivals, and 10/s for 1.75 s
    assertThat(sent(a, "/read")).isBetween(18L, 19L);
    assertThat(sent(b, "/read")).isBetween(18L, 19L);
    assertThat(result.statistics().requests()).isLessThan(sent(a, "/read") + sent(b, "/read"));
    assertThat(result.timeline().totals().keySet())
        .noneMatch(s -> s.kind() == Kind.REQUEST && s.phase().endsWith(Phase.SERVICE_WARM_UP));
  }

  @Test
  void both_services_are_started_each_with_its_settings_and_its_metrics() throws IOException {
    LoadPlan plan =
        loadPlan("Started")
            .users(userClass("Reader").task("Groups", http("Groups").get("/api/v1/groups")))
            .profile(arrivalRate().hold(perSecond(20), ofSeconds(3)))
            .thresholds(service("hikaricp_connections_max").max().below(6));
    Map<String, String> settings = new TreeMap<>();
    settings.put("onrush.against", "started");
    for (String variant : List.of("a", "b")) {
      settings.put("onrush.variants." + variant + ".reference.seed.workers", "0");
      settings.put("onrush.variants." + variant + ".reference.seed.events", "0");
    }
    settings.put("onrush.variants.a.reference.pool.size", "7");
    settings.put("onrush.variants.b.reference.pool.size", "5");

    RunRecord result = Runs.run(plan, WithSettings.load(settings).withReports(folder).withSeed(42));

    assertThat(result.statistics(Scope.ALL.inFlow("A")).requests()).isEqualTo(30);
    assertThat(result.statistics(Scope.ALL.inFlow("B")).requests()).isEqualTo(30);
    assertThat(result.statistics().failures()).isZero();
    assertThat(result.duet().orElseThrow().a()).isNotEqualTo(result.duet().orElseThrow().b());
    assertThat(result.judgements().get(0).verdict()).isEqualTo(Verdict.PASS); // 5 of B, not 7 of A
    assertThat(result.timeline().service().get("hikaricp_connections_max").max()).isEqualTo(5);
    assertThat(result.timeline().service().get("hikaricp_connections_max{duet=\"A\"}").max())
        .isEqualTo(7);
    assertThat(result.info().facts())
        .containsEntry("service", "two, each reference service over PostgreSQL, in its own JVM");
    try (Stream<Path> runs = Files.list(folder)) {
      assertThat(runs.filter(Files::isDirectory).findFirst().orElseThrow())
          .isDirectoryContaining("glob:**service-a.log")
          .isDirectoryContaining("glob:**service-b.log");
    }
  }
}
