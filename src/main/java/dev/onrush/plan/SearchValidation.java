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
              + "searches for its capacity, and has no threshold that a level could break; add one"
              + " such as p95().below(ofMillis(200))");
    }
    for (Threshold threshold : thresholds) {
      String of = "threshold \"" + threshold + "\" ";
      Measure measure = threshold.measure();
      if (measure instanceof Capacity capacity) {
        if (capacity.quantity() != search.quantity()) {
          throw new IllegalArgumentException(
              of
                  + "is of "
                  + (capacity.quantity() == Quantity.COUNT ? "users" : "arrivals each second")
                  + ", and the search is of "
                  + search.unit()
                  + "; write such as "
                  + search.text(search.most()));
        }
        if (!threshold.condition().sides().stream().allMatch(this::isInReach)) {
          throw new IllegalArgumentException(
              of
                  + "cannot be kept, since the search goes up to "
                  + search.text(search.most())
                  + "; let its bound be lower, or upTo(…) higher");
        }
        continue;
      }
      if (measure instanceof Measure.Trend) {
        throw new IllegalArgumentException(
            of
                + "is about how a run goes as a whole, and each probe of a capacity search is judged"
                + " by itself; leave it out, or ask it in a plan with a profile");
      }
      if (measure instanceof Measure.WorseThanA) {
        throw new IllegalArgumentException(
            of
                + "compares with A, and a capacity search is no duet; leave it out, or ask it in a"
                + " plan with a profile");
      }
      if (threshold.abort().isPresent()) {
        throw new IllegalArgumentException(
            of
                + "aborts, and a probe that breaks is how a capacity is found; leave out abortAfter(…)");
      }
      for (Figure figure : measure.figures()) {
        if (figure.scope().phase().isPresent()) {
          throw new IllegalArgumentException(
              of
                  + "names a phase, and each probe of a capacity search is judged by itself; leave out"
                  + " during(…)");
        }
      }
      if (measure instanceof EveryWindow window && window.length().compareTo(search.hold()) > 0) {
        throw new IllegalArgumentException(
            of
                + "needs "
                + Quantity.duration(window.length())
                + ", and a probe is held for "
                + Quantity.duration(search.hold())
                + "; let the window be shorter, or holdFor(…) longer");
      }
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
