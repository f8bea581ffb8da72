package dev.onrush.internal.run;

import static dev.onrush.dsl.OnrushDsl.*;
import static java.time.Duration.ofSeconds;

import dev.onrush.internal.baseline.Baseline;
import dev.onrush.internal.control.EffectiveLoad;
import dev.onrush.internal.metrics.Interval;
import dev.onrush.internal.metrics.recording.Recorder;
import dev.onrush.internal.run.record.RunInfo;
import dev.onrush.internal.run.record.SampleInfo;
import dev.onrush.internal.service.ServiceMetrics;
import dev.onrush.profile.LoadProfile;
import dev.onrush.profile.Phase;
import dev.onrush.threshold.Threshold;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** What a run of a test is made of; parts that a test does not name are the simplest ones. */
record SampleRun(
    RunInfo info,
    Source source,
    Optional<Baseline> baseline,
    Path folder,
    List<RunObserver> observers,
    Engine engine,
    boolean led,
    SecondClock clock) {

  static final LoadProfile PROFILE = arrivalRate().hold(perSecond(1), ofSeconds(60));

  static final RunInfo INFO =
      SampleInfo.named("LoadTest", "Load \"x\" <y>")
          .startedAt(Instant.parse("2026-01-02T03:04:05.678Z"))
          .requests("r")
          .judged(
              p95().of("r").by("B").during("run").below(ofSeconds(1)).abortAfter(ofSeconds(3)),
              errorRate().atMost(ofPercent(50)))
          .shape(Map.of("scenarios", "B"))
          .facts(Map.of("target", "http://127.0.0.1:1"))
          .info();

  /** An engine that does nothing. */
  static class Idle implements Engine {
    @Override
    public void stop(String reason) {}

    @Override
    public void follow(EffectiveLoad load) {}
  }

  /** A source without notes whose intervals come from a function of the elapsed time. */
  record Intervals(Function<Duration, Interval> intervals) implements Source {
    @Override
    public Interval takeInterval(Duration elapsed) {
      return intervals.apply(elapsed);
    }

    @Override
    public void phases(List<Phase> phases) {}

    @Override
    public List<String> notes() {
      return List.of();
    }
  }

  static SampleRun of(RunInfo info, Source source, Path folder) {
    return new SampleRun(
        info, source, Optional.empty(), folder, List.of(), new Idle(), false, new SecondClock());
  }

  static SampleRun of(RunInfo info, Recorder recorder, Path folder) {
    return of(info, Source.of(recorder), folder);
  }

  SampleRun against(Baseline to) {
    return new SampleRun(info, source, Optional.of(to), folder, observers, engine, led, clock);
  }

  SampleRun observedBy(RunObserver... by) {
    return new SampleRun(info, source, baseline, folder, List.of(by), engine, led, clock);
  }

  SampleRun on(Engine by) {
    return new SampleRun(info, source, baseline, folder, observers, by, led, clock);
  }

  SampleRun led(boolean is) {
    return new SampleRun(info, source, baseline, folder, observers, engine, is, clock);
  }

  /** With a clock that the test moves. */
  SampleRun at(HandClock own) {
    return new SampleRun(info, source, baseline, folder, observers, engine, led, own);
  }

  Run run() {
    RunInputs inputs = new RunInputs(source, ServiceMetrics.none(), baseline, led);
    return new Run(info, inputs, folder, observers, engine, clock);
  }

  /** Returns a run without a profile and with these thresholds. */
  static RunInfo judged(Threshold... thresholds) {
    return SampleInfo.named("T", "T")
        .startedAt(INFO.started())
        .requests("r")
        .judged(thresholds)
        .info();
  }

  /** Returns a good and a failed response, and a crash. */
  static Recorder recorded() {
    Recorder recorder = new Recorder(INFO.phases(), text -> text);
    recorder.userStarted("B");
    recorder.response("B", "", "r", 5, 25, true, "200", "");
    recorder.response("B", "", "r", 5, 45, false, "500", "line\nbreak");
    recorder.crash("B", "", "r", 5, "no attribute");
    return recorder;
  }

  static void respond(Recorder recorder, int good, int failed) {
    for (int i = 0; i < good; i++) {
      recorder.response("B", "", "r", 5, 25, true, "200", "");
    }
    for (int i = 0; i < failed; i++) {
      recorder.response("B", "", "r", 5, 25, false, "500", "");
    }
  }
}
