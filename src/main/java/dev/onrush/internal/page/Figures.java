package dev.onrush.internal.page;

import dev.onrush.internal.metrics.Series;
import dev.onrush.internal.metrics.Tally;
import dev.onrush.internal.metrics.histogram.Buckets;
import dev.onrush.units.Percentile;
import java.util.Arrays;
import java.util.List;

/** The figures of a set of requests within a period. */
record Figures(long ok, long failed, long unsent, Buckets times) {

  static final Figures NONE = new Figures(0, 0, 0, Buckets.EMPTY);

  static Figures of(Series series, Tally tally) {
    boolean ok = series.outcome().isSuccess();
    return new Figures(
        ok ? tally.requests() : 0,
        ok || !series.outcome().sent() ? 0 : tally.requests(),
        series.outcome().sent() ? 0 : tally.requests(),
        tally.times().buckets());
  }

  Figures and(Figures other) {
    return new Figures(
        ok + other.ok, failed + other.failed, unsent + other.unsent, times.and(other.times));
  }

  /** The number of requests that were sent. */
  long requests() {
    return ok + failed;
  }

  /** The error rate in percent; {@code NaN} if no request could succeed or fail. */
  double errorRate() {
    long answerable = times.count() + unsent;
    return answerable == 0 ? Double.NaN : 100.0 * (failed + unsent) / answerable;
  }

  /** A percentile of the response times in milliseconds; {@code NaN} if there are no times. */
  double at(Percentile percentile) {
    return at(times, percentile);
  }

  /**
   * Several percentiles of the response times, in milliseconds. The percentiles must be in
   * ascending order.
   */
  double[] at(List<Percentile> percentiles) {
    if (times.count() > 0) {
      return times.at(percentiles);
    }
    double[] none = new double[percentiles.size()];
    Arrays.fill(none, Double.NaN);
    return none;
  }

  static double at(Buckets times, Percentile percentile) {
    return times.count() == 0 ? Double.NaN : times.at(percentile);
  }
}
