package dev.onrush.internal.run.log;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.onrush.dsl.OnrushDsl;
import dev.onrush.internal.metrics.recording.Recorder;
import dev.onrush.internal.run.log.IntervalLog.Limits;
import dev.onrush.internal.run.record.RunInfo;
import dev.onrush.internal.run.record.RunRecord;
import dev.onrush.internal.run.record.SampleInfo;
import dev.onrush.profile.LoadProfile;
import dev.onrush.result.Command;
import dev.onrush.result.Intervention;
import dev.onrush.result.Judgement;
import dev.onrush.result.RunEnd;
import dev.onrush.result.Verdict;
import dev.onrush.threshold.Scope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MergedLogTest {

  private static final LoadProfile PROFILE = OnrushDsl.concurrentUsers().hold(4, ofSeconds(3));
  private static final RunEnd ENDED = RunEnd.COMPLETED;

  @TempDir Path folder;

  private static RunInfo info(String injector, String run) {
    return SampleInfo.load()
        .on(PROFILE)
        .requests("r")
        .judged(
            OnrushDsl.errorCount().atMost(0),
            OnrushDsl.throughput().every(ofSeconds(1)).atLeast(OnrushDsl.perSecond(5)))
        .shape(Map.of("profile", "steady"))
        .facts(Map.of(RunInfo.INJECTOR, injector, RunInfo.CLUSTER_RUN, run))
        .info();
  }

  /**
   * Writes the log of an injector with 10 responses a second, each with {@code millis}
   * milliseconds.
   */
  private Path part(String injector, String run, long millis, int seconds, Optional<RunEnd> ending)
      throws IOException {
    return part(injector, run, millis, seconds, ending, Limits.DEFAULT);
  }

  /**
   * Writes the log of an injector whose load is ended after this many seconds; it waits two more
   * seconds for responses.
   */
  private Path ended(String injector, int seconds) throws IOException {
    Path part = Files.createTempDirectory(folder, "part");
    try (IntervalLog log = IntervalLog.create(part, info(injector, "run"))) {
      Recorder recorder = new Recorder(PROFILE.phases(), text -> text);
      recorder.userStarted("U");
      recorder.userStarted("U");
      for (int second = 1; second <= seconds + 2; second++) {
        for (int i = 0; i < (second <= seconds ? 10 : 0); i++) {
          recorder.timed("U", "", "r", 1000L * second - 500, 10_000, true, "200", "");
        }
        log.add(recorder.takeInterval(ofSeconds(second)));
      }
      log.end(ENDED, Optional.of(ofSeconds(seconds)), List.of());
    }
    return part;
  }

  private Path part(
      String injector, String run, long millis, int seconds, Optional<RunEnd> ending, Limits limits)
      throws IOException {
    Path part = Files.createTempDirectory(folder, "part");
    Recorder recorder = new Recorder(PROFILE.phases(), text -> text);
    recorder.userStarted("U");
    recorder.userStarted("U");
    try (IntervalLog log = IntervalLog.create(part, info(injector, run), limits)) {
      for (int second = 1; second <= seconds; second++) {
        for (int i = 0; i < 10; i++) {
          recorder.timed("U", "", "r", 1000L * second - 500, millis * 1000, true, "200", "");
        }
        if (second == 2) {
          log.add(new Intervention(ofMillis(1500), new Command.SetLevel(4), "dashboard"));
        }
        log.add(recorder.takeInterval(ofSeconds(second).plusMillis(2)));
      }
      if (ending.isPresent()) {
        log.end(ending.get(), Optional.empty(), List.of("a note"));
      }
    }
    return part;
  }

  private RunRecord merged(Path... parts) throws IOException {
    Path into = Files.createTempDirectory(folder, "merged");
    MergedLog.write(List.of(parts), into);
    return IntervalLog.read(into);
  }

  @Test
  void logs_of_all_injectors_add_up_second_for_second() throws IOException {
    RunRecord result =
        merged(
            part("2 of 2 (b)", "run", 30, 3, Optional.of(ENDED)),
            part("1 of 2 (a)", "run", 10, 3, Optional.of(ENDED)));

    assertThat(result.timeline().rows())
        .extracting(row -> row.requests())
        .containsExactly(20L, 20L, 20L);
    assertThat(result.timeline().rows())
        .extracting(row -> row.activeUsers())
        .containsExactly(4L, 4L, 4L);
    // half of them took 10 ms, half 30
    assertThat(result.timeline().all().all().times().mean()).isEqualTo(20.0);
    assertThat(result.timeline().rows().get(0).injectors().keySet())
        .containsExactly("injector 1 of 2 (a)", "injector 2 of 2 (b)");
    assertThat(result.interventions()).hasSize(1);
    assertThat(result.notes())
        .containsExactly("injector 1 of 2 (a): a note", "injector 2 of 2 (b): a note");
    assertThat(result.ending()).isEqualTo(ENDED);
    assertThat(result.info().facts()).doesNotContainKey(RunInfo.INJECTOR);
  }

  @Test
  void the_load_was_ended_when_that_of_the_last_injector_was() throws IOException {
    RunRecord result = merged(ended("1 of 2 (a)", 1), ended("2 of 2 (b)", 2));

    assertThat(result.length()).isEqualTo(ofSeconds(4));
    assertThat(result.timeline().endOfLoad()).hasValue(ofSeconds(2));
    // 10 and 20 requests
    assertThat(result.statistics(Scope.ALL).throughput()).hasValue(30 / 2.0);
    // the two seconds of waiting for responses do not count as windows
    assertThat(result.judgements().get(1))
        .extracting(Judgement::verdict, judgement -> judgement.actual().orElseThrow())
        .containsExactly(Verdict.PASS, 10.0);
  }

  @Test
  void the_load_lasted_until_the_last_users_left_where_that_was_later() throws IOException {
    RunRecord result =
        merged(ended("1 of 2 (a)", 2), part("2 of 2 (b)", "run", 10, 5, Optional.of(ENDED)));

    assertThat(result.timeline().endOfLoad()).hasValue(ofMillis(5_002));
  }

  @Test
  void without_its_coordinator_the_run_is_invalid_for_the_reason_that_each_wrote_down()
      throws IOException {
    RunEnd lost = new RunEnd(RunEnd.How.INTERRUPTED, "the coordinator c was lost after 00:03");

    RunRecord result =
        merged(
            part("1 of 2 (a)", "run", 10, 3, Optional.of(lost)),
            part("2 of 2 (b)", "run", 10, 3, Optional.of(lost)));

    assertThat(result.verdict()).isEqualTo(Verdict.INVALID);
    assertThat(result.reason()).isEqualTo("the coordinator c was lost after 00:03");
  }

  @Test
  void an_injector_that_left_off_in_the_middle_is_named() throws IOException {
    RunRecord result =
        merged(
            part("1 of 2 (a)", "run", 10, 3, Optional.of(ENDED)),
            part("2 of 2 (b)", "run", 10, 1, Optional.empty()));

    assertThat(result.verdict()).isEqualTo(Verdict.INVALID);
    assertThat(result.reason()).startsWith("the log of injector 2 of 2 (b) ends after 00:01");
    assertThat(result.generatorFindings())
        .contains(
            "injector 2 of 2 (b) was lost at 00:01; half of the load was missing from then on");
    assertThat(result.timeline().all().requests()).isEqualTo(40);
  }

  @Test
  void a_hole_in_the_log_of_one_injector_is_one_of_the_run() throws IOException {
    Path damaged = part("2 of 2 (b)", "run", 10, 3, Optional.of(ENDED));
    Path file = damaged.resolve(IntervalLog.FILE);
    List<String> lines = new java.util.ArrayList<>(Files.readAllLines(file));
    lines.remove(2); // the second second is line 4, after an intervention in line 3
    lines.remove(2);
    Files.write(file, lines);

    RunRecord result = merged(part("1 of 2 (a)", "run", 10, 3, Optional.of(ENDED)), damaged);

    assertThat(result.verdict()).isEqualTo(Verdict.INVALID);
    assertThat(result.reason())
        .isEqualTo(
            "injector 2 of 2 (b): the log has a hole: 1 s (00:01 to 00:02) of the run missing");
    assertThat(result.notes())
        .containsExactly(
            "injector 1 of 2 (a): a note",
            "injector 2 of 2 (b): a note",
            "injector 2 of 2 (b): the log is damaged: intervals.jsonl lines 3 to 4 are missing",
            "injector 2 of 2 (b): missing in the log, and in all figures: 1 s (00:01 to 00:02)");
    assertThat(result.timeline().all().requests()).isEqualTo(50);
  }

  @Test
  void a_log_that_has_some_time_in_sums_only_is_noted() throws IOException {
    RunRecord result =
        merged(
            part("1 of 2 (a)", "run", 10, 1_000, Optional.of(ENDED)),
            part(
                "2 of 2 (b)",
                "run",
                10,
                1_000,
                Optional.of(ENDED),
                new Limits(4_000, 1_000, 2_000)));

    assertThat(result.timeline().all().requests()).isEqualTo(20_000);
    assertThat(result.notes()).hasSize(3);
    assertThat(result.notes().get(2))
        .matches(
            "injector 2 of 2 \\(b\\): the log contains the time from .* only as sums of up to .*"
                + " intervals: .*");
  }

  @Test
  void a_log_that_is_missing_is_said() throws IOException {
    RunRecord result = merged(part("1 of 3 (a)", "run", 10, 3, Optional.of(ENDED)));

    assertThat(result.verdict()).isEqualTo(Verdict.INVALID);
    assertThat(result.reason())
        .isEqualTo("the logs of 1 of 3 injectors were given; the data of the others is missing");
  }

  @Test
  void logs_that_do_not_belong_together_are_refused() throws IOException {
    Path one = part("1 of 2 (a)", "run", 10, 1, Optional.of(ENDED));
    Path again = part("1 of 2 (a)", "run", 10, 1, Optional.of(ENDED));
    Path other = part("2 of 2 (b)", "yesterday", 10, 1, Optional.of(ENDED));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> MergedLog.write(List.of(one, other), folder))
        .withMessageEndingWith("are of different runs; merge the logs of the injectors of one run");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MergedLog.write(List.of(one, again), folder))
        .withMessageEndingWith("are both of injector 1 of 2 (a); give each once");
  }
}
