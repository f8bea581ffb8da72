package dev.onrush.internal.metrics.timeline;

import java.util.DoubleSummaryStatistics;

/** A summary of the successive readings of one figure, which does not keep each reading. */
public final class Readings {

  private final DoubleSummaryStatistics all = new DoubleSummaryStatistics();
  private double first;
  private double last;

  /** Adds the next reading. */
  public void add(double value) {
    if (all.getCount() == 0) {
      first = value;
    }
    last = value;
    all.accept(value);
  }

  /** The number of readings. If it is 0, the other figures are meaningless. */
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
