package dev.onrush.internal.run;

import static dev.onrush.dsl.OnrushDsl.*;
import static dev.onrush.internal.run.SampleRun.*;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.onrush.internal.duet.Duet;
import dev.onrush.internal.duet.SimulatedDuet;
import dev.onrush.internal.metrics.Interval;
import dev.onrush.internal.metrics.recording.Recorder;
import dev.onrush.internal.page.Lines;
import dev.onrush.internal.run.log.IntervalLog;
import dev.onrush.internal.run.record.DuetFacts;
import dev.onrush.internal.run.record.RunInfo;
import dev.onrush.internal.run.record.RunLoad;
import dev.onrush.internal.run.record.RunRecord;
import dev.onrush.internal.verdict.generator.GeneratorLimits;
import dev.onrush.internal.verdict.probe.PlannedRequests;
import dev.onrush.plan.FlowLoad;
import dev.onrush.profile.LoadProfile;
import dev.onrush.result.GeneratorFinding;
import dev.onrush.result.RunEnd;
import dev.onrush.result.Verdict;
import dev.onrush.threshold.Scope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The end of the load of a run by a threshold, by itself, or by a duet that is certain. */
class EndOfARunTest {

  @TempDir Path folder;

  @Test
  void a_count_of_a_phase_ends_no_run_while_its_requests_may_be_answered() {
    LoadProfile profile = arrivalRate().hold(perSecond(1), ofSeconds(5));
    RunInfo info =
        judged(
                requestCount()
                    .during(profile.phases().get(0).name())
                    .atLeast(5)
                    .abortAfter(Duration.ZERO))
            .on(List.of(FlowLoad.only(profile)));
    List<String> stopped = new ArrayList<>();
    Engine engine =
        new Idle() {
          @Override
          public void stop(String reason) {
            stopped.add(reason);
          }

          @Override
          public Duration windDownAtMost() {
            return ofSeconds(65);
          }
        };
    HandClock now = new HandClock();
    Recorder recorder = new Recorder(profile.phases(), text -> text);
    respond(recorder, 1, 0);
    Run run = SampleRun.of(info, recorder, folder).on(engine).at(now).run();
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
  void a_breach_that_ended_a_run_fails_it_though_good_responses_come_while_it_ends() {
    RunInfo info = judged(errorRate().below(ofPercent(1)).abortAfter(Duration.ZERO));
    Recorder recorder = new Recorder(info.phases(), text -> text);
    respond(recorder, 999, 11); // 1.09 %
    Engine engine =
        new Idle() {
          @Override
          public void stop(String reason) {
            respond(recorder, 200, 0); // 11 of 1,210 are 0.91 %
          }
        };
    Run run = SampleRun.of(info, recorder, folder).on(engine).at(new HandClock()).run();
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
    RunInfo info = judged(errorRate().below(ofPercent(1)).abortAfter(Duration.ZERO));
    Recorder recorder = new Recorder(info.phases(), text -> text);
    respond(recorder, 98, 2);
    Run run = SampleRun.of(info, recorder, folder).at(new HandClock()).run();
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

  @Test
  void a_count_that_the_end_of_the_run_cut_short_is_not_judged() {
    LoadProfile profile =
        concurrentUsers()
            .hold(1, ofSeconds(4))
            .named("first")
            .hold(1, ofSeconds(56))
            .named("second");
    RunInfo info =
        judged(
                throughput().atLeast(perSecond(10)).abortAfter(ofSeconds(6)),
                requestCount().atLeast(100),
                requestCount().during("first").atLeast(100),
                requestCount().during("second").exactly(50),
                successCount().of("r").atLeast(5),
                errorCount().exactly(1),
                requestCount().atMost(5))
            .on(List.of(FlowLoad.only(profile)));
    Recorder recorder = new Recorder(profile.phases(), text -> text);
    recorder.userStarted("B");
    HandClock now = new HandClock();
    Run run = SampleRun.of(info, recorder, folder).at(now).run();
    run.begin(Optional.empty());
    for (int second = 1; second <= 6; second++) {
      respond(recorder, 1, 0);
      now.set(Duration.ofSeconds(second));
      boolean unused = run.beat();
    }
    recorder.userEnded("B");
    RunRecord ended = run.end(Optional.empty());

    assertThat(ended.ending().how()).isEqualTo(RunEnd.How.ABORTED);
    for (RunRecord result : List.of(ended, IntervalLog.read(folder))) {
      assertThat(result.judgements())
          .extracting(j -> j.threshold() + ": " + j.verdict())
          .containsExactly(
              "throughput >= 10/s: FAIL",
              "request count >= 100: NO_DATA",
              "request count in first >= 100: FAIL",
              "request count in second = 50: NO_DATA",
              "success count of r >= 5: PASS",
              "error count = 1: NO_DATA",
              "request count <= 5: FAIL");
      assertThat(result.judgements().get(1).finding())
          .isEqualTo(
              "request count was 6 (minimum 100): the run ended at 00:06, when the bound could still"
                  + " have been reached");
    }
  }

  /** Returns a run with a clock that the test moves; a threshold ends it at 00:06. */
  private RunRecord aborted(LoadProfile profile, int users) {
    RunInfo info =
        judged(throughput().atLeast(perSecond(10)).abortAfter(ofSeconds(6)))
            .on(List.of(FlowLoad.only(profile)));
    Recorder recorder = new Recorder(profile.phases(), text -> text);
    for (int i = 0; i < users; i++) {
      recorder.userStarted("B");
    }
    HandClock now = new HandClock();
    Run run = SampleRun.of(info, recorder, folder).at(now).run();
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

  @Test
  void a_run_that_passed_says_in_its_reason_that_the_service_hung() {
    RunInfo info = judged(errorRate().below(ofPercent(5)));
    Recorder recorder = new Recorder(info.phases(), text -> text);
    HandClock now = new HandClock();
    Run run = SampleRun.of(info, recorder, folder).at(now).run();
    run.begin(Optional.empty());
    for (int second = 1; second <= 17; second++) {
      if (second <= 7) {
        respond(recorder, 30, 0);
      } else if (second == 17) {
        recorder.response("B", "", "r", 7_000, 16_001, false, "", "timeout");
      }
      now.set(Duration.ofSeconds(second));
      boolean unused = run.beat();
    }

    RunRecord result = run.end(Optional.empty());

    for (RunRecord read : List.of(result, IntervalLog.read(folder))) {
      assertThat(read.verdict()).isEqualTo(Verdict.PASS);
      assertThat(read.reason())
          .isEqualTo("the threshold passed; but no response came from 00:07 to 00:16");
      assertThat(read.notes())
          .filteredOn(note -> note.startsWith("no response"))
          .singleElement()
          .asString()
          .startsWith("no response came from 00:07 to 00:16, although requests were waiting;");
    }
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
        new Idle() {
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
        judged(
            throughput().atLeast(perSecond(10)),
            throughput().every(ofSeconds(1)).atLeast(perSecond(10)));
    Recorder recorder = new Recorder(info.phases(), text -> text);
    Run run = SampleRun.of(info, recorder, folder).on(engine).at(now).run();
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
        SampleRun.of(
                info,
                new Intervals(elapsed -> intervals.get((int) elapsed.toSeconds() - 1)),
                Files.createTempDirectory(folder, "duet"))
            .on(
                new Idle() {
                  @Override
                  public void stop(String reason) {
                    stops.add(reason);
                  }
                })
            .led(led)
            .at(clock)
            .run();
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
    RunInfo info = judged(errorRate().below(ofPercent(1))).on(List.of(FlowLoad.only(profile)));
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
    Run run = SampleRun.of(info, recorder, folder).observedBy(view).at(now).run();
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
}
