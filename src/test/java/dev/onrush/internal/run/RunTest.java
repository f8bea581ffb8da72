package dev.onrush.internal.run;

import static dev.onrush.dsl.OnrushDsl.*;
import static dev.onrush.internal.run.SampleRun.*;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onrush.internal.baseline.Baseline;
import dev.onrush.internal.baseline.RunBlocks;
import dev.onrush.internal.capacity.SearchedFlow;
import dev.onrush.internal.control.EffectiveLoad;
import dev.onrush.internal.exchange.Exchange;
import dev.onrush.internal.exchange.Exchange.Message;
import dev.onrush.internal.exchange.ExchangesFile;
import dev.onrush.internal.exchange.JsonLinesFile;
import dev.onrush.internal.metrics.Interval;
import dev.onrush.internal.metrics.recording.Recorder;
import dev.onrush.internal.run.log.FolderTree;
import dev.onrush.internal.run.log.IntervalLog;
import dev.onrush.internal.run.record.RunInfo;
import dev.onrush.internal.run.record.RunLoad;
import dev.onrush.internal.run.record.RunRecord;
import dev.onrush.internal.run.record.SampleInfo;
import dev.onrush.internal.verdict.generator.GeneratorLimits;
import dev.onrush.internal.verdict.probe.PlannedRequests;
import dev.onrush.plan.CapacitySearch;
import dev.onrush.plan.FlowLoad;
import dev.onrush.profile.Phase;
import dev.onrush.result.Command;
import dev.onrush.result.Intervention;
import dev.onrush.result.RunEnd;
import dev.onrush.result.UnwrittenFile;
import dev.onrush.result.Verdict;
import dev.onrush.threshold.Threshold;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunTest {

  @TempDir Path folder;

  private Run run(Recorder recorder, RunObserver... listeners) {
    return SampleRun.of(INFO, recorder, folder).observedBy(listeners).run();
  }

  private Run planned(Engine engine) {
    return SampleRun.of(INFO.on(List.of(FlowLoad.only(PROFILE))), recorded(), folder)
        .on(engine)
        .at(new HandClock())
        .run();
  }

  @Test
  void a_run_whose_folder_is_deleted_meanwhile_says_so_and_does_not_make_it_again()
      throws IOException {
    Path own = Files.createDirectory(folder.resolve("run"));
    HandClock clock = new HandClock();
    Recorder recorder = recorded();
    Run run =
        SampleRun.of(judged(errorRate().atMost(ofPercent(90))), recorder, own).at(clock).run();
    run.begin(Optional.empty());
    clock.advance(ofSeconds(1));
    assertThat(run.beat()).isTrue();

    FolderTree.delete(own);
    clock.advance(ofSeconds(1));
    assertThat(run.beat()).isTrue();
    RunRecord result = run.end(Optional.empty());

    assertThat(result.unwritten())
        .extracting(UnwrittenFile::toString)
        .containsExactly("intervals.jsonl was not written: it was deleted while the run went on");
    assertThat(own).doesNotExist();
  }

  @Test
  void a_run_is_told_from_its_begin_to_its_end() {
    RecordedCalls heard = new RecordedCalls();
    Run run = run(recorded(), heard);

    run.begin(Optional.empty());
    run.end(Optional.empty());
    run.end(Optional.of("too late to matter"));

    assertThat(heard.calls.get(0)).isEqualTo("started");
    assertThat(heard.calls).contains("interval");
    // 2 of 3 failed
    assertThat(heard.calls.get(heard.calls.size() - 1)).isEqualTo("ended FAIL");
    assertThat(heard.calls).filteredOn(c -> c.startsWith("ended")).hasSize(1);
  }

  @Test
  void what_explains_a_run_may_come_after_its_last_interval() {
    List<String> calls = new ArrayList<>();
    RunObserver late =
        new RunObserver() {
          private Instant started = Instant.MAX;

          @Override
          public void started(RunInfo info, Path folder, RunControl control) {
            started = info.started();
          }

          @Override
          public void interval(RunState state) {
            calls.add("interval");
          }

          @Override
          public void settle() {
            calls.add("settle");
            Message sent = new Message("GET /", List.of(), "");
            Message answer =
                new Message("500", List.of(), "FATAL: sorry, too many clients already");
            long at = started.plusMillis(5).toEpochMilli();
            try (JsonLinesFile<Exchange> file = ExchangesFile.in(folder)) {
              file.add(List.of(new Exchange("r", "B", at, 1, "line", sent, Optional.of(answer))));
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          }
        };
    Run run = run(recorded(), late);

    run.begin(Optional.empty());
    RunRecord result = run.end(Optional.empty());

    assertThat(calls).containsOnlyOnce("settle").last().isEqualTo("settle");
    assertThat(result.breaches().get(0).causes().toString()).contains("too many clients");
    assertThat(IntervalLog.read(folder).breaches()).isEqualTo(result.breaches());
  }

  @Test
  void what_is_done_by_hand_is_told_logged_and_takes_the_plan_from_its_thresholds() {
    List<String> followed = new ArrayList<>();
    Run run =
        planned(
            new Idle() {
              @Override
              public void stop(String reason) {
                followed.add(reason);
              }

              @Override
              public void follow(EffectiveLoad load) {
                followed.add(load.phases().toString());
              }
            });
    run.begin(Optional.empty());

    assertThatThrownBy(() -> run.apply(new Command.Resume(), "test"))
        .hasMessage("the run is not paused");
    run.apply(new Command.Pause(), "test");
    run.apply(new Command.Stop(), "test");
    RunRecord result = run.end(Optional.empty());

    assertThat(followed).hasSize(3).last().isEqualTo("stopped by hand (test)");
    assertThat(result.interventions())
        .extracting(i -> i.command().text() + " " + i.by())
        .containsExactly("pause test", "stop test");
    assertThat(result.verdict()).isEqualTo(Verdict.INVALID);
    assertThat(result.reason()).startsWith("the run was stopped by hand (test) after ");
    assertThat(result.judgements())
        .allSatisfy(
            j -> {
              assertThat(j.verdict()).isEqualTo(Verdict.NO_DATA);
              assertThat(j.detail()).isEqualTo("the run was steered by hand at 00:00 (test)");
            });
    RunRecord again = IntervalLog.read(folder);
    assertThat(again.interventions()).isEqualTo(result.interventions());
    assertThat(again.judgements()).isEqualTo(result.judgements());
    assertThat(again.reason()).isEqualTo(result.reason());
    assertThat(again.info().profile()).isEqualTo(result.info().profile());
  }

  /** A source whose load is generated elsewhere, and follows a change 500 ms later. */
  private record Remote(Recorder recorder) implements Source {
    @Override
    public Interval takeInterval(Duration elapsed) {
      return recorder.takeInterval(elapsed);
    }

    @Override
    public void phases(List<Phase> phases) {
      recorder.phases(phases);
    }

    @Override
    public Duration notice() {
      return Duration.ofMillis(500);
    }

    @Override
    public List<String> notes() {
      return List.of();
    }
  }

  @Test
  void a_change_takes_effect_when_the_load_can_follow_it_and_never_before_an_earlier_one() {
    HandClock clock = new HandClock();
    Run run =
        SampleRun.of(INFO.on(List.of(FlowLoad.only(PROFILE))), new Remote(recorded()), folder)
            .at(clock)
            .run();
    run.begin(Optional.empty());
    clock.set(ofSeconds(10));
    assertThat(run.apply(new Command.SetLevel(9), "test").at()).isEqualTo(ofMillis(10_500));
    clock.set(ofMillis(10_100));
    assertThat(run.apply(new Command.SetLevel(5), "test").at()).isEqualTo(ofMillis(10_600));
    assertThat(run.apply(new Command.Stop(), "test").at()).isEqualTo(ofMillis(10_600));
    clock.set(ofSeconds(12));

    RunRecord result = run.end(Optional.empty());

    // 1/s until 10.5 s, 9/s for 100 ms, 5/s until 60 s.
    assertThat(result.info().profile().orElseThrow().stages())
        .extracting(stage -> stage.to() + "/s for " + stage.duration().toMillis())
        .containsExactly("1.0/s for 10500", "9.0/s for 100", "5.0/s for 49400");
    RunRecord again = IntervalLog.read(folder);
    assertThat(again.interventions()).isEqualTo(result.interventions());
    assertThat(again.info().profile()).isEqualTo(result.info().profile());
  }

  @Test
  void a_search_whose_load_is_generated_elsewhere_chooses_each_level_once() {
    RunInfo info = searching();
    List<EffectiveLoad> followed = new ArrayList<>();
    Recorder recorder = new Recorder(info.phases(), text -> text);
    HandClock clock = new HandClock();
    Run run =
        SampleRun.of(info, new Remote(recorder), folder).on(keeping(followed)).at(clock).run();
    run.begin(Optional.empty());
    // Probe 1 at 10/s is held from 1 s to 3 s; after three calm seconds, the second one follows.
    for (long millis : List.of(1_000, 2_000, 3_000, 4_000, 5_000, 6_000, 6_200, 6_400, 7_000)) {
      respond(recorder, 10, 0);
      clock.set(ofMillis(millis));
      boolean unused = run.beat();
    }

    assertThat(followed.get(followed.size() - 1).segments())
        .extracting(segment -> segment.at().toMillis() + ": " + segment.stages().get(1).phase())
        .containsExactly("6500: settle 2");
    RunRecord result = run.end(Optional.empty());
    assertThat(IntervalLog.read(folder).info().profile()).isEqualTo(result.info().profile());
  }

  @Test
  void a_probe_whose_load_is_generated_elsewhere_is_cut_short_once() {
    RunInfo info = searching(ofSeconds(20), errorRate().below(ofPercent(1)));
    List<EffectiveLoad> followed = new ArrayList<>();
    Recorder recorder = new Recorder(info.phases(), text -> text);
    HandClock clock = new HandClock();
    Run run =
        SampleRun.of(info, new Remote(recorder), folder).on(keeping(followed)).at(clock).run();
    run.begin(Optional.empty());
    // A quarter of the hold, from 1 s to 21 s, is long enough to see that the probe fails.
    for (long millis :
        List.of(1_000, 2_000, 3_000, 4_000, 5_000, 6_000, 6_100, 6_200, 6_300, 6_400)) {
      for (int i = 0; i < 100; i++) {
        recorder.response("B", "", "r", millis, 25, false, "500", "");
      }
      clock.set(ofMillis(millis));
      boolean unused = run.beat();
    }

    assertThat(followed.get(followed.size() - 1).segments())
        .extracting(segment -> segment.at().toMillis() + ": " + segment.why())
        .containsExactly("6500: probe 1 is cut short");
    RunRecord unused = run.end(Optional.empty());
  }

  private static RunInfo searching() {
    return searching(ofSeconds(2), p95().below(ofSeconds(1)));
  }

  private static RunInfo searching(Duration hold, Threshold threshold) {
    CapacitySearch asked =
        capacitySearch()
            .from(perSecond(10))
            .upTo(perSecond(100))
            .settleFor(ofSeconds(1))
            .holdFor(hold)
            .restAtMost(ofSeconds(5));
    return new RunInfo(
        "T",
        "T",
        INFO.started(),
        RunLoad.of(List.of(FlowLoad.only(asked.opening())), Optional.of(SearchedFlow.only(asked))),
        42,
        PlannedRequests.of(List.of("r")),
        List.of(threshold),
        GeneratorLimits.DEFAULT,
        Map.of(),
        Map.of());
  }

  private static Engine keeping(List<EffectiveLoad> followed) {
    return new Idle() {
      @Override
      public void follow(EffectiveLoad load) {
        followed.add(load);
      }
    };
  }

  @Test
  void a_search_that_is_paused_stays_so() {
    RunInfo info = searching();
    List<EffectiveLoad> followed = new ArrayList<>();
    Recorder recorder = new Recorder(info.phases(), text -> text);
    HandClock now = new HandClock();
    Run run = SampleRun.of(info, recorder, folder).on(keeping(followed)).at(now).run();
    run.begin(Optional.empty());
    for (int second = 1; second <= 4; second++) {
      respond(recorder, 10, 0);
      now.set(ofSeconds(second));
      boolean unused = run.beat();
    }

    run.apply(new Command.Pause(), "test");
    for (int second = 5; second <= 14; second++) {
      now.set(ofSeconds(second));
      boolean unused = run.beat();
    }

    assertThat(followed).last().matches(EffectiveLoad::paused, "paused");
    assertThat(followed).allMatch(load -> load.segments().isEmpty());
    RunRecord unused = run.end(Optional.empty());
  }

  @Test
  void a_fraction_of_a_user_cannot_be_set() {
    RunInfo info =
        SampleInfo.load().on(concurrentUsers().hold(4, ofSeconds(9))).requests("r").info();
    Run run =
        SampleRun.of(info, new Recorder(info.phases(), text -> text), folder)
            .at(new HandClock())
            .run();
    run.begin(Optional.empty());

    assertThatIllegalArgumentException()
        .isThrownBy(() -> run.apply(new Command.SetLevel(2.5), "test"))
        .withMessage("level was 2.5; a number of users is whole, such as 2 or 3");
    Intervention whole = run.apply(new Command.SetLevel(3), "test");

    assertThat(run.end(Optional.empty()).interventions()).containsExactly(whole);
  }

  @Test
  void no_phase_of_a_search_can_be_skipped() {
    RunInfo info = searching();
    List<EffectiveLoad> followed = new ArrayList<>();
    Recorder recorder = new Recorder(info.phases(), text -> text);
    HandClock now = new HandClock();
    Run run = SampleRun.of(info, recorder, folder).on(keeping(followed)).at(now).run();
    run.begin(Optional.empty());

    assertThatIllegalArgumentException()
        .isThrownBy(() -> run.apply(new Command.SkipPhase(), "test"))
        .withMessage(
            "a capacity search sets its own phases, so none can be skipped; stop ends the run");
    for (int second = 1; second <= 4; second++) {
      respond(recorder, 10, 0);
      now.set(ofSeconds(second));
      boolean unused = run.beat();
    }
    RunRecord result = run.end(Optional.empty());

    assertThat(result.interventions()).isEmpty();
    assertThat(followed).last().matches(EffectiveLoad::awaitsSegment, "the search goes on");
  }

  @Test
  void a_level_set_during_a_search_stays_until_the_rest_of_its_probe_is_over() {
    RunInfo info = searching(); // settle 1 s, hold 2 s, rest 5 s
    List<EffectiveLoad> followed = new ArrayList<>();
    Recorder recorder = new Recorder(info.phases(), text -> text);
    HandClock now = new HandClock();
    Run run = SampleRun.of(info, recorder, folder).on(keeping(followed)).at(now).run();
    run.begin(Optional.empty());
    now.set(ofSeconds(2));

    run.apply(new Command.SetLevel(7), "test");
    for (int second = 3; second <= 9; second++) {
      respond(recorder, 7, 0);
      now.set(ofSeconds(second));
      boolean unused = run.beat();
    }

    EffectiveLoad load = followed.get(followed.size() - 1);
    assertThat(load.segments()).isEmpty();
    assertThat(load.end()).isEqualTo(ofSeconds(8));
    assertThat(load.flows().get(0).profile().levelAt(ofMillis(7_900))).isEqualTo(7);
    RunRecord unused = run.end(Optional.empty());
  }

  @Test
  void a_run_that_was_steered_is_not_compared_with_its_baseline() {
    RunBlocks earlier = RunBlocks.empty(PROFILE.phases(), PROFILE.phases());
    Run run =
        SampleRun.of(
                INFO.on(List.of(FlowLoad.only(PROFILE))).with(RunInfo.BASELINE, "main"),
                recorded(),
                folder)
            .against(new Baseline("main", PROFILE.phases(), List.of(earlier)))
            .at(new HandClock())
            .run();
    run.begin(Optional.empty());

    run.apply(new Command.SetLevel(2), "test");
    RunRecord result = run.end(Optional.empty());

    assertThat(result.compared()).isEmpty();
    assertThat(result.notes())
        .contains(
            "the run as a whole is not compared with baseline main: it was steered by hand at 00:00"
                + " (test)");
    assertThat(IntervalLog.read(folder).notes()).isEqualTo(result.notes());
  }

  @Test
  void a_run_without_a_profile_can_only_be_stopped() {
    Run run = run(recorded());
    run.begin(Optional.empty());

    assertThatThrownBy(() -> run.apply(new Command.Pause(), "test"))
        .hasMessage(
            "\"pause\" needs a load profile, and this simulation has none; the only possible"
                + " command is: stop");
    run.apply(new Command.Stop(), "test");

    assertThat(run.end(Optional.empty()).reason())
        .startsWith("the run was stopped by hand (test) after ");
    assertThatThrownBy(() -> run.apply(new Command.Stop(), "test")).hasMessage("the run has ended");
  }

  @Test
  void a_trouble_that_somebody_tells_makes_the_run_invalid() {
    List<Consumer<String>> told = new ArrayList<>();
    Run run =
        SampleRun.of(INFO, recorded(), folder)
            .on(
                new Idle() {
                  @Override
                  public void tellTroubles(Consumer<String> to) {
                    told.add(to);
                  }
                })
            .run();
    run.begin(Optional.empty());

    told.forEach(to -> to.accept("users were not started (x)"));
    told.forEach(to -> to.accept("users were not started (x)"));
    RunRecord result = run.end(Optional.empty());

    assertThat(result.verdict()).isEqualTo(Verdict.INVALID);
    assertThat(result.reason()).isEqualTo("users were not started (x)");
    assertThat(result.notes()).containsOnlyOnce("users were not started (x)");
  }

  @Test
  void a_run_that_ends_before_its_plan_is_invalid() {
    RunInfo planned =
        SampleInfo.load()
            .startedAt(INFO.started())
            .on(PROFILE)
            .requests("r")
            .judged(INFO.thresholds())
            .info();
    Run run = SampleRun.of(planned, recorded(), folder).at(new HandClock()).run();

    run.begin(Optional.empty());
    RunRecord result = run.end(Optional.empty());

    assertThat(result.verdict()).isEqualTo(Verdict.INVALID);
    assertThat(result.reason()).isEqualTo("the run ended after 00:00 of 01:00");
  }

  @Test
  void a_load_that_is_known_to_have_come_to_its_end_is_whole_though_the_clock_here_is_behind() {
    Recorder recorder = recorded();
    Source remote =
        new Source() {
          @Override
          public Interval takeInterval(Duration elapsed) {
            return recorder.takeInterval(elapsed);
          }

          @Override
          public void phases(List<Phase> phases) {}

          @Override
          public List<String> notes() {
            return List.of();
          }

          @Override
          public boolean hasFollowedItsPlan() {
            return true;
          }
        };
    Run run = SampleRun.of(INFO.on(List.of(FlowLoad.only(PROFILE))), remote, folder).run();

    run.begin(Optional.empty());

    assertThat(run.end(Optional.empty()).ending()).isEqualTo(RunEnd.COMPLETED);
  }

  @Test
  void what_is_begun_late_has_begun_when_it_should() {
    Run run = SampleRun.of(INFO, recorded(), folder).at(new HandClock()).run();

    run.begin(Optional.empty(), () -> Duration.ofMillis(146));

    assertThat(run.end(Optional.empty()).length()).isEqualTo(Duration.ofMillis(146));
  }

  @Test
  void a_run_that_crashes_before_its_first_user_is_invalid() {
    RunRecord result = run(recorded()).end(Optional.of("the run crashed"));

    assertThat(result.verdict()).isEqualTo(Verdict.INVALID);
    assertThat(result.reason()).isEqualTo("the run crashed after 00:00");
    assertThat(result.unwritten()).isEmpty();
  }

  @Test
  void a_run_that_has_ended_before_it_begins_does_not_begin() {
    RecordedCalls calls = new RecordedCalls();
    Run run = SampleRun.of(INFO, recorded(), folder).observedBy(calls).run();
    RunRecord ended = run.end(Optional.of("the run was interrupted"));
    List<String> told = List.copyOf(calls.calls);

    run.begin(Optional.empty());

    assertThat(calls.calls).isEqualTo(told);
    assertThat(folder.resolve("intervals.jsonl")).doesNotExist();
    assertThat(run.end(Optional.empty())).isSameAs(ended);
  }
}
