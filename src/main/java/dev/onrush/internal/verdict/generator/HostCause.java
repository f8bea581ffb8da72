package dev.onrush.internal.verdict.generator;

import dev.onrush.internal.metrics.HostFigure;
import dev.onrush.internal.metrics.Vitals;
import dev.onrush.units.Quantity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Describes the causes on the machine around a generator that may have delayed it. */
final class HostCause {

  /** A smaller share of the time, or of the processors, delays nothing. */
  private static final double NOTABLE = 0.05;

  /** A second usually has ten quota periods, so one that is used up says little. */
  private static final double MANY_PERIODS = 0.15;

  /** Other processes are a cause if at least this share of the processors is used in all. */
  private static final double FULL = 0.8;

  private static final double MANY = 0.2;

  private HostCause() {}

  /**
   * The end of a sentence, such as {@code "; meanwhile the hypervisor took 18 % of the
   * processors"}; empty if nothing is known or notable.
   */
  static String text(Vitals vitals) {
    List<String> causes = new ArrayList<>();
    double others = vitals.host().getOrDefault(HostFigure.OTHERS, 0.0);
    if (others >= MANY && others + vitals.cpu() >= FULL) {
      causes.add("other processes used " + percent(others) + " of the processors");
    }
    share(vitals, HostFigure.STOLEN, NOTABLE)
        .ifPresent(share -> causes.add("the hypervisor took " + share + " of the processors"));
    share(vitals, HostFigure.THROTTLED, MANY_PERIODS)
        .ifPresent(
            share -> causes.add("the processor quota was used up in " + share + " of its periods"));
    share(vitals, HostFigure.MEMORY_PRESSURE, NOTABLE)
        .ifPresent(share -> causes.add("tasks waited for memory for " + share + " of the time"));
    return causes.isEmpty() ? "" : "; meanwhile " + String.join(" and ", causes);
  }

  private static Optional<String> share(Vitals vitals, HostFigure figure, double least) {
    return Optional.ofNullable(vitals.host().get(figure))
        .filter(share -> share >= least)
        .map(HostCause::percent);
  }

  private static String percent(double share) {
    return Quantity.SHARE.text(100 * share);
  }
}
