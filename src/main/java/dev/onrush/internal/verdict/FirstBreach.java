package dev.onrush.internal.verdict;

import dev.onrush.internal.metrics.Interval;
import dev.onrush.internal.verdict.figure.Span;
import dev.onrush.plan.Phase;
import dev.onrush.threshold.Subject.EachRequest;
import dev.onrush.threshold.Threshold;
import java.util.List;
import java.util.Optional;

/** Finds when a threshold first broke. */
public interface FirstBreach {

  /**
   * Returns the breach of a threshold; empty for a threshold without a figure in each second, such
   * as a recovery.
   */
  static Optional<FirstBreach> of(Threshold threshold, List<Phase> phases) {
    return FigureBreach.of(threshold.measure(), threshold.condition(), phases)
        .map(
            all ->
                threshold.scope().subject() instanceof EachRequest
                    ? new EachRequestBreach(threshold, phases)
                    : all);
  }

  /** Adds the next interval. */
  void add(Interval interval);

  /**
   * The span from the start of the breach to the end of the last interval on the wrong side; empty
   * if the threshold did not break.
   */
  Optional<Span> span();
}
