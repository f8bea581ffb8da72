package dev.onrush;

import static dev.onrush.dsl.OnrushDsl.*;
import static io.gatling.javaapi.http.HttpDsl.http;
import static java.time.Duration.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.onrush.internal.capacity.LevelOutcome;
import dev.onrush.internal.capacity.SearchResult;
import dev.onrush.internal.run.log.IntervalLog;
import dev.onrush.internal.run.record.RunRecord;
import dev.onrush.plan.CapacitySearch;
import dev.onrush.plan.LoadPlan;
import dev.onrush.result.Verdict;
import dev.onrush.threshold.Scope;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real searches against a service of known capacity. */
@Tag("load")
@Tag("extended")
class CapacityOfARunTest {

  @TempDir Path reports;

  private RunRecord run(LoadPlan plan, WorkerServer server) {
    return Runs.run(plan, RunSettings.load().withTarget(server.uri()).withReports(reports));
  }

  private static CapacitySearch brief(CapacitySearch search) {
    return search
        .settleFor(ofMillis(500))
        .holdFor(ofSeconds(2))
        .restAtMost(ofSeconds(20))
        .within(ofPercent(50))
        .probesAtMost(12);
  }

  @Test
  void a_search_finds_what_an_open_service_takes_and_its_log_tells_the_same() throws Exception {
    try (WorkerServer server = new WorkerServer(10, ofMillis(50))) {
      LoadPlan plan =
          loadPlan("Open")
              .users(userClass("Users").task("Ask", get("/")))
              .profile(brief(capacitySearch().from(perSecond(80)).upTo(perSecond(640))))
              .thresholds(p95().below(ofMillis(200)), errorRate().below(ofPercent(1)));

      RunRecord result = run(plan, server);

      check(result, server.capacity());
      assertThat(
              result.capacity().orElseThrow().probes().stream()
                  .filter(
                      p -> p.outcome() != LevelOutcome.INVALID && p.level() > server.capacity()))
          .as("more is never answered than the workers get done, give or take a second's edge")
          .allSatisfy(p -> assertThat(p.answered()).isLessThan(1.25 * server.capacity()));
    }
  }

  @Test
  void a_search_finds_how_many_users_a_closed_service_takes() throws Exception {
    try (WorkerServer server = new WorkerServer(10, ofMillis(50))) {
      LoadPlan plan =
          loadPlan("Closed")
              .users(userClass("Users").thinkTime(constant(ofMillis(500))).task("Ask", get("/")))
              .profile(brief(capacitySearch().from(60).upTo(480)))
              .thresholds(p95().below(ofMillis(200)), errorRate().below(ofPercent(1)));

      RunRecord result = run(plan, server);

      // A user who thinks for 0.5 s and waits for 0.2 s sends a request every 0.7 s.
      check(result, server.capacity() * 0.7);
    }
  }

  /**
   * Checks a search against the true capacity. Regardless of other load on the machine, workers
   * cannot exceed their capacity: an excess of a fifth fills their queue within the hold. The lower
   * bound is checked only if the generator itself was not disturbed.
   */
  private void check(RunRecord result, double truth) throws IOException {
    SearchResult found = result.capacity().orElseThrow();
    assertThat(found.probes()).as(found.sentence()).isNotEmpty();
    assertThat(found.probes().stream().filter(p -> p.level() > 1.2 * truth))
        .as(found.sentence())
        .noneMatch(p -> p.outcome() == LevelOutcome.HELD);
    if (result.verdict() != Verdict.INVALID) {
      assertThat(found.proven().orElse(0)).as(found.sentence()).isBetween(0.6 * truth, 1.2 * truth);
      assertThat(found.breakingPoint().orElseThrow()).isGreaterThan(found.proven().orElseThrow());
      assertThat(result.verdict()).isEqualTo(Verdict.PASS);
    }
    checkFiles(result);
  }

  private void checkFiles(RunRecord result) throws IOException {
    RunRecord read = IntervalLog.read(folder());
    assertThat(read.capacity()).isEqualTo(result.capacity());
    assertThat(read.judgements()).isEqualTo(result.judgements());
    assertThat(read.reason()).isEqualTo(result.reason());
    assertThat(folder().resolve("report.html")).isNotEmptyFile();
    assertThat(ResultSchema.errors(folder())).isEmpty();
  }

  @Test
  void a_generator_past_its_limits_is_the_bottleneck_and_not_the_service() {
    try (WorkerServer server = new WorkerServer(10, ofMillis(10))) {
      LoadPlan plan =
          loadPlan("Limited")
              .users(userClass("Users").task("Ask", get("/")))
              .profile(
                  brief(capacitySearch().from(perSecond(20)).upTo(perSecond(40)))
                      .holdFor(ofSeconds(6)))
              .thresholds(p95().below(ofSeconds(1)));

      // A generator cannot start all of its users at the same time.
      RunRecord result =
          Runs.run(
              plan,
              WithSettings.load(Map.of("onrush.generator.lag", "0.001 ms"))
                  .withTarget(server.uri())
                  .withReports(reports));

      assertThat(result.verdict()).isEqualTo(Verdict.INVALID);
      assertThat(result.reason())
          .startsWith("the generator was the bottleneck at 20/s (start delay was ")
          .endsWith("; no load was proven to hold");
      assertThat(result.capacity().orElseThrow().probes()).hasSize(2);
    }
  }

  @Test
  void one_flow_is_searched_while_another_holds_its_users() throws Exception {
    try (CountingServer server = new CountingServer()) {
      LoadPlan plan =
          loadPlan("Flows")
              .flow(
                  "Clerks",
                  users(
                          userClass("Clerk")
                              .thinkTime(constant(ofSeconds(1)))
                              .task("Look", http("Look").get("/look")))
                      .profile(concurrentUsers().hold(5, ofSeconds(1))))
              .flow(
                  "Labs",
                  users(userClass("Lab").task("Ask", http("Ask").get("/ask")))
                      .profile(
                          brief(capacitySearch().from(perSecond(10)).upTo(perSecond(20)))
                              .holdFor(ofSeconds(1))))
              .thresholds(requestCount().inFlow("Labs").atLeast(1));

      RunRecord result =
          Runs.run(
              plan, RunSettings.load().withTarget(URI.create(server.uri())).withReports(reports));

      assertThat(result.statistics(Scope.ALL.inFlow("Clerks")).requests())
          .isEqualTo(server.counts().get("/look"));
      assertThat(result.statistics(Scope.ALL.inFlow("Labs")).requests())
          .isEqualTo(server.counts().get("/ask"));
      assertThat(result.timeline().rows())
          .filteredOn(row -> row.start().compareTo(ofSeconds(2)) > 0)
          .filteredOn(row -> row.end().compareTo(ofSeconds(10)) < 0)
          .as("its hold is written as 1 s")
          .allSatisfy(row -> assertThat(row.users()).containsEntry("Clerk", 5L));
      // INVALID if this machine stood still
      assertThat(result.verdict()).isIn(Verdict.PASS, Verdict.INVALID);
      SearchResult found = result.capacity().orElseThrow();
      assertThat(found.flow()).hasValue("Labs");
      assertThat(found.probes().get(0).requests()).as("10/s for 1 s").isPositive();
      if (result.verdict() == Verdict.PASS) {
        assertThat(result.reason())
            .as("20/s, or 10/s if this machine was too slow for a calm rest")
            .matches("capacity at least [12]0/s in flow Labs, which held .*");
      }
      checkFiles(result);
    }
  }

  private Path folder() throws IOException {
    try (Stream<Path> folders = Files.list(reports)) {
      return folders
          .filter(folder -> Files.exists(folder.resolve(IntervalLog.FILE)))
          .findFirst()
          .orElseThrow();
    }
  }
}
