package dev.onrush.internal.report.html;

import dev.onrush.internal.metrics.HostFigure;
import dev.onrush.internal.metrics.timeline.Marks.Peak;
import dev.onrush.internal.run.record.RunRecord;
import dev.onrush.result.Judgement;
import dev.onrush.result.Uncertainty;
import dev.onrush.result.Verdict;
import dev.onrush.threshold.Condition.Bound;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Lists, in a few words each, what makes the figures of a run less certain than its verdict
 * suggests.
 */
final class Uncertainties {

  /** The share of the processors that other processes use from which on the machine is busy. */
  private static final double BUSY = 0.5;

  /** The least width of an uncertainty that is mentioned, as a share of the bound. */
  private static final double VISIBLE = 0.02;

  private static final Uncertainty CERTAIN = Uncertainty.none(0);
  private static final String NOT_STEADY = "not steady yet";

  private Uncertainties() {}

  static List<String> of(RunRecord result) {
    List<String> uncertainties = new ArrayList<>();
    if (!result.generatorFindings().isEmpty()) {
      uncertainties.add("The generator did not always keep up");
    }
    if (result.timeline().marks().host().entrySet().stream()
        .anyMatch(peak -> isBusy(peak.getKey(), peak.getValue()))) {
      uncertainties.add("The generator's machine was busy");
    }
    if (result.info().facts().getOrDefault("warm-up", "").contains(NOT_STEADY)) {
      uncertainties.add("The generator's warm-up was not steady");
    }
    result.judgements().stream()
        .filter(Uncertainties::isNear)
        .flatMap(j -> nearItsLimit(j).stream())
        .forEach(uncertainties::add);
    return uncertainties;
  }

  private static Optional<String> nearItsLimit(Judgement judgement) {
    return judgement
        .uncertaintyText()
        .map(
            range ->
                "The range of %s ends near its limit: %s"
                    .formatted(judgement.threshold().name(), range));
  }

  private static boolean isBusy(HostFigure figure, Peak peak) {
    return figure == HostFigure.OTHERS ? peak.value() >= BUSY : figure.isCritical(peak.value());
  }

  /**
   * Returns whether the distance from the bound to the range of the figure is at most half the
   * width of the range.
   */
  private static boolean isNear(Judgement judgement) {
    boolean judged = judgement.verdict() == Verdict.PASS || judgement.verdict() == Verdict.FAIL;
    return judged
        && judgement.actual().isPresent()
        && judgement.threshold().condition().sides().stream()
            .mapToDouble(Bound::bound)
            .anyMatch(bound -> isNear(bound, judgement.uncertainty().orElse(CERTAIN)));
  }

  private static boolean isNear(double bound, Uncertainty range) {
    double distance = Math.max(0, Math.max(range.least() - bound, bound - range.most()));
    return range.width() > VISIBLE * bound
        && Double.isFinite(range.width())
        && distance <= range.width() / 2;
  }
}
