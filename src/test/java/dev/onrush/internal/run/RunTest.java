package dev.onrush.internal.run;

import static dev.onrush.dsl.OnrushDsl.*;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import dev.onrush.internal.baseline.Baseline;
import dev.onrush.internal.baseline.RunBlocks;
import dev.onrush.internal.capacity.SearchedFlow;
import dev.onrush.internal.control.EffectiveLoad;
import dev.onrush.internal.duet.Duet;
import dev.onrush.internal.duet.SimulatedDuet;
import dev.onrush.internal.exchange.Exchange;
import dev.onrush.internal.exchange.Exchange.Message;
import dev.onrush.internal.exchange.ExchangesFile;
import dev.onrush.internal.exchange.JsonLinesFile;
import dev.onrush.internal.metrics.Interval;
import dev.onrush.internal.metrics.recording.Recorder;
import dev.onrush.internal.page.Lines;
import dev.onrush.internal.run.log.FolderTree;
import dev.onrush.internal.run.log.IntervalLog;
import dev.onrush.internal.run.log.json.SeriesJson;
import dev.onrush.internal.run.record.DuetFacts;
import dev.onrush.internal.run.record.RunInfo;
import dev.onrush.internal.run.record.RunLoad;
import dev.onrush.internal.run.record.RunRecord;
import dev.onrush.internal.verdict.generator.GeneratorLimits;
import dev.onrush.internal.verdict.probe.PlannedRequests;
import dev.onrush.plan.CapacitySearch;
import dev.onrush.plan.FlowLoad;
import dev.onrush.plan.LoadProfile;
import dev.onrush.plan.Phase;
import dev.onrush.result.Command;
import dev.onrush.result.GeneratorFinding;
import dev.onrush.result.RunEnd;
import dev.onrush.result.UnwrittenFile;
import dev.onrush.result.Verdict;
import dev.onrush.threshold.Scope;
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
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunTest {

  @TempDir Path folder;

  private static final LoadProfile PROFILE = arrivalRate().hold(perSecond(1), ofSeconds(60));

  private static final List<Phase> PHASES = PROFILE.phases();

  private static final RunInfo INFO =
      new RunInfo(
          "LoadTest",
          "Load \"x\" <y>",
          Instant.parse("2026-01-02T03:04:05.678Z"),
          Optional.empty(),
          42,
          List.of("r"),
          List.of(
              p95().of("r").by("B").during("run").below(ofSeconds(1)).abortAfter(ofSeconds(3)),
              errorRate().atMost(ofPercent(50))),
          GeneratorLimits.DEFAULT,
          Map.of("scenarios", "B"),
          Map.of("target", "http://127.0.0.1:1"));

  private static Recorder recorded() {
    Recorder recorder = new Recorder(INFO.phases(), text -> text);
    recorder.userStarted("B");
    recorder.response("B", "", "r", 5, 25, true, "200", "");
    recorder.response("B", "", "r", 5, 45, false, "500", "line\nbreak");
    recorder.crash("B", "", "r", 5, "no attribute");
    return recorder;
  }

  private static final Engine ENGINE =
      new Engine() {
        @Override
        public void stop(String reason) {}

        @Override
        public void follow(EffectiveLoad course) {}
      };

  private static final class Heard implements RunObserver {
    final List<String> calls = new ArrayList<>();

    @Override
    public void started(RunInfo info, Path folder, RunControl control) {
      calls.add("started");
    }

    @Override
    public void interval(RunState state) {
      calls.add("interval");
    }

    @Override
    public void ended(RunRecord result, Path folder) {
      calls.add("ended " + result.verdict());
    }
  }

  private Run run(Recorder recorder, RunObserver... listeners) {
    return new Run(INFO, RunInputs.of(Source.of(recorder)), folder, List.of(listeners), ENGINE);
  }

  /** Returns a run with the test's own clock. */
  private Run clocked(RunInfo info, Recorder recorder, Engine engine, HandClock clock) {
    return new Run(info, RunInputs.of(Source.of(recorder)), folder, List.of(), engine, clock);
  }

  private Run planned(Engine engine) {
    return clocked(INFO.on(List.of(FlowLoad.only(PROFILE))), recorded(), engine, new HandClock());
  }

  @Test
  void a_run_whose_folder_is_deleted_meanwhile_says_so_and_does_not_make_it_again()
      throws IOException {
    Path own = Files.createDirectory(folder.resolve("run"));
    HandClock clock = new HandClock();
    Recorder recorder = recorded();
    Run run =
        new Run(
            ending(errorRate().atMost(ofPercent(90))),
            RunInputs.of(Source.of(recorder)),
            own,
            List.of(),
            ENGINE,
            clock);
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
    Heard heard = new Heard();
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
            new Engine() {
              @Override
              public void stop(String reason) {
                followed.add(reason);
              }

              @Override
              public void follow(EffectiveLoad course) {
                followed.add(course.phases().toString());
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

  @Test
  void a_search_that_is_paused_stays_so() {
    CapacitySearch asked =
        capacitySearch()
            .from(perSecond(10))
            .upTo(perSecond(100))
            .settleFor(ofSeconds(1))
            .holdFor(ofSeconds(2))
            .restAtMost(ofSeconds(5));
    RunInfo info =
        new RunInfo(
            "T",
            "T",
            INFO.started(),
            RunLoad.of(
                List.of(FlowLoad.only(asked.opening())), Optional.of(SearchedFlow.only(asked))),
            42,
            PlannedRequests.of(List.of("r")),
            List.of(p95().below(ofSeconds(1))),
            GeneratorLimits.DEFAULT,
            Map.of(),
            Map.of());
    List<EffectiveLoad> followed = new ArrayList<>();
    Engine engine =
        new Engine() {
          @Override
          public void stop(String reason) {}

          @Override
          public void follow(EffectiveLoad course) {
            followed.add(course);
          }
        };
    Recorder recorder = new Recorder(info.phases(), text -> text);
    HandClock now = new HandClock();
    Run run = clocked(info, recorder, engine, now);
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
  void a_run_that_was_steered_is_not_compared_with_its_baseline() {
    RunBlocks earlier = RunBlocks.empty(PHASES);
    Run run =
        new Run(
            INFO.on(List.of(FlowLoad.only(PROFILE))).with(RunInfo.BASELINE, "main"),
            new RunInputs(
                Source.of(recorded()),
                Optional.empty(),
                Optional.of(new Baseline("main", PHASES, List.of(earlier)))),
            folder,
            List.of(),
            ENGINE,
            new HandClock());
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
  void what_a_listener_throws_does_not_touch_the_run() {
    RunObserver broken =
        new RunObserver() {
          @Override
          public void started(RunInfo info, Path folder, RunControl control) {
            throw new IllegalStateException("broken on purpose");
          }
        };
    Heard heard = new Heard();
    Run run = run(recorded(), broken, heard);

    run.begin(Optional.empty());
    RunRecord result = run.end(Optional.empty());

    assertThat(heard.calls.get(0)).isEqualTo("started");
    assertThat(result.timeline().all().attempts()).isEqualTo(3);
  }

  @Test
  void an_error_of_a_listener_does_not_touch_the_run_either() {
    RunObserver broken =
        new RunObserver() {
          @Override
          public void interval(RunState state) {
            throw new NoClassDefFoundError("broken on purpose");
          }
        };
    Heard heard = new Heard();
    Run run = run(recorded(), broken, heard);

    run.begin(Optional.empty());
    RunRecord result = run.end(Optional.empty());

    assertThat(heard.calls).contains("interval");
    assertThat(result.timeline().all().attempts()).isEqualTo(3);
    assertThat(result.ending()).isEqualTo(RunEnd.COMPLETED);
  }

  /** Returns a source that throws an error other than a RuntimeException at its n-th interval. */
  private static Source failingAt(int failing, Recorder recorder) {
    AtomicLong asked = new AtomicLong();
    return failingIf(elapsed -> asked.incrementAndGet() == failing, recorder);
  }

  /** Returns a source that throws the same error at each interval that ends then or later. */
  private static Source failingFrom(Duration moment, Recorder recorder) {
    return failingIf(elapsed -> elapsed.compareTo(moment) >= 0, recorder);
  }

  private static Source failingIf(Predicate<Duration> failing, Recorder recorder) {
    return new Source() {
      @Override
      public Interval takeInterval(Duration elapsed) {
        if (failing.test(elapsed)) {
          throw new OutOfMemoryError("broken on purpose");
        }
        return recorder.takeInterval(elapsed);
      }

      @Override
      public void phases(List<Phase> phases) {}

      @Override
      public List<String> notes() {
        return List.of();
      }
    };
  }

  private Run run(Source source, boolean led) {
    return new Run(
        INFO,
        new RunInputs(source, Optional.empty(), Optional.empty(), led),
        folder,
        List.of(),
        ENGINE,
        new HandClock());
  }

  @Test
  void an_interval_that_cannot_be_taken_is_told_and_the_next_one_is_taken() {
    for (boolean led : new boolean[] {false, true}) {
      Run run = run(failingAt(1, recorded()), led);
      run.begin(Optional.empty());

      assertThat(run.beat()).isTrue();
      assertThat(run.beat()).isTrue();
      RunRecord result = run.end(Optional.empty());

      String lost =
          "the interval up to 00:00 is not complete (java.lang.OutOfMemoryError: broken on"
              + " purpose)";
      assertThat(result.timeline().all().attempts()).isEqualTo(3);
      assertThat(result.verdict()).isEqualTo(Verdict.INVALID);
      assertThat(result.reason()).isEqualTo(lost);
      assertThat(result.notes()).contains(lost);
      assertThat(IntervalLog.read(folder).reason()).isEqualTo(lost);
    }
  }

  @Test
  void a_last_interval_that_cannot_be_taken_does_not_keep_a_run_from_its_end() {
    Run run = run(failingAt(1, recorded()), false);
    run.begin(Optional.empty());

    assertThat(run.end(Optional.empty()).verdict()).isEqualTo(Verdict.INVALID);
  }

  @Test
  void a_run_whose_last_interval_cannot_be_taken_did_not_end_before_its_plan() {
    RunInfo info = ending(errorRate().below(ofPercent(1))).on(List.of(FlowLoad.only(PROFILE)));
    HandClock now = new HandClock();
    Run run =
        new Run(
            info,
            RunInputs.of(failingFrom(ofSeconds(60), recorded())),
            folder,
            List.of(),
            ENGINE,
            now);
    run.begin(Optional.empty());
    now.set(ofSeconds(59));
    boolean unused = run.beat();
    now.set(ofSeconds(60));

    assertThat(run.end(Optional.empty()).reason())
        .isEqualTo(
            "the interval up to 01:00 is not complete (java.lang.OutOfMemoryError: broken on"
                + " purpose)");
  }

  @Test
  void a_count_of_a_phase_ends_no_run_while_its_requests_may_be_answered() {
    LoadProfile profile = arrivalRate().hold(perSecond(1), ofSeconds(5));
    RunInfo info =
        ending(
                requestCount()
                    .during(profile.phases().get(0).name())
                    .atLeast(5)
                    .abortAfter(Duration.ZERO))
            .on(List.of(FlowLoad.only(profile)));
    List<String> stopped = new ArrayList<>();
    Engine engine =
        new Engine() {
          @Override
          public void stop(String reason) {
            stopped.add(reason);
          }

          @Override
          public void follow(EffectiveLoad course) {}

          @Override
          public Duration windDownAtMost() {
            return ofSeconds(65);
          }
        };
    HandClock now = new HandClock();
    Recorder recorder = new Recorder(profile.phases(), text -> text);
    respond(recorder, 1, 0);
    Run run = clocked(info, recorder, engine, now);
    run.begin(Optional.empty());

    now.set(ofSeconds(69));
    boolean unused = run.beat();
    assertThat(stopped).isEmpty();
    now.set(ofSeconds(70));
    unused = run.beat();
    assertThat(stopped).first().asString().startsWith("threshold broken: FAIL: request count");
    RunRecord unusedResult = run.end(Optional.empty());
  }

  @Test
  void the_ticker_survives_what_a_search_for_an_abort_throws() throws InterruptedException {
    CountDownLatch stopped = new CountDownLatch(2);
    Engine broken =
        new Engine() {
          @Override
          public void stop(String reason) {
            stopped.countDown();
            throw new NoClassDefFoundError("broken on purpose");
          }

          @Override
          public void follow(EffectiveLoad course) {}
        };
    RunInfo aborting =
        new RunInfo(
            "T",
            "T",
            INFO.started(),
            Optional.empty(),
            42,
            List.of("r"),
            List.of(errorCount().exactly(0).abortAfter(Duration.ZERO)),
            GeneratorLimits.DEFAULT,
            Map.of(),
            Map.of());
    CountDownLatch seconds = new CountDownLatch(2);
    RunObserver counting =
        new RunObserver() {
          @Override
          public void interval(RunState state) {
            seconds.countDown();
            stopped.countDown();
          }
        };
    Run run =
        new Run(aborting, RunInputs.of(Source.of(recorded())), folder, List.of(counting), broken);
    run.begin(Optional.empty());

    // The first second ends with the error; the test is about whether there is another one.
    assertThat(stopped.await(30, TimeUnit.SECONDS)).isTrue();
    assertThat(seconds.await(30, TimeUnit.SECONDS)).as("a second second").isTrue();
    RunRecord result = run.end(Optional.empty());

    assertThat(result.ending().how()).isEqualTo(RunEnd.How.ABORTED);
    assertThat(result.notes())
        .contains(
            "one second of the run was not processed (java.lang.NoClassDefFoundError: broken on"
                + " purpose)");
  }

  private static RunInfo ending(Threshold... thresholds) {
    return new RunInfo(
        "T",
        "T",
        INFO.started(),
        Optional.empty(),
        42,
        List.of("r"),
        List.of(thresholds),
        GeneratorLimits.DEFAULT,
        Map.of(),
        Map.of());
  }

  private static void respond(Recorder recorder, int good, int failed) {
    for (int i = 0; i < good; i++) {
      recorder.response("B", "", "r", 5, 25, true, "200", "");
    }
    for (int i = 0; i < failed; i++) {
      recorder.response("B", "", "r", 5, 25, false, "500", "");
    }
  }

  @Test
  void a_breach_that_ended_a_run_fails_it_though_good_responses_come_while_it_ends() {
    RunInfo info = ending(errorRate().below(ofPercent(1)).abortAfter(Duration.ZERO));
    Recorder recorder = new Recorder(info.phases(), text -> text);
    respond(recorder, 999, 11); // 1.09 %
    Engine engine =
        new Engine() {
          @Override
          public void stop(String reason) {
            respond(recorder, 200, 0); // 11 of 1,210 are 0.91 %
          }

          @Override
          public void follow(EffectiveLoad course) {}
        };
    Run run = clocked(info, recorder, engine, new HandClock());
    run.begin(Optional.empty());

    boolean unused = run.beat();
    RunRecord result = run.end(Optional.empty());

    assertThat(result.timeline().all().attempts()).isEqualTo(1_210);
    assertThat(result.ending())
        .isEqualTo(new RunEnd(RunEnd.How.ABORTED, "error rate was 1.09 % (limit 1 %) after 00:00"));
    assertThat(result.judgements().toString())
        .isEqualTo(
            "[FAIL: error rate was 1.09 % over 1,010 requests (limit 1 %): ended the run at 00:00;"
                + " at the end of the run it was 0.909 % over 1,210 requests]");
    assertThat(result.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(result.reason())
        .isEqualTo(
            "error rate was 1.09 % (limit 1 %): ended the run at 00:00; at the end of the run it"
                + " was 0.909 % over 1,210 requests");
    RunRecord again = IntervalLog.read(folder);
    assertThat(again.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(again.judgements()).isEqualTo(result.judgements());
    assertThat(again.reason()).isEqualTo(result.reason());
  }

  @Test
  void a_breach_that_ended_a_run_is_told_as_of_its_end_where_it_is_still_one() {
    RunInfo info = ending(errorRate().below(ofPercent(1)).abortAfter(Duration.ZERO));
    Recorder recorder = new Recorder(info.phases(), text -> text);
    respond(recorder, 98, 2);
    Run run = clocked(info, recorder, ENGINE, new HandClock());
    run.begin(Optional.empty());

    boolean unused = run.beat();
    respond(recorder, 0, 100);

    RunRecord result = run.end(Optional.empty());
    assertThat(result.judgements().toString())
        .isEqualTo(
            "[FAIL: error rate was 51.0 % over 200 requests (limit 1 %): ended the run at 00:00]");
    assertThat(result.reason())
        .isEqualTo("error rate was 51.0 % (limit 1 %): ended the run at 00:00");
  }

  /** Returns a run with a clock that the test moves; a threshold ends it at 00:06. */
  private RunRecord aborted(LoadProfile profile, int users) {
    RunInfo info =
        ending(throughput().atLeast(perSecond(10)).abortAfter(ofSeconds(6)))
            .on(List.of(FlowLoad.only(profile)));
    Recorder recorder = new Recorder(profile.phases(), text -> text);
    for (int i = 0; i < users; i++) {
      recorder.userStarted("B");
    }
    HandClock now = new HandClock();
    Run run = clocked(info, recorder, ENGINE, now);
    run.begin(Optional.empty());
    for (int second = 1; second <= 10; second++) {
      respond(recorder, 1, 0);
      now.set(Duration.ofSeconds(second));
      boolean unused = run.beat();
      if (second == 6) {
        for (int i = 0; i < users; i++) {
          recorder.userEnded("B");
        }
      }
    }
    return run.end(Optional.empty());
  }

  /** Returns the findings about users; a machine under load may have further findings. */
  private static List<String> missing(RunRecord run) {
    return run.generatorFindings().stream().filter(text -> text.contains(" users ")).toList();
  }

  @Test
  void a_breach_that_ended_a_run_whose_users_did_not_come_is_the_generators() {
    RunRecord closed = aborted(smoke().users(20).holdFor(ofSeconds(60)), 1);

    assertThat(closed.ending().how()).isEqualTo(RunEnd.How.ABORTED);
    assertThat(closed.verdict()).isEqualTo(Verdict.INVALID);
    assertThat(missing(closed))
        .singleElement()
        .asString()
        .startsWith("1 of 20 planned users were active at 00:0");
    assertThat(IntervalLog.read(folder).verdict()).isEqualTo(Verdict.INVALID);
  }

  @Test
  void rates_of_a_run_that_a_threshold_ended_are_divided_by_the_time_until_then() {
    // one response each second, of which four arrive while the run ends
    double rate = 10 / 6.0;

    RunRecord ended = aborted(smoke().users(20).holdFor(ofSeconds(60)), 20);

    for (RunRecord result : List.of(ended, IntervalLog.read(folder))) {
      assertThat(result.timeline().all().requests()).isEqualTo(10);
      assertThat(result.judgements().get(0).actual()).hasValue(rate);
      assertThat(result.statistics(Scope.ALL).throughput()).hasValue(rate);
      assertThat(new Lines(result.timeline(), result.info().phases()).total().perSecond())
          .isEqualTo(rate);
    }
  }

  /**
   * Returns a run without a profile that ends its own load, as by maxDuration. It has ten responses
   * in each second with load; in the rest of the ten seconds there are none.
   */
  private RunRecord endedByItself(Duration end, int answers) {
    HandClock now = new HandClock();
    Engine engine =
        new Engine() {
          @Override
          public void stop(String reason) {}

          @Override
          public void follow(EffectiveLoad course) {}

          @Override
          public OptionalLong endOfLoad() {
            return now.elapsed().compareTo(end) < 0
                ? OptionalLong.empty()
                : OptionalLong.of(end.toNanos());
          }

          @Override
          public Optional<String> cause() {
            return Optional.of("maxDuration reached");
          }
        };
    RunInfo info =
        ending(
            throughput().atLeast(perSecond(10)),
            throughput().every(ofSeconds(1)).atLeast(perSecond(10)));
    Recorder recorder = new Recorder(info.phases(), text -> text);
    Run run = clocked(info, recorder, engine, now);
    run.begin(Optional.empty());
    for (int second = 1; second <= 10; second++) {
      respond(recorder, Math.max(0, Math.min(10, answers - 10 * (second - 1))), 0);
      now.set(ofSeconds(second));
      boolean unused = run.beat();
    }
    return run.end(Optional.empty());
  }

  @ParameterizedTest
  @CsvSource({"6000, 60", "5990, 60", "5500, 55"})
  void a_run_that_ends_its_own_load_is_judged_by_the_time_until_then(long end, int answers) {
    double rate = answers / (end / 1e3);

    RunRecord ended = endedByItself(Duration.ofMillis(end), answers);

    assertThat(ended.ending().how()).isEqualTo(RunEnd.How.COMPLETED);
    for (RunRecord result : List.of(ended, IntervalLog.read(folder))) {
      assertThat(result.length()).isEqualTo(ofSeconds(10));
      assertThat(result.timeline().endOfLoad()).hasValue(Duration.ofMillis(end));
      assertThat(result.judgements()).allMatch(j -> j.verdict() == Verdict.PASS);
      assertThat(result.judgements().get(0).actual()).hasValueCloseTo(rate, within(1e-9));
      assertThat(result.judgements().get(1).actual()).hasValue(10);
      assertThat(result.statistics(Scope.ALL).throughput()).hasValueCloseTo(rate, within(1e-9));
    }
  }

  /**
   * Returns a duet of this many seconds that stops when it is certain; the last second is taken at
   * its end.
   *
   * @param stops receives the reasons why the load has to end
   */
  private RunRecord duet(boolean led, int seconds, List<String> stops) throws IOException {
    LoadProfile half = arrivalRate().hold(perSecond(50), ofSeconds(120));
    RunInfo info =
        new RunInfo(
            "T",
            "T",
            INFO.started(),
            RunLoad.of(
                List.of(
                    new FlowLoad(Optional.of(SimulatedDuet.A), half),
                    new FlowLoad(Optional.of(SimulatedDuet.B), half))),
            42,
            PlannedRequests.of(List.of("Search", "Pay")),
            List.of(p50().of("Search").notWorseThanA()),
            GeneratorLimits.DEFAULT,
            Map.of(),
            DuetFacts.of(new Duet.Terms("http://127.0.0.1:1", "http://127.0.0.1:2", 5, true)));
    List<Interval> intervals = SimulatedDuet.QUIET.duet(3, 1.5);
    HandClock clock = new HandClock();
    Run run =
        new Run(
            info,
            new RunInputs(
                new Source() {
                  @Override
                  public Interval takeInterval(Duration elapsed) {
                    return intervals.get((int) elapsed.toSeconds() - 1);
                  }

                  @Override
                  public void phases(List<Phase> phases) {}

                  @Override
                  public List<String> notes() {
                    return List.of();
                  }
                },
                Optional.empty(),
                Optional.empty(),
                led),
            Files.createTempDirectory(folder, "duet"),
            List.of(),
            new Engine() {
              @Override
              public void stop(String reason) {
                stops.add(reason);
              }

              @Override
              public void follow(EffectiveLoad course) {}
            },
            clock);
    run.begin(Optional.empty());
    for (int second = 1; second < seconds; second++) {
      clock.set(ofSeconds(second));
      boolean unused = run.beat();
    }
    clock.set(ofSeconds(seconds));
    return run.end(Optional.empty());
  }

  @Test
  void only_who_leads_a_duet_ends_its_load_when_it_is_certain() throws IOException {
    List<String> stops = new ArrayList<>();

    RunRecord own = duet(false, 120, stops);
    RunRecord led = duet(true, 120, stops);

    assertThat(stops).containsExactly("every comparison is certain");
    assertThat(own.timeline().endOfLoad().orElseThrow()).isBetween(ofSeconds(10), ofSeconds(60));
    assertThat(led.timeline().endOfLoad()).isEmpty();
  }

  @Test
  void nobody_has_ended_a_duet_that_becomes_certain_in_its_last_second() throws IOException {
    RunRecord certain = duet(false, 120, new ArrayList<>());
    int second = (int) certain.timeline().endOfLoad().orElseThrow().toSeconds();
    List<String> stops = new ArrayList<>();

    RunRecord result = duet(false, second, stops);

    assertThat(stops).isEmpty();
    assertThat(result.timeline().endOfLoad()).isEmpty();
    assertThat(result.judgements().get(0).detail()).endsWith(": worse by more than 5 %");
  }

  @Test
  void arrivals_are_due_until_a_breach_ends_the_run_and_no_longer() {
    LoadProfile profile = arrivalRate().hold(perSecond(10), ofSeconds(60));

    assertThat(missing(aborted(profile, 1))).containsExactly("59 of 60 due users did not start");
  }

  @Test
  void users_that_do_not_come_are_found_while_the_run_goes_on() {
    LoadProfile profile = arrivalRate().hold(perSecond(20), ofSeconds(60));
    RunInfo info = ending(errorRate().below(ofPercent(1))).on(List.of(FlowLoad.only(profile)));
    Recorder recorder = new Recorder(profile.phases(), text -> text);
    Map<Long, String> seen = new TreeMap<>();
    RunObserver view =
        new RunObserver() {
          @Override
          public void interval(RunState state) {
            seen.put(
                state.elapsed().toSeconds(),
                state.judgements().get(0).verdict()
                    + state.findings().stream()
                        .map(GeneratorFinding::text)
                        .filter(text -> text.contains(" users "))
                        .toList()
                        .toString());
          }
        };
    HandClock now = new HandClock();
    Run run = new Run(info, RunInputs.of(Source.of(recorder)), folder, List.of(view), ENGINE, now);
    run.begin(Optional.empty());
    for (int second = 1; second <= 4; second++) {
      respond(recorder, 0, 1);
      now.set(Duration.ofSeconds(second));
      boolean unused = run.beat();
    }

    RunRecord unused = run.end(Optional.empty());

    // requests of the last second may be reported late: 20, 40 and 60 were due before
    assertThat(seen)
        .containsEntry(1L, "FAIL[]")
        .containsEntry(2L, "INVALID[20 of 20 due users did not start]")
        .containsEntry(3L, "INVALID[40 of 40 due users did not start]")
        .containsEntry(4L, "INVALID[60 of 60 due users did not start]");
  }

  @Test
  void users_that_leave_since_a_breach_ends_the_run_are_not_missing() {
    assertThat(missing(aborted(smoke().users(20).holdFor(ofSeconds(60)), 20))).isEmpty();
  }

  @Test
  void arrivals_that_a_breach_keeps_from_coming_are_not_missing() {
    LoadProfile profile = arrivalRate().hold(perSecond(10), ofSeconds(60));

    assertThat(missing(aborted(profile, 60))).isEmpty();
  }

  @Test
  void a_trouble_that_somebody_tells_makes_the_run_invalid() {
    List<Consumer<String>> told = new ArrayList<>();
    Run run =
        new Run(
            INFO,
            RunInputs.of(Source.of(recorded())),
            folder,
            List.of(),
            new Engine() {
              @Override
              public void stop(String reason) {}

              @Override
              public void follow(EffectiveLoad course) {}

              @Override
              public void tellTroubles(Consumer<String> to) {
                told.add(to);
              }
            });
    run.begin(Optional.empty());

    told.forEach(to -> to.accept("users were not started (x)"));
    told.forEach(to -> to.accept("users were not started (x)"));
    RunRecord result = run.end(Optional.empty());

    assertThat(result.verdict()).isEqualTo(Verdict.INVALID);
    assertThat(result.reason()).isEqualTo("users were not started (x)");
    assertThat(result.notes()).containsOnlyOnce("users were not started (x)");
  }

  @Test
  void the_folder_gives_the_same_result_again() {
    Run run = run(recorded());
    run.begin(Optional.empty());
    RunRecord result = run.end(Optional.empty());

    RunRecord again = IntervalLog.read(folder);

    assertThat(again.verdict()).isEqualTo(result.verdict());
    assertThat(again.reason()).isEqualTo(result.reason());
    assertThat(again.judgements()).isEqualTo(result.judgements());
    assertThat(again.info().thresholds()).isEqualTo(INFO.thresholds());
    assertThat(again.info().facts()).isEqualTo(result.info().facts());
    assertThat(SeriesJson.of(again.timeline().totals()))
        .isEqualTo(SeriesJson.of(result.timeline().totals()));
    assertThat(again.timeline().users()).isEqualTo(result.timeline().users());
  }

  @Test
  void a_log_that_was_cut_in_a_line_keeps_all_lines_before_it() throws IOException {
    Recorder recorder = recorded();
    try (IntervalLog log = IntervalLog.create(folder, INFO)) {
      log.add(recorder.takeInterval(ofSeconds(1)));
      recorder.response("B", "", "r", 1_500, 1_501, true, "200", "");
      log.add(recorder.takeInterval(ofSeconds(2)));
      recorder.response("B", "", "r", 2_500, 2_501, true, "200", "");
      log.add(recorder.takeInterval(ofSeconds(3)));
    }
    Path file = folder.resolve(IntervalLog.FILE);
    String text = Files.readString(file);
    Files.writeString(file, text.substring(0, text.length() - 20));

    RunRecord result = IntervalLog.read(folder);

    assertThat(result.verdict()).isEqualTo(Verdict.INVALID);
    assertThat(result.reason()).isEqualTo("the run was killed after 00:02");
    assertThat(result.timeline().all().attempts()).isEqualTo(4);
  }

  @Test
  void a_folder_without_a_log_is_refused() throws IOException {
    Path file = Files.createFile(folder.resolve("notes.txt"));
    Path missing = folder.resolve("Load-1");
    String runs = "; the runs are in the folder reports, or in that of -Donrush.reports";

    assertThat(refused(folder))
        .isEqualTo(
            "folder was "
                + folder
                + ", which is not the folder of a run: it has no file intervals.jsonl; give the"
                + " folder of a run"
                + runs);
    assertThat(refused(file))
        .isEqualTo("folder was " + file + ", which is a file; give the folder of a run" + runs);
    assertThat(refused(missing))
        .isEqualTo(
            "folder was " + missing + ", which does not exist; give the folder of a run" + runs);
    assertThat(refused(Path.of("Load-1")))
        .isEqualTo("folder was Load-1, which does not exist; give the folder of a run" + runs);
  }

  @Test
  void instead_of_a_folder_without_a_log_the_newest_run_is_named() throws IOException {
    Path old = Files.createDirectory(folder.resolve("Load-3"));
    Path run = Files.createDirectory(folder.resolve("Load-2"));
    Files.createFile(old.resolve(IntervalLog.FILE)).toFile().setLastModified(1_000);
    Files.createFile(run.resolve(IntervalLog.FILE)).toFile().setLastModified(2_000);
    Path missing = folder.resolve("Load-4");

    assertThat(refused(folder))
        .isEqualTo(
            "folder was "
                + folder
                + ", which is not the folder of a run: it has no file intervals.jsonl; give the"
                + " folder of a run, such as "
                + run);
    assertThat(refused(missing))
        .isEqualTo(
            "folder was "
                + missing
                + ", which does not exist; give the folder of a run, such as "
                + run);
  }

  private static String refused(Path folder) {
    return catchThrowableOfType(IllegalArgumentException.class, () -> IntervalLog.read(folder))
        .getMessage();
  }

  @Test
  void a_run_that_ends_before_its_plan_is_invalid() {
    RunInfo planned =
        new RunInfo(
            "LoadTest",
            "Load",
            INFO.started(),
            Optional.of(PROFILE),
            42,
            List.of("r"),
            INFO.thresholds(),
            GeneratorLimits.DEFAULT,
            Map.of(),
            Map.of());
    Run run = clocked(planned, recorded(), ENGINE, new HandClock());

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
    Run run =
        new Run(
            INFO.on(List.of(FlowLoad.only(PROFILE))),
            RunInputs.of(remote),
            folder,
            List.of(),
            ENGINE);

    run.begin(Optional.empty());

    assertThat(run.end(Optional.empty()).ending()).isEqualTo(RunEnd.COMPLETED);
  }

  @Test
  void what_is_begun_late_has_begun_when_it_should() {
    Run run = run(Source.of(recorded()), false);

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
}
