package dev.onrush.internal.event;

import dev.onrush.internal.control.Intervention;
import dev.onrush.internal.metrics.Timeline.Row;
import dev.onrush.internal.run.RunInfo;
import dev.onrush.internal.verdict.Judgement;
import dev.onrush.internal.verdict.Verdict;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalDouble;

/** Something that happened in a run. Immutable; secrets in its texts are masked. */
public sealed interface RunEvent {

  /**
   * The first users are due now.
   *
   * @param info what is known of the run
   * @param folder that the run writes to
   */
  record Started(RunInfo info, Path folder) implements RunEvent {}

  /**
   * Another phase is at work than in the interval before.
   *
   * @param at the end of the first interval that ended in it, since the run's start
   * @param from the phase before
   * @param to {@code spike}; {@code paused} or {@code wind-down} too
   */
  record PhaseChanged(Duration at, String from, String to) implements RunEvent {}

  /**
   * About a second has passed.
   *
   * @param figures of this second, over all requests
   * @param phase at its end
   * @param planned users, or arrivals each second, that the profile has; empty without a profile
   */
  record IntervalPassed(Row figures, String phase, OptionalDouble planned) implements RunEvent {}

  /**
   * A threshold has turned to FAIL. One that asks for at least so many of something is not broken
   * while they can still come: that is told at the end.
   *
   * @param at since the run's start
   * @param judgement with the figure that broke the bound
   */
  record ThresholdBreached(Duration at, Judgement judgement) implements RunEvent {}

  /**
   * A threshold that was broken is kept again.
   *
   * @param at since the run's start
   */
  record ThresholdRecovered(Duration at, Judgement judgement) implements RunEvent {}

  /** Somebody has steered the run by hand. */
  record Intervened(Intervention intervention) implements RunEvent {}

  /**
   * The run has ended; its reports are written.
   *
   * @param reason why the verdict is not PASS, in one line; for PASS, how many thresholds passed
   * @param folder with the reports
   * @param length of what was recorded
   */
  record Ended(Verdict verdict, String reason, Path folder, Duration length) implements RunEvent {}
}
