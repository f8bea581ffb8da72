package dev.onrush.internal.verdict;

import dev.onrush.internal.metrics.timeline.Timeline;
import dev.onrush.internal.verdict.figure.GrowingFigure;
import dev.onrush.internal.verdict.figure.ScopeTimes;
import dev.onrush.internal.verdict.probe.Probe;
import dev.onrush.profile.Phase;
import dev.onrush.result.Judgement;
import dev.onrush.result.Verdict;
import dev.onrush.threshold.Abort;
import dev.onrush.threshold.Threshold;
import dev.onrush.units.Quantity;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The breach that ends a run. Once there is one, it is the judgement of its threshold: responses
 * that arrive while the run ends can make it worse, but cannot undo it.
 */
public final class EndingBreach {

  /** The detail, up to the time, in the judgement of a threshold that ended a run. */
  private static final String ENDED_THE_RUN = "ended the run at ";

  private final Timeline timeline;
  private Optional<Judgement> breach = Optional.empty();
  private Duration at = Duration.ZERO;

  /** Creates the breach of a run that no threshold has ended. */
  EndingBreach(Timeline timeline) {
    this.timeline = timeline;
  }

  /**
   * Whether a judgement says that its threshold ended the run. It does not if it has another detail
   * instead, such as that the run was steered by hand.
   */
  public static boolean endedTheRun(Judgement judgement) {
    // Only the text says so: a judgement that was read from a log has nothing else.
    return judgement.threshold().abort().isPresent() && judgement.detail().contains(ENDED_THE_RUN);
  }

  /** The judgement at the moment at which it ended the run; empty if no threshold ended it. */
  Optional<Judgement> judgement() {
    return breach;
  }

  /**
   * Ends the load if a threshold is broken, its grace time is over and it has enough samples.
   *
   * @param judge returns the judgement of a threshold as of now
   * @param now the phases as they are currently known
   * @param late how long after a phase its requests may be answered
   */
  void find(
      Map<Threshold, Probe> probes,
      BiFunction<Threshold, Probe, Judgement> judge,
      List<Phase> now,
      Duration late) {
    breach =
        probes.entrySet().stream()
            .filter(entry -> isDue(entry.getKey(), now))
            .map(entry -> judge.apply(entry.getKey(), entry.getValue()))
            .filter(judgement -> endsTheRun(judgement, now, late))
            .findFirst();
    at = timeline.elapsed();
    breach.ifPresent(b -> timeline.endLoad());
  }

  private boolean isDue(Threshold threshold, List<Phase> now) {
    Optional<Abort> abort = threshold.abort();
    if (abort.isEmpty()) {
      return false;
    }
    Duration start =
        threshold.measure().figures().stream()
            .map(figure -> new ScopeTimes(figure.scope(), now).start())
            .max(Comparator.naturalOrder())
            .orElseGet(() -> new ScopeTimes(threshold.scope(), now).start());
    return timeline.elapsed().compareTo(start.plus(abort.get().grace())) >= 0;
  }

  private boolean endsTheRun(Judgement judgement, List<Phase> now, Duration late) {
    return judgement.verdict() == Verdict.FAIL
        && judgement.samples() >= judgement.threshold().abort().orElseThrow().samples()
        && !GrowingFigure.mayReachItsBound(judgement, timeline.elapsed(), now, late);
  }

  /** Whether this threshold ended the run. */
  boolean endedBy(Threshold threshold) {
    return breach.filter(b -> b.threshold().equals(threshold)).isPresent();
  }

  /**
   * Returns the judgement of the threshold that ended the run: as of the run's end if it is still a
   * breach, otherwise the original breach with the figure at the end.
   *
   * @param after the judgement as of the run's end
   */
  Judgement asOf(Judgement after) {
    String ended = ENDED_THE_RUN + Quantity.clock(at);
    if (after.verdict() == Verdict.FAIL) {
      return with(after, Stream.of(after.detail(), ended));
    }
    Judgement original = breach.orElseThrow();
    return with(
        original,
        Stream.of(
            original.detail(),
            ended,
            "at the end of the run it was "
                + after.actualText()
                + " over "
                + after.samplesText()
                + (after.detail().isEmpty() ? "" : ", " + after.detail())));
  }

  private static Judgement with(Judgement judgement, Stream<String> details) {
    return new Judgement(
        judgement.threshold(),
        judgement.verdict(),
        judgement.actual(),
        judgement.samples(),
        details.filter(text -> !text.isEmpty()).collect(Collectors.joining("; ")),
        judgement.moment(),
        judgement.uncertainty(),
        judgement.asMeasured());
  }
}
