package dev.onrush;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.onrush.internal.run.log.IntervalLog;
import dev.onrush.internal.run.record.RunRecord;
import dev.onrush.profile.Phase;
import dev.onrush.result.RequestStatistics;
import dev.onrush.result.RunResult;
import dev.onrush.result.Verdict;
import dev.onrush.threshold.Scope;
import dev.onrush.threshold.Subject;
import dev.onrush.units.Percentile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.Console;

/** Simulation classes run from Java, checked through the public result. */
class SimulationsFromJavaTest {

  @TempDir Path reports;

  private final CountingServer server = new CountingServer();

  @AfterEach
  void close() {
    server.close();
    System.clearProperty("plain.address");
    System.clearProperty("onrush.users");
  }

  private RunSettings settings() {
    return WithSettings.load(Map.of()).withTarget(URI.create(server.uri())).withReports(reports);
  }

  @Test
  void a_simulation_is_made_and_its_plan_read_without_a_setting() {
    System.setProperty("onrush.users", "-1"); // refused when settings are read

    assertThat(new SampleSimulation().plan().name()).isEqualTo("Sample");
    assertThat(new SampleSimulation().thresholds()).hasSize(3);
  }

  @Test
  @Tag("load")
  @Tag("long")
  void a_plain_simulation_is_run_by_its_class() {
    System.setProperty("plain.address", server.uri());

    RunResult result = Onrush.run(PlainSample.class, settings());

    assertThat(result.verdict()).as(result.reason()).isEqualTo(Verdict.PASS);
    assertThat(result.exitCode()).isZero();
    assertThat(result.info().simulation()).isEqualTo("PlainSample");
    assertThat(result.info().profile()).isEmpty();
    assertThat(result.requests()).containsExactly("Ask", "Look");
    assertThat(of(result, "Ask").requests()).isEqualTo(3).isEqualTo(server.count("/ask"));
    assertThat(of(result, "Look").requests()).isPositive().isEqualTo(server.count("/look"));
    assertThat(result.errors()).isEmpty();
  }

  @Test
  @Tag("load")
  @Tag("long")
  void gatling_does_not_name_the_class_of_the_simulation() {
    System.setProperty("plain.address", server.uri());
    ByteArrayOutputStream printed = new ByteArrayOutputStream();

    RunResult result = Console.withOut(printed, () -> Onrush.run(PlainSample.class, settings()));

    assertThat(result.verdict()).as(result.reason()).isEqualTo(Verdict.PASS);
    assertThat(printed.toString(UTF_8)).isEmpty();
  }

  @Test
  @Tag("load")
  @Tag("long")
  void a_plain_simulation_has_the_phases_that_it_names() throws IOException {
    System.setProperty("plain.address", server.uri());

    RunResult result = Onrush.run(PlainPhases.class, settings());

    assertThat(result.judgements()).allMatch(judged -> judged.verdict() == Verdict.PASS);
    assertThat(result.info().phases())
        .extracting(Phase::name)
        .containsExactly("run", "spike", "run");
    long spike = in(result, "spike");
    assertThat(spike + in(result, "run")).isEqualTo(server.count("/ask")).isBetween(58L, 62L);
    // 50/s for 1 s, except requests that a busy machine sends outside of this second
    assertThat(spike).isPositive();
    RunRecord again = IntervalLog.read(folder());
    assertThat(again.info().phases()).isEqualTo(result.info().phases());
    assertThat(again.judgements()).isEqualTo(result.judgements());
    assertThat(ResultSchema.errors(folder())).isEmpty();
  }

  private Path folder() throws IOException {
    try (Stream<Path> runs = Files.list(reports)) {
      return runs.filter(Files::isDirectory).findFirst().orElseThrow();
    }
  }

  private static long in(RunResult result, String phase) {
    return result.statistics(Scope.ALL.during(phase)).requests();
  }

  @Test
  void phases_that_a_plain_simulation_does_not_name_are_refused() {
    System.setProperty("plain.address", server.uri());

    refused(
        "p95 in spyke < 1 s",
        "threshold \"p95 in spyke < 1 s\" names phase \"spyke\"; this plan has \"run\", \"spike\"");
    refused(
        "recovery in run < 10 s",
        "threshold \"recovery in run < 10 s\" needs a phase before and one after \"run\"; declare"
            + " one in phases() that begins after 0 s, such as phase(\"spike\", ofSeconds(30),"
            + " ofSeconds(60))");
    refused(
        "recovery in spike < 10 s",
        "threshold \"recovery in spike < 10 s\" needs 3 whole seconds before phase \"spike\" to know"
            + " the usual response time, but phase \"run\" has only 1; make the phase longer");
    assertThat(server.counts()).isEmpty();
  }

  private void refused(String threshold, String message) {
    System.setProperty("plain.threshold", threshold);
    try {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Onrush.run(PlainPhases.class, settings()))
          .withMessage(message);
    } finally {
      System.clearProperty("plain.threshold");
    }
  }

  @Test
  @Tag("load")
  @Tag("long")
  void a_simulation_with_a_plan_is_run_by_its_class_with_settings_from_java() {
    RunResult result = Onrush.run(SampleSimulation.class, settings().with("users", "2"));

    assertThat(result.verdict()).as(result.reason()).isEqualTo(Verdict.PASS);
    assertThat(result.info().facts()).containsEntry("users", "2").containsEntry("peak", "2 users");
    assertThat(result.judgements()).allMatch(judged -> judged.verdict() == Verdict.PASS);
    RequestStatistics all = result.statistics();
    assertThat(all.requests()).isPositive().isEqualTo(server.count("/ask"));
    assertThat(all.statusCodes()).containsExactly(Map.entry("200", all.requests()));
    assertThat(all.errorRate()).hasValue(0);
    assertThat(all.throughput()).isPresent();
    assertThat(all.times().count()).isEqualTo(all.requests());
    assertThat(all.times().percentile(Percentile.P95))
        .get()
        .satisfies(p95 -> assertThat(p95).isLessThanOrEqualTo(all.times().max().orElseThrow()));
    AtomicLong inBuckets = new AtomicLong();
    all.times().forEach((time, count) -> inBuckets.addAndGet(count));
    assertThat(inBuckets).hasValue(all.requests());
    assertThat(result.intervals().stream().mapToLong(interval -> interval.requests()).sum())
        .isEqualTo(all.requests());
    assertThat(of(result, "Nobody asks").times().percentile(Percentile.P95)).isEmpty();
    assertThat(of(result, "Nobody asks").errorRate()).isEmpty();
    assertThat(result.capacity()).isEmpty();
    assertThat(result.unwritten()).isEmpty();
  }

  /** A simulation whose code throws when it is loaded. */
  public static class Throwing extends LoadSimulation {
    @Override
    protected dev.onrush.plan.LoadPlan plan() {
      throw new IllegalArgumentException("no accounts");
    }
  }

  @Test
  @Tag("load")
  @Tag("long")
  void a_simulation_with_a_mistake_is_refused_and_leaves_nothing() throws Exception {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Onrush.run(Throwing.class, settings()))
        .withMessage("no accounts");

    assertThat(server.counts()).isEmpty();
    try (var left = Files.list(reports)) {
      assertThat(left.toList()).isEqualTo(List.of());
    }
  }

  @Test
  @Tag("load")
  void a_preview_refuses_what_the_run_would_refuse() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                Onrush.run(
                    SampleSimulation.class,
                    settings().with("injectors", "2").with("preview", "true")))
        .withMessageStartingWith("a run from Java has one injector, this JVM; ");
  }

  private static RequestStatistics of(RunResult result, String request) {
    return result.statistics(Scope.ALL.of(new Subject.Request(request)));
  }
}
