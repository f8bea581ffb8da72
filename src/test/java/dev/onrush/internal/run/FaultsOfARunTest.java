package dev.onrush.internal.run;

import static dev.onrush.dsl.OnrushDsl.*;
import static dev.onrush.internal.run.SampleRun.*;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.onrush.internal.metrics.recording.Recorder;
import dev.onrush.internal.run.log.IntervalLog;
import dev.onrush.internal.run.record.RunInfo;
import dev.onrush.internal.run.record.RunRecord;
import dev.onrush.internal.run.record.SampleInfo;
import dev.onrush.plan.FlowLoad;
import dev.onrush.result.RunEnd;
import dev.onrush.result.Verdict;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Faults of listeners, sources and engines do not end a run. */
class FaultsOfARunTest {

  @TempDir Path folder;

  private Run run(Recorder recorder, RunObserver... listeners) {
    return SampleRun.of(INFO, recorder, folder).observedBy(listeners).run();
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
    RecordedCalls heard = new RecordedCalls();
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
    RecordedCalls heard = new RecordedCalls();
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
    return new Intervals(
        elapsed -> {
          if (failing.test(elapsed)) {
            throw new OutOfMemoryError("broken on purpose");
          }
          return recorder.takeInterval(elapsed);
        });
  }

  private Run run(Source source, boolean led) {
    return SampleRun.of(INFO, source, folder).led(led).at(new HandClock()).run();
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
          "the interval up to 00:00 is not complete (java.lang.OutOfMemoryError: broken on purpose)";
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
    RunInfo info = judged(errorRate().below(ofPercent(1))).on(List.of(FlowLoad.only(PROFILE)));
    HandClock now = new HandClock();
    Run run = SampleRun.of(info, failingFrom(ofSeconds(60), recorded()), folder).at(now).run();
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
  void the_ticker_survives_what_a_search_for_an_abort_throws() throws InterruptedException {
    CountDownLatch stopped = new CountDownLatch(2);
    Engine broken =
        new Idle() {
          @Override
          public void stop(String reason) {
            stopped.countDown();
            throw new NoClassDefFoundError("broken on purpose");
          }
        };
    RunInfo aborting =
        SampleInfo.named("T", "T")
            .startedAt(INFO.started())
            .requests("r")
            .judged(errorCount().exactly(0).abortAfter(Duration.ZERO))
            .info();
    CountDownLatch seconds = new CountDownLatch(2);
    RunObserver counting =
        new RunObserver() {
          @Override
          public void interval(RunState state) {
            seconds.countDown();
            stopped.countDown();
          }
        };
    Run run = SampleRun.of(aborting, recorded(), folder).observedBy(counting).on(broken).run();
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
}
