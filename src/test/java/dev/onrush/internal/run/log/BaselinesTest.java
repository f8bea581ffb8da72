package dev.onrush.internal.run.log;

import static dev.onrush.dsl.OnrushDsl.*;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.onrush.internal.baseline.Baseline;
import dev.onrush.internal.capacity.SearchedFlow;
import dev.onrush.internal.metrics.Interval;
import dev.onrush.internal.metrics.recording.Recorder;
import dev.onrush.internal.metrics.timeline.Timeline;
import dev.onrush.internal.run.record.RunAnalysis;
import dev.onrush.internal.run.record.RunInfo;
import dev.onrush.internal.run.record.RunLoad;
import dev.onrush.internal.run.record.RunRecord;
import dev.onrush.internal.run.record.SampleInfo;
import dev.onrush.internal.verdict.Judge;
import dev.onrush.internal.verdict.generator.GeneratorHealth;
import dev.onrush.internal.verdict.probe.ComparisonBasis;
import dev.onrush.internal.verdict.probe.PlannedRequests;
import dev.onrush.plan.CapacitySearch;
import dev.onrush.profile.LoadProfile;
import dev.onrush.result.Command;
import dev.onrush.result.Intervention;
import dev.onrush.result.Judgement;
import dev.onrush.result.RunEnd;
import dev.onrush.result.UnwrittenFile;
import dev.onrush.result.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BaselinesTest {

  @TempDir Path reports;

  private static RunInfo info(LoadProfile profile) {
    return SampleInfo.load()
        .startedAt(Instant.EPOCH)
        .on(profile)
        .requests("r")
        .judged(
            p50().notWorseThanBaseline(),
            errorRate().notWorseThanBaseline(),
            mean().ofEachRequest().notWorseThanBaselineBy(ofPercent(10)),
            p99().of("r").notWorseThanBaseline())
        .shape(Map.of("workload", "arrival rate", "profile", profile.toString()))
        .info();
  }

  private static final RunInfo INFO = info(arrivalRate().hold(perSecond(20), ofSeconds(30)));

  /** Thirty seconds of twenty requests, with 100 to 140 ms times {@code factor}. */
  private static Judge judged(Optional<Baseline> baseline, long seed, double factor) {
    Judge judge =
        new Judge(
            INFO.thresholds(),
            INFO.phases(),
            PlannedRequests.of(INFO.requests()),
            ComparisonBasis.with(baseline),
            new Timeline());
    intervals(seed, factor).forEach(judge::add);
    return judge;
  }

  private static List<Interval> intervals(long seed, double factor) {
    SplittableRandom random = new SplittableRandom(seed);
    Recorder recorder = new Recorder(INFO.phases(), text -> text);
    return java.util.stream.IntStream.range(0, 30)
        .mapToObj(
            second -> {
              for (int i = 0; i < 20; i++) {
                long start = second * 1_000L;
                long time = Math.round(factor * random.nextInt(100, 140));
                recorder.userStarted("B");
                recorder.response("B", "", "r", start, start + time, true, "200", "");
                recorder.userEnded("B");
              }
              return recorder.takeInterval(ofSeconds(second + 1));
            })
        .toList();
  }

  /** Returns the analysis of a run whose generator kept up. */
  private static RunAnalysis analysis(RunInfo info, Judge judge) {
    return new RunAnalysis(judge, new GeneratorHealth(info.limits()), Optional.empty());
  }

  /** Writes a run's folder, as a run leaves it. */
  private Path saved(String name, long seed, RunEnd ending) throws IOException {
    return saved(name, INFO, seed, ending);
  }

  private Path saved(String name, RunInfo info, long seed, RunEnd ending) throws IOException {
    return saved(name, info, seed, ending, List.of());
  }

  private Path saved(
      String name, RunInfo info, long seed, RunEnd ending, List<Intervention> interventions)
      throws IOException {
    Path folder = Files.createDirectories(reports.resolve(name));
    Judge judge = judged(Optional.empty(), seed, 1);
    try (IntervalLog log = IntervalLog.create(folder, info)) {
      for (var interval : intervals(seed, 1)) {
        log.add(interval);
      }
      for (Intervention intervention : interventions) {
        log.add(intervention);
      }
      log.end(analysis(info, judge).result(info, ending, interventions, List.of()));
    }
    return folder;
  }

  /** Twelve seconds with load, and two without any response. */
  private static List<Interval> ended() {
    List<Interval> all = new ArrayList<>(intervals(3, 1).subList(0, 12));
    for (int second = 12; second < 14; second++) {
      all.add(
          new Interval(
              ofSeconds(second),
              ofSeconds(second + 1),
              Map.of(),
              Map.of(),
              Optional.empty(),
              Map.of()));
    }
    return all;
  }

  private static Judge judged(List<Interval> intervals, Optional<Baseline> baseline) {
    Judge judge =
        new Judge(
            INFO.thresholds(),
            INFO.phases(),
            PlannedRequests.of(INFO.requests()),
            ComparisonBasis.with(baseline),
            new Timeline());
    judge.timeline().endLoad(Optional.of(ofSeconds(12)));
    intervals.forEach(judge::add);
    return judge;
  }

  @Test
  void a_run_whose_load_was_ended_is_compared_by_the_time_until_then() throws IOException {
    Baselines baselines = new Baselines(reports.resolve("baselines"));
    baselines.save("whole", List.of(saved("a", 1, RunEnd.COMPLETED)));
    Optional<Baseline> whole = baselines.find("whole", INFO);

    assertThat(judged(ended(), whole).comparison().orElseThrow().lines())
        .isEqualTo(judged(ended().subList(0, 12), whole).comparison().orElseThrow().lines());

    Path run = Files.createDirectories(reports.resolve("ended"));
    try (IntervalLog log = IntervalLog.create(run, INFO)) {
      for (Interval interval : ended()) {
        log.add(interval);
      }
      log.end(
          analysis(INFO, judged(ended(), Optional.empty()))
              .result(INFO, RunEnd.COMPLETED, List.of(), List.of("x".repeat(10_000))));
    }
    baselines.save("ended", List.of(run));

    // except the second after which a level is steady
    assertThat(baselines.find("ended", INFO).orElseThrow().runs().get(0).size()).isEqualTo(11);
    assertThat(Baselines.blocks(run, INFO).size()).isEqualTo(11);
  }

  @Test
  void a_run_is_compared_with_what_was_saved() throws IOException {
    Baselines baselines = new Baselines(reports.resolve("baselines"));

    baselines.save(
        "main", List.of(saved("a", 1, RunEnd.COMPLETED), saved("b", 2, RunEnd.COMPLETED)));

    assertThat(baselines.names()).containsExactly("main");
    Baseline main = baselines.find("main", INFO).orElseThrow();
    assertThat(main.runs()).hasSize(2);
    assertThat(judged(Optional.of(main), 3, 1).judge())
        .extracting(Judgement::verdict)
        // 600 requests are not enough for a p99
        .containsExactly(Verdict.PASS, Verdict.PASS, Verdict.PASS, Verdict.NO_DATA);
    List<Judgement> slower = judged(Optional.of(main), 3, 1.5).judge();
    assertThat(slower)
        .extracting(Judgement::verdict)
        .containsExactly(Verdict.FAIL, Verdict.PASS, Verdict.FAIL, Verdict.NO_DATA);
    assertThat(slower.get(0).detail())
        .startsWith("p50: 120 ms -> 179 ms, +50 % (90 % interval +")
        .endsWith(" %): worse by more than 5 %");
    assertThat(judged(Optional.of(main), 3, 1.5).comparison().orElseThrow().regressions())
        .isNotEmpty();
    // saving again replaces the old runs with the new runs
    baselines.save("main", List.of(reports.resolve("b")));
    assertThat(baselines.find("main", INFO).orElseThrow().runs()).hasSize(1);
  }

  @Test
  void without_a_baseline_its_thresholds_have_no_data() {
    assertThat(new Baselines(reports.resolve("baselines")).find("main", INFO)).isEmpty();
    assertThat(judged(Optional.empty(), 1, 1).judge())
        .allSatisfy(
            judgement -> {
              assertThat(judgement.verdict()).isEqualTo(Verdict.NO_DATA);
              assertThat(judgement.detail())
                  .endsWith(
                      "there is no baseline of this plan and size; save this run as one with:"
                          + " baseline NAME FOLDER");
            });
  }

  @Test
  void the_command_that_saves_a_run_as_a_baseline_is_complete() {
    Path folder = Path.of("load tests", "FirstTest-20260131T120000Z");

    RunAnalysis analysis = RunAnalysis.of(INFO, Optional.empty(), folder);

    assertThat(
            analysis
                .result(INFO, RunEnd.COMPLETED, List.of(), List.of())
                .judgements()
                .get(0)
                .detail())
        .isEqualTo(
            "there is no baseline of this plan and size; save this run as one with: baseline %s \"%s\""
                .formatted(INFO.simulation(), folder));
  }

  @Test
  void a_run_that_cannot_be_a_baseline_is_not_advised_to_be_saved_as_one() {
    RunAnalysis analysis = RunAnalysis.of(INFO, Optional.empty(), Path.of("reports/F"));
    String missing = "there is no baseline of this plan and size";

    RunRecord killed =
        analysis.result(
            INFO, new RunEnd(RunEnd.How.INTERRUPTED, "interrupted"), List.of(), List.of());
    RunRecord unwritten =
        analysis
            .result(INFO, RunEnd.COMPLETED, List.of(), List.of())
            .withUnwritten(List.of(new UnwrittenFile("result.json", "was not written: full")));

    assertThat(killed.judgements().get(0).detail()).isEqualTo(missing);
    assertThat(unwritten.judgements().get(0).detail()).isEqualTo(missing);
  }

  @Test
  void a_baseline_of_another_plan_is_refused_with_what_differs() throws IOException {
    Baselines baselines = new Baselines(reports.resolve("baselines"));
    baselines.save("main", List.of(saved("a", 1, RunEnd.COMPLETED)));
    RunInfo other = info(arrivalRate().hold(perSecond(40), ofSeconds(30)));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> baselines.find("main", other))
        .withMessageStartingWith(
            "baseline \"main\" and this run are not of the same plan: profile is \"")
        .withMessageContaining("\" in baseline \"main\" and \"")
        .withMessageEndingWith(
            "\" in this run; only runs of the same plan and size can be compared");
  }

  @Test
  void a_run_of_a_part_of_its_plan_is_no_baseline_and_says_so() throws IOException {
    Path part = saved("a", INFO.with(RunInfo.PART, "Clerks"), 1, RunEnd.COMPLETED);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Baselines(reports.resolve("baselines")).save("main", List.of(part)))
        .withMessage(
            "run was "
                + part
                + ", which ran only a part of its plan (Clerks); save a run of the whole plan");
    assertThat(IntervalLog.read(part).reason()).startsWith("only Clerks ran: ");
  }

  @Test
  void searches_looks_and_duets_are_neither_compared_nor_saved() throws IOException {
    CapacitySearch search = capacitySearch().from(10).upTo(100);
    Map<RunInfo, String> why =
        Map.of(
            searching(INFO, search),
            "was a capacity search, which chooses its own levels",
            INFO.with(RunInfo.ONCE, "one user"),
            "was a trial run (once), not a load test",
            INFO.with(RunInfo.AGAINST, "http://127.0.0.1:8080"),
            "was a duet, which measures two services");

    why.forEach(
        (info, words) -> {
          String message =
              " "
                  + words
                  + "; only runs that follow a load profile against one service can be compared and"
                  + " saved";
          assertThatIllegalArgumentException()
              .isThrownBy(() -> Baselines.checkComparable("reports/a", INFO, "reports/b", info))
              .withMessage("reports/b" + message);
          assertThatIllegalArgumentException()
              .isThrownBy(() -> Baselines.checkComparable("reports/a", info, "reports/b", info))
              .withMessage("reports/a" + message);
        });
    Path look = saved("a", INFO.with(RunInfo.ONCE, "one user"), 1, RunEnd.COMPLETED);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Baselines(reports.resolve("baselines")).save("main", List.of(look)))
        .withMessageStartingWith(look + " was a trial run (once), not a load test; ");
  }

  private static RunInfo searching(RunInfo info, CapacitySearch search) {
    return new RunInfo(
        info.simulation(),
        info.plan(),
        info.started(),
        RunLoad.of(info.flows(), Optional.of(SearchedFlow.only(search))),
        info.seed(),
        info.plannedRequests(),
        info.thresholds(),
        info.limits(),
        info.shape(),
        info.facts());
  }

  @Test
  void a_run_that_cannot_be_trusted_is_no_baseline() throws IOException {
    Path broken = saved("a", 1, new RunEnd(RunEnd.How.INTERRUPTED, "the run was killed"));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Baselines(reports.resolve("baselines")).save("main", List.of(broken)))
        .withMessage(
            "run was " + broken + ", which is INVALID (the run was killed); save a different run");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Baselines(reports.resolve("baselines")).save("../x", List.of(broken)))
        .withMessage("baseline name was \"../x\"; letters, digits, _, . and - are allowed");
    assertThat(reports.resolve("baselines")).doesNotExist();
  }

  @Test
  void runs_of_two_machines_may_have_the_same_name_but_each_is_given_once() throws IOException {
    Path one = saved("one/Same", 1, RunEnd.COMPLETED);
    Path other = saved("other/Same", 2, RunEnd.COMPLETED);
    Baselines baselines = new Baselines(reports.resolve("baselines"));

    Path main = baselines.save("main", List.of(one, other));

    assertThat(main.resolve("Same")).isDirectory();
    assertThat(main.resolve("Same-2")).isDirectory();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> baselines.save("main", List.of(one, other, one)))
        .withMessage("run was given twice: " + one + "; give each run once");
  }

  @Test
  void a_run_that_was_steered_or_stopped_by_hand_is_no_baseline() throws IOException {
    Baselines baselines = new Baselines(reports.resolve("baselines"));
    Intervention up = new Intervention(ofSeconds(9), new Command.SetLevel(40), "dashboard");
    Intervention stop = new Intervention(ofSeconds(20), new Command.Stop(), "dashboard");
    Path steered = saved("a", INFO, 1, RunEnd.COMPLETED, List.of(up));
    RunEnd early =
        new RunEnd(
            RunEnd.How.INTERRUPTED, "the run was stopped by hand (dashboard) after 00:20 of 00:30");
    Path stopped = saved("b", INFO, 1, early, List.of(stop));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> baselines.save("main", List.of(steered)))
        .withMessage(
            "run was "
                + steered
                + ", which was steered by hand at 00:09 (dashboard); save a different run");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> baselines.save("main", List.of(stopped)))
        .withMessage(
            "run was "
                + stopped
                + ", which is INVALID (the run was stopped by hand (dashboard) after 00:20 of"
                + " 00:30); save a different run");
    assertThat(baselines.names()).isEmpty();
  }

  @Test
  void a_run_that_was_killed_is_not_compared_with_its_baseline_and_says_so() throws IOException {
    try (IntervalLog log = IntervalLog.create(reports, INFO.with(RunInfo.BASELINE, "main"))) {
      for (var interval : intervals(1, 1)) {
        log.add(interval);
      }
    }

    RunRecord killed = IntervalLog.read(reports);

    assertThat(killed.reason())
        .isEqualTo("the log ends after 00:30 of 00:30; the run was killed, or its disk was full");
    assertThat(killed.judgements())
        .extracting(Judgement::verdict, Judgement::detail)
        .containsOnly(
            org.assertj.core.groups.Tuple.tuple(
                Verdict.NO_DATA, "a run whose log has no end is not compared with baseline main"));
  }

  @Test
  void what_was_found_when_the_run_ended_stays_when_its_baseline_changes() throws IOException {
    Baselines baselines = new Baselines(reports.resolve("baselines"));
    baselines.save("main", List.of(saved("a", 1, RunEnd.COMPLETED)));
    Judge judge = judged(baselines.find("main", INFO), 3, 1.5);
    RunRecord atItsEnd =
        analysis(INFO, judge)
            .result(INFO.with(RunInfo.BASELINE, "main"), RunEnd.COMPLETED, List.of(), List.of());
    Path folder = Files.createDirectories(reports.resolve("later"));
    try (IntervalLog log = IntervalLog.create(folder, atItsEnd.info())) {
      for (var interval : intervals(3, 1.5)) {
        log.add(interval);
      }
      log.end(atItsEnd);
    }

    RunRecord readAgain = IntervalLog.read(folder);

    assertThat(readAgain.judgements()).isEqualTo(atItsEnd.judgements());
    assertThat(readAgain.compared()).isEqualTo(atItsEnd.compared()).isPresent();
    assertThat(readAgain.verdict()).isEqualTo(Verdict.FAIL);
  }
}
