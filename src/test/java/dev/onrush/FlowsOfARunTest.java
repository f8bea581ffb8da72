package dev.onrush;

import static dev.onrush.dsl.OnrushDsl.*;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.http.HttpDsl.http;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.onrush.internal.gatling.app.GatlingDefaults;
import dev.onrush.internal.report.summary.GeneratorSummary;
import dev.onrush.internal.run.log.IntervalLog;
import dev.onrush.internal.run.record.RunRecord;
import dev.onrush.plan.LoadPlan;
import dev.onrush.plan.UserClass;
import dev.onrush.result.RunResult;
import dev.onrush.result.Verdict;
import dev.onrush.threshold.Scope;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each flow sends the load of its own profile, in one JVM and with several injectors. */
@Tag("load")
@Tag("long")
class FlowsOfARunTest {

  private static final String SLICE = "dev.onrush.slice";

  @TempDir Path folder;

  private final CountingServer server = new CountingServer();

  @BeforeAll
  static void words_need_a_configuration() {
    GatlingDefaults.loadUnlessLoaded();
  }

  @AfterEach
  void close() {
    System.clearProperty(SLICE);
    server.close();
  }

  /** Creates and delayed reads, and in addition five users who each send one request. */
  private static LoadPlan plan() {
    return loadPlan("Creates and reads")
        .flow(
            "Creates",
            users(userClass("Writer").task("Create", http("Create").get("/create")))
                .profile(arrivalRate().hold(perSecond(20), ofSeconds(2))))
        .flow(
            "Reads",
            users(
                    userClass("Reader").weight(2).task("Read", http("Read").get("/read")),
                    userClass("Lister").task("List", http("List").get("/list")))
                .profile(arrivalRate().hold(perSecond(30), ofSeconds(1)))
                .startingAfter(ofMillis(1_500)))
        .flow(
            "Watchers",
            users(
                    userClass("Watcher")
                        .thinkTime(constant(ofSeconds(60)))
                        .onStart(http("Watch").get("/watch")) // also done by a user who starts late
                        .task("Stay", exec(session -> session)))
                .profile(concurrentUsers().hold(5, ofSeconds(1))))
        .thresholds(
            requestCount().inFlow("Creates").exactly(40),
            requestCount().inFlow("Reads").exactly(30),
            requestCount().by("Watcher").exactly(5),
            requestCount().ofEachRequest().by("Reader").exactly(20),
            requestCount().ofEachRequest().inFlow("Creates").exactly(40),
            errorCount().atMost(0));
  }

  /** 20/s for 2 s; 30/s for 1 s, two thirds of them readers; 5 users with one request each. */
  private static final Map<String, Long> SENT =
      Map.of("/create", 40L, "/read", 20L, "/list", 10L, "/watch", 5L);

  private RunResult run() {
    return run(plan());
  }

  private RunResult run(LoadPlan plan) {
    return Runs.run(
        plan,
        WithSettings.load(Map.of())
            .withTarget(URI.create(server.uri()))
            .withReports(folder)
            .withSeed(42));
  }

  private Map<String, Long> counts() {
    Map<String, Long> counts = new TreeMap<>(server.counts());
    counts.remove("/"); // the request that checks whether the target is reachable
    return counts;
  }

  private static long requests(RunResult result, String flow) {
    return result.statistics(Scope.ALL.inFlow(flow)).requests();
  }

  @Test
  void each_flow_sends_what_its_profile_says_and_is_judged_by_its_own_requests()
      throws IOException {
    RunResult result = run();

    assertThat(counts()).isEqualTo(SENT);
    assertThat(requests(result, "Creates")).isEqualTo(40);
    assertThat(requests(result, "Reads")).isEqualTo(30);
    assertThat(requests(result, "Watchers")).isEqualTo(5);
    // INVALID if this machine stood still; the thresholds are on counts, and are kept anyway
    assertThat(result.verdict()).isIn(Verdict.PASS, Verdict.INVALID);
    assertThat(result.judgements())
        .allMatch(j -> j.verdict() == Verdict.PASS || j.verdict() == Verdict.INVALID);
    try (Stream<Path> runs = Files.list(folder)) {
      Path run = runs.filter(Files::isDirectory).findFirst().orElseThrow();
      RunRecord again = IntervalLog.read(run);
      assertThat(ResultSchema.errors(run)).isEmpty();
      assertThat(again.info().flows()).isEqualTo(((RunRecord) result).info().flows());
      assertThat(again.judgements()).isEqualTo(result.judgements());
      assertThat(requests(again, "Reads")).isEqualTo(30);
    }
  }

  @Test
  void three_injectors_send_together_what_each_flow_sends() {
    List<RunResult> parts = new ArrayList<>();
    for (String slice : List.of("1/3", "2/3", "3/3")) {
      System.setProperty(SLICE, slice);
      parts.add(run());
    }

    assertThat(counts()).isEqualTo(SENT);
    for (Map.Entry<String, Long> of :
        Map.of("Creates", 40L, "Reads", 30L, "Watchers", 5L).entrySet()) {
      assertThat(parts).allMatch(part -> requests(part, of.getKey()) > 0);
      assertThat(parts.stream().mapToLong(part -> requests(part, of.getKey())).sum())
          .isEqualTo(of.getValue());
    }
  }

  @Test
  void seven_classes_send_all_arrivals_of_their_flow_in_one_jvm_and_in_three() {
    // 5/s for 4 s are 20 arrivals; a seventh of them is 2.9
    Map<String, Long> sent = new TreeMap<>();
    UserClass[] classes = new UserClass[7];
    for (int i = 0; i < classes.length; i++) {
      sent.put("/" + i, i < 6 ? 3L : 2L);
      classes[i] = userClass("Class " + i).task("Ask " + i, http("Ask " + i).get("/" + i));
    }
    LoadPlan plan =
        loadPlan("Seven")
            .users(classes)
            .profile(arrivalRate().hold(perSecond(5), ofSeconds(4)))
            .thresholds(requestCount().exactly(20));

    RunRecord result = (RunRecord) run(plan);

    assertThat(counts()).isEqualTo(sent);
    assertThat(result.judgements()).allMatch(j -> j.verdict() != Verdict.FAIL);
    assertThat(new GeneratorSummary(result).facts()).contains("users due: 20; users started: 20");

    for (String slice : List.of("1/3", "2/3", "3/3")) {
      System.setProperty(SLICE, slice);
      var unused = run(plan);
    }
    sent.replaceAll((path, count) -> 2 * count);
    assertThat(counts()).isEqualTo(sent);
  }
}
