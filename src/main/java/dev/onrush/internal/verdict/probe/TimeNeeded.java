package dev.onrush.internal.verdict.probe;

import dev.onrush.internal.verdict.figure.RecoveryPhases;
import dev.onrush.profile.Phase;
import dev.onrush.threshold.Measure;
import dev.onrush.threshold.Measure.Drift;
import dev.onrush.threshold.Measure.Figure;
import dev.onrush.threshold.Measure.Recovery;
import dev.onrush.threshold.Measure.Stability;
import dev.onrush.threshold.Scope;
import dev.onrush.units.Quantity;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * The time that a measure of the course of a run needs to have data. It is counted in whole seconds
 * of the run, because that is when its intervals end. A time that is just long enough may still be
 * too short in a run whose intervals end late.
 */
public final class TimeNeeded {

  private static final int COUNTED = 1_000_000;

  private TimeNeeded() {}

  /**
   * Describes what is too short in these phases; empty if the measure may have data.
   *
   * @param phases the phases of all flows
   */
  public static Optional<String> missing(Measure measure, List<Phase> phases) {
    if (measure instanceof Recovery recovery) {
      return RecoveryPhases.of(recovery.scope(), phases)
          .before()
          .flatMap(before -> missing(recovery, before));
    }
    return measure instanceof Drift || measure instanceof Stability
        ? measure.figures().stream().flatMap(of -> missing(of, phases).stream()).findFirst()
        : Optional.empty();
  }

  private static Optional<String> missing(Figure figure, List<Phase> phases) {
    int seconds = TrendProbe.times(figure, phases).seconds(TrendProbe.LEAST);
    String phase = figure.scope().phase().orElse(Scope.STEADY_STATE);
    return seconds >= TrendProbe.LEAST
        ? Optional.empty()
        : Optional.of(
            "needs "
                + TrendProbe.LEAST
                + " whole seconds, but "
                + (phase.equals(Scope.STEADY_STATE) ? "the " + phase : "phase \"" + phase + "\"")
                + " has "
                + only(seconds));
  }

  private static Optional<String> missing(Recovery recovery, Phase before) {
    int seconds = wholeSeconds(before.start(), before.end());
    return seconds >= RecoveryProbe.ROWS
        ? Optional.empty()
        : Optional.of(
            "needs "
                + RecoveryProbe.ROWS
                + " whole seconds before phase \""
                + recovery.phase()
                + "\" to know the usual response time, but phase \""
                + before.name()
                + "\" has "
                + only(seconds));
  }

  /**
   * Describes what the plan leaves to the last users of the run: a recovery is also seen while they
   * finish, which takes an unknown time.
   *
   * @param phases the phases of all flows
   */
  public static Optional<String> leftToLastUsers(Measure measure, List<Phase> phases) {
    if (!(measure instanceof Recovery recovery)) {
      return Optional.empty();
    }
    Duration end =
        RecoveryPhases.of(recovery.scope(), phases)
            .disturbing()
            .map(Phase::end)
            .orElse(Duration.ZERO);
    Duration last = phases.stream().map(Phase::end).max(Duration::compareTo).orElse(Duration.ZERO);
    int seconds = wholeSeconds(end, last);
    return seconds >= RecoveryProbe.ROWS
        ? Optional.empty()
        : Optional.of(
            "needs "
                + RecoveryProbe.ROWS
                + " seconds after phase \""
                + recovery.phase()
                + "\", but the plan has "
                + only(seconds)
                + " there");
  }

  /** The whole seconds of the run between two moments. */
  private static int wholeSeconds(Duration start, Duration end) {
    Duration first = start.plusNanos(999_999_999).truncatedTo(ChronoUnit.SECONDS);
    return (int) Math.min(COUNTED, Math.max(0, end.minus(first).toSeconds()));
  }

  private static String only(int seconds) {
    return seconds == 0 ? "none" : "only " + Quantity.count(seconds);
  }
}
