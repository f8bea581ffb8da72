package dev.onrush.internal.gatling;

import static dev.onrush.dsl.OnrushDsl.*;
import static io.gatling.javaapi.core.CoreDsl.group;
import static io.gatling.javaapi.core.CoreDsl.pause;
import static io.gatling.javaapi.http.HttpDsl.http;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.onrush.CountingServer;
import dev.onrush.Runs;
import dev.onrush.WithSettings;
import dev.onrush.internal.metrics.Series;
import dev.onrush.internal.metrics.Series.Kind;
import dev.onrush.internal.metrics.timeline.Selection;
import dev.onrush.internal.run.record.RunRecord;
import dev.onrush.plan.LoadPlan;
import dev.onrush.result.Judgement;
import dev.onrush.result.Verdict;
import dev.onrush.units.Percentile;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that end before their responses arrive. */
@Tag("load")
@Tag("long")
class UnansweredTest {

  @TempDir Path reports;

  private RunRecord run(LoadPlan plan, CountingServer server, String warmUp) {
    return Runs.run(
        plan,
        WithSettings.load(
                Map.of(
                    "onrush.warmUp",
                    warmUp,
                    // so that all users have sent a request or a call, even on a slow machine
                    "onrush.windDownAtMost",
                    "5 s",
                    "onrush.awaitAnswers",
                    "100 ms"))
            .withTarget(URI.create(server.uri()))
            .withReports(reports));
  }

  @Test
  void a_group_that_waits_for_an_answer_is_counted_once_and_no_threshold_passes_by_it() {
    try (CountingServer server = new CountingServer()) {
      LoadPlan plan =
          loadPlan("Groups")
              .users(
                  userClass("Askers")
                      .task("Ask", group("Done").on(get("/ask"), pause(ofMillis(100)))),
                  userClass("Silent")
                      .task("Hush", group("Quiet").on(http("Hidden").get("/silence").silent())),
                  userClass("Waiters")
                      .task(
                          "Hang",
                          group("Outer")
                              .on(
                                  group("Inner")
                                      .on(
                                          http("Page")
                                              .get("/page")
                                              .resources(
                                                  http("A").get("/hang"),
                                                  http("B").get("/hang"))))))
              .profile(arrivalRate().hold(perSecond(10), ofSeconds(1)))
              .thresholds(
                  errorRate().below(ofPercent(100)),
                  p99().ofGroup("Outer").below(ofSeconds(30)),
                  p99().ofGroup("Done").below(ofSeconds(30)),
                  p99().ofGroupWithoutPauses("Outer").below(ofSeconds(30)),
                  p99().ofGroupWithoutPauses("Done").below(ofSeconds(30)));

      RunRecord result = run(plan, server, "0 s");

      assertThat(result.judgements())
          .extracting(Judgement::verdict)
          .containsExactly(
              Verdict.PASS, Verdict.NO_DATA, Verdict.PASS, Verdict.NO_DATA, Verdict.PASS);
      for (String name : List.of("Outer", "Outer / Inner")) {
        for (Kind kind : List.of(Kind.GROUP, Kind.GROUP_WITHOUT_PAUSES)) {
          Selection group =
              result.timeline().select(s -> s.kind() == kind && s.name().equals(name));
          assertThat(group.unanswered()).as(name).isPositive().isEqualTo(server.count("/page"));
          assertThat(group.requests()).as(name).isEqualTo(group.unanswered());
        }
      }
      Selection quiet =
          result.timeline().select(s -> s.kind() == Kind.GROUP && s.name().equals("Quiet"));
      assertThat(quiet.unanswered()).isPositive().isEqualTo(server.count("/silence"));
      Selection done = result.timeline().select(s -> s.equals(of(Kind.GROUP, s)));
      Selection responses =
          result.timeline().select(s -> s.equals(of(Kind.GROUP_WITHOUT_PAUSES, s)));
      assertThat(responses.requests()).isPositive().isEqualTo(done.requests());
      // Each user paused for 100 ms, measured in whole milliseconds.
      assertThat(done.all().times().sum() - responses.all().times().sum())
          .isGreaterThanOrEqualTo(98.0 * done.requests());
    }
  }

  private static Series of(Kind kind, Series series) {
    return new Series(kind, "Askers", "Done", series.phase(), series.outcome());
  }

  @Test
  void requests_without_an_answer_are_in_the_times_from_when_due_too() {
    CountDownLatch never = new CountDownLatch(1);
    try (CountingServer server = new CountingServer()) {
      LoadPlan plan =
          loadPlan("Silence")
              .users(
                  userClass("Askers").task("Hang", get("/hang")),
                  userClass("Callers")
                      .task(
                          "Call",
                          call(
                              "Wait",
                              session -> {
                                never.await();
                                return "";
                              })))
              .profile(arrivalRate().hold(perSecond(10), ofSeconds(1)))
              .thresholds(errorRate().below(ofPercent(1)));

      RunRecord result = run(plan, server, "500 ms");

      Selection all = result.timeline().select(s -> s.kind() == Kind.REQUEST);
      Selection fromDue = result.timeline().select(s -> s.kind() == Kind.DUE);
      assertThat(result.verdict()).isEqualTo(Verdict.NO_DATA);
      assertThat(all.unanswered()).isEqualTo(10);
      assertThat(fromDue.unanswered()).isEqualTo(10);
      assertThat(fromDue.requests()).isEqualTo(all.requests());
      assertThat(fromDue.failures()).isEqualTo(all.failures());
      assertThat(fromDue.all().times().at(Percentile.P99))
          .isGreaterThanOrEqualTo(all.all().times().at(Percentile.P99));
      assertThat(fromDue.isLeastKnown()).isTrue();
    }
  }
}
