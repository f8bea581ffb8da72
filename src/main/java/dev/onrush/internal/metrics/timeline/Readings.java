package dev.onrush.internal.metrics.timeline;

import java.util.DoubleSummaryStatistics;

/** Readings of one figure in their order, without keeping each. */
public final class Readings {

  private final DoubleSummaryStatistics all = new DoubleSummaryStatistics();
  private double first;
  private double last;

  /** Adds the reading that follows. */
  public void add(double value) {
    if (all.getCount() == 0) {
      first = value;
    }
    last = value;
    all.accept(value);
  }

  /** How many there are; without any, no other figure means anything. */
  public long count() {
    return all.getCount();
  }

  public double first() {
    return first;
  }

  public double mean() {
    return all.getAverage();
  }

  public double min() {
    return all.getMin();
  }

  public double max() {
    return all.getMax();
  }

  public double last() {
    return last;
  }
}
