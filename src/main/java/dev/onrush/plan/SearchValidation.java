package dev.onrush.plan;

import dev.onrush.threshold.Condition.Bound;
import dev.onrush.threshold.Measure;
import dev.onrush.threshold.Measure.Capacity;
import dev.onrush.threshold.Measure.EveryWindow;
import dev.onrush.threshold.Measure.Figure;
import dev.onrush.threshold.Threshold;
import dev.onrush.units.Quantity;
import java.util.List;

/**
 * Checks that the plan's thresholds can judge each probe of a capacity search.
 *
 * @param plan the description of the plan for messages, with a blank at its end
 */
record SearchValidation(String plan, CapacitySearch search) {

  void check(List<Threshold> thresholds) {
    if (thresholds.stream().allMatch(t -> t.measure() instanceof Capacity || t.isWarning())) {
      throw new IllegalArgumentException(
          plan
              + "searches for its capacity, but has no threshold that a level could break; add one"
              + " such as p95().below(ofMillis(200))");
    }
    for (Threshold threshold : thresholds) {
      if (threshold.measure() instanceof Capacity capacity) {
        checkCapacity(threshold, capacity);
      } else {
        checkOfProbe(threshold);
      }
    }
  }

  private static String of(Threshold threshold) {
    return "threshold \"" + threshold + "\" ";
  }

  private void checkCapacity(Threshold threshold, Capacity capacity) {
    if (capacity.quantity() != search.quantity()) {
      throw new IllegalArgumentException(
          of(threshold)
              + "is in "
              + (capacity.quantity() == Quantity.COUNT ? "users" : "arrivals/s")
              + ", but the search is in "
              + search.unit()
              + "; write a bound such as "
              + search.text(search.most()));
    }
    if (!threshold.condition().sides().stream().allMatch(this::isInReach)) {
      throw new IllegalArgumentException(
          of(threshold)
              + "cannot be kept, since the search goes up to "
              + search.text(search.most())
              + "; lower its bound, or raise upTo(…)");
    }
  }

  /** Checks a threshold on which each probe is judged. */
  private void checkOfProbe(Threshold threshold) {
    Measure measure = threshold.measure();
    if (measure instanceof Measure.Trend) {
      throw new IllegalArgumentException(
          of(threshold)
              + "concerns the run as a whole, but each probe of a capacity search is judged on"
              + " its own; remove it, or use it in a plan with a profile");
    }
    if (measure instanceof Measure.WorseThanA) {
      throw new IllegalArgumentException(
          of(threshold)
              + "compares with A, but a capacity search is not a duet; remove it, or use it in a"
              + " plan with a profile");
    }
    if (threshold.abort().isPresent()) {
      throw new IllegalArgumentException(
          of(threshold)
              + "aborts the run, but a capacity search continues after a level that breaks;"
              + " remove abortAfter(…)");
    }
    for (Figure figure : measure.figures()) {
      if (figure.scope().phase().isPresent()) {
        throw new IllegalArgumentException(
            of(threshold)
                + "names a phase, but each probe of a capacity search is judged on its own;"
                + " remove during(…)");
      }
    }
    if (measure instanceof EveryWindow window && window.length().compareTo(search.hold()) > 0) {
      throw new IllegalArgumentException(
          of(threshold)
              + "has windows of "
              + Quantity.duration(window.length())
              + ", but a probe is held for only "
              + Quantity.duration(search.hold())
              + "; use shorter windows, or a longer holdFor(…)");
    }
  }

  /**
   * Whether a level that the search can try could keep this bound. The search never proves a level
   * that it does not try.
   */
  private boolean isInReach(Bound side) {
    return switch (side.comparison()) {
      case BELOW, AT_MOST -> true;
      case EQUAL, AT_LEAST -> side.bound() <= search.most();
      case ABOVE -> side.bound() < search.most();
    };
  }
}
