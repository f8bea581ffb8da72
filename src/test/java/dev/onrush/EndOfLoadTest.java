package dev.onrush;

import static dev.onrush.dsl.OnrushDsl.*;
import static io.gatling.javaapi.core.CoreDsl.*;
import static io.gatling.javaapi.http.HttpDsl.*;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onrush.internal.metrics.Series;
import dev.onrush.internal.metrics.timeline.FailureCluster;
import dev.onrush.internal.run.log.IntervalLog;
import dev.onrush.internal.run.record.RunRecord;
import dev.onrush.plan.LoadPlan;
import dev.onrush.result.RunEnd;
import dev.onrush.result.Verdict;
import endings.Endings.EndingSimulation;
import io.gatling.javaapi.core.ChainBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * However a run ends, nothing is sent after its end, and all sent requests are counted and
 * reported.
 */
@Tag("load")
@Tag("long")
class EndOfLoadTest {

  @TempDir Path folder;

  private final CountingServer server = new CountingServer();

  @AfterEach
  void close() {
    server.close();
  }

  private ForkedGatling start(String ending, String... options) {
    List<String> all = new java.util.ArrayList<>(List.of(options));
    all.add("-Dtarget=" + server.uri());
    all.add("-Dending=" + ending);
    return ForkedGatling.start(EndingSimulation.class, folder, all.toArray(String[]::new));
  }

  private RunRecord run(LoadPlan plan, Map<String, String> settings) {
    RunSettings all =
        WithSettings.load(settings)
            .withTarget(java.net.URI.create(server.uri()))
            .withReports(folder)
            .withSeed(42);
    return Runs.run(plan, all);
  }

  private static LoadPlan plan(String name, ChainBuilder task) {
    return loadPlan(name)
        .users(userClass("U").thinkTime(constant(ofMillis(20))).task("Ask", task))
        .profile(smoke().users(4).holdFor(ofSeconds(5)))
        .thresholds(errorRate().below(ofPercent(1)));
  }

  private long served() {
    return server.counts().values().stream().mapToLong(Long::longValue).sum();
  }

  private static List<String> errors(RunRecord result) {
    return result.timeline().failures().stream()
        .map((FailureCluster of) -> of.request() + ": " + of.failure().text())
        .toList();
  }

  /** Includes a webhook that accepts a connection and never responds. */
  @ParameterizedTest
  @ValueSource(strings = {"maxDuration", "INT", "TERM"})
  void the_server_has_got_what_the_report_counts_however_the_run_ends(String how)
      throws IOException {
    try (ServerSocket hanging = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      ForkedGatling gatling =
          start(
              how.equals("maxDuration") ? "maxDuration" : "interrupted",
              "-Donrush.webhook=http://127.0.0.1:" + hanging.getLocalPort() + "/hook");
      if (!how.equals("maxDuration")) {
        gatling.awaitLines(3);
        gatling.signal(how);
      }
      gatling.exitStatus();

      RunRecord result = IntervalLog.read(gatling.runFolder());
      assertThat(result.timeline().all().requests())
          .as(gatling.output())
          .isPositive()
          .isEqualTo(served());
    }
  }

  @Test
  void an_abort_sends_nothing_more_and_counts_all() throws IOException {
    LoadPlan plan =
        loadPlan("Abort")
            .users(userClass("U").thinkTime(constant(ofMillis(5))).task("Fail", get("/fail")))
            .profile(smoke().users(4).holdFor(ofMinutes(1)))
            .thresholds(errorRate().below(ofPercent(1)).abortAfter(ofSeconds(1)));

    try (ServerSocket hanging = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      RunRecord result =
          run(plan, Map.of("onrush.webhook", "http://127.0.0.1:" + hanging.getLocalPort() + "/"));

      assertThat(result.ending().how()).isEqualTo(RunEnd.How.ABORTED);
      assertThat(result.timeline().all().requests()).isEqualTo(served());
    }
  }

  @Test
  void requests_without_an_answer_are_counted_and_no_threshold_passes_by_them() {
    ForkedGatling gatling = start("hung", "-Donrush.awaitAnswers=100 ms");

    assertThat(gatling.exitStatus()).as(gatling.output()).isEqualTo(3);
    long hung = server.count("/hang");
    assertThat(hung).isPositive();
    assertThat(gatling.output())
        .contains(hung + " requests had no answer when the run ended, the oldest after ")
        .contains(hung + " of " + served() + " requests had no answer when the run ended")
        .containsPattern("(?m)^PASS +request count >= 1")
        .contains("NO_DATA: error rate was ")
        .contains("; maxDuration of 4 seconds reached");
    RunRecord result = IntervalLog.read(gatling.runFolder());
    assertThat(result.timeline().all().requests()).isEqualTo(served());
    assertThat(errors(result)).containsExactly("Hang: no answer when the run ended");
    assertThat(result.timeline().endOfLoad())
        .hasValueSatisfying(at -> assertThat(at).isLessThan(result.length().minusMillis(99)));
  }

  @Test
  void what_a_chain_says_when_it_stops_the_run_stands_in_the_verdict() {
    ForkedGatling gatling = start("stop");

    assertThat(gatling.exitStatus()).as(gatling.output()).isZero();
    assertThat(gatling.output().strip())
        .endsWith("PASS: all 2 thresholds passed; stopLoadGenerator: enough seen");
  }

  @Test
  void a_feeder_without_records_is_named_as_the_cause() {
    ForkedGatling gatling = start("feeder");

    assertThat(gatling.exitStatus()).as(gatling.output()).isEqualTo(4);
    assertThat(gatling.output().strip().lines().toList())
        .last()
        .asString()
        .matches(
            "INVALID: the run crashed after 00:\\d\\d: .*[Ff]eeder .*: feeder is now empty;"
                + " add \\.circular\\(\\) or \\.random\\(\\).*");
  }

  @Test
  void a_plan_that_its_own_chain_stops_is_invalid_and_says_why() {
    RunRecord result =
        run(plan("Stopped", exec(get("/ask")).exec(stopLoadGenerator("no stock"))), Map.of());

    assertThat(result.verdict()).isEqualTo(Verdict.INVALID);
    assertThat(result.reason())
        .matches(
            "the simulation ended the run after 00:\\d\\d of 00:05: stopLoadGenerator: no stock");
  }

  @Test
  void functions_that_throw_count_as_failures_and_not_as_requests() {
    ChainBuilder task =
        exec(
            get("/ask"),
            EndingSimulation.throwing(),
            doIf("#{missing}").then(get("/never")),
            get("/last"));

    RunRecord result = run(plan("Throwing", exec(task)), Map.of());

    assertThat(result.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(result.timeline().all().requests()).isEqualTo(served());
    assertThat(server.count("/never")).isZero();
    long iterations = server.count("/last");
    assertThat(result.timeline().all().unsent()).isEqualTo(2 * iterations);
    assertThat(errors(result))
        .containsExactlyInAnyOrder(
            "exec in Endings: j.l.IllegalStateException: no basket",
            "condition: No attribute named 'missing' is defined");
    // each iteration has two requests and two failures
    assertThat(result.judgements().get(0).actual()).hasValue(50);
    assertThat(result.judgements().get(0).samples()).isEqualTo(4 * iterations);
  }

  @Test
  void the_wait_after_which_a_user_leaves_is_recorded() {
    LoadPlan plan =
        loadPlan("Waits")
            .users(userClass("U").thinkTime(constant(ofMinutes(1))).task("Ask", get("/ask")))
            .profile(smoke().users(4).holdFor(ofSeconds(1)))
            .thresholds(errorRate().below(ofPercent(1)));

    RunRecord result = run(plan, Map.of());

    assertThat(result.verdict()).as(result.reason()).isEqualTo(Verdict.PASS);
    assertThat(server.count("/ask")).isEqualTo(4);
    assertThat(result.timeline().endOfLoad()).isEmpty();
    // each until the end of the plan
    assertThat(result.timeline().select(s -> s.kind() == Series.Kind.WAIT).all().times().count())
        .isEqualTo(4);
  }

  @Test
  void users_that_cannot_log_in_are_replaced_after_their_think_time() {
    LoadPlan plan =
        loadPlan("Storm")
            .users(
                userClass("Member")
                    .thinkTime(constant(ofMillis(500)))
                    .onStart(
                        http("Log in").get("/fail").check(status().is(200)), exitHereIfFailed())
                    .task("Page", get("/page")))
            .profile(smoke().users(5).holdFor(ofSeconds(3)))
            .thresholds(errorRate().below(ofPercent(1)));

    RunRecord result = run(plan, Map.of("onrush.generator.missing", "5 %"));

    assertThat(result.verdict()).as(result.reason()).isEqualTo(Verdict.FAIL);
    // each of 5 users immediately, and then every half second, for 3 s
    assertThat(server.count("/fail")).isBetween(5L, 100L); // and not thousands
    assertThat(result.notes())
        .contains(
            "users left early, for example by exitHere or exitHereIfFailed: Member "
                + server.count("/fail")
                + "; each was replaced after its think time or pacing");
    assertThat(result.timeline().rows())
        .allSatisfy(row -> assertThat(row.activeUsers()).isBetween(0L, 5L));
  }

  @Test
  void a_rendez_vous_that_cannot_be_met_is_refused_before_any_request() {
    LoadPlan plan = plan("Waiting", exec(exec(get("/ask")), rendezVous(10)));

    assertThatThrownBy(() -> run(plan, Map.of()))
        .hasMessageContaining(
            "user class \"U\" waits for 10 users at rendezVous(10), and has at most 4; write a number"
                + " up to 4, or raise the load");
    assertThat(server.count("/ask")).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"forever", "pause"})
  void a_task_without_an_end_does_not_keep_the_run_from_its_own(String which) {
    ChainBuilder task =
        which.equals("forever")
            ? exec(get("/ask"), forever().on(exec(get("/ask")).pause(ofMillis(50))))
            : exec(get("/ask")).pause(ofMinutes(10));

    RunRecord result = run(plan("Endless", task), Map.of("onrush.windDownAtMost", "1 s"));

    assertThat(result.verdict()).isEqualTo(Verdict.PASS);
    assertThat(result.ending().how()).isEqualTo(RunEnd.How.COMPLETED);
    assertThat(result.notes())
        .contains(
            "the run was ended 1 s after the end of its plan, because users were still running: 4"
                + " of U in \"Ask\"; what they do takes longer than onrush.windDownAtMost: a"
                + " response, a call, a feeder, a function, a loop, a pause or a rendez-vous");
    assertThat(result.timeline().all().requests()).isEqualTo(served());
  }
}
