package dev.onrush.internal.run.record;

import dev.onrush.internal.metrics.Tally;
import dev.onrush.internal.metrics.histogram.Distribution;
import dev.onrush.result.ResponseTimes;
import dev.onrush.units.Percentile;
import java.time.Duration;
import java.util.Optional;

/**
 * The response times of a distribution that is in milliseconds.
 *
 * @param atLeast the response times without the delay that the load generator itself may have
 *     caused, if that is known
 */
record DistributionTimes(Distribution distribution, Optional<ResponseTimes> atLeast)
    implements ResponseTimes {

  static DistributionTimes of(Tally tally) {
    return new DistributionTimes(
        tally.times(),
        tally.isLeastKnown()
            ? Optional.of(new DistributionTimes(tally.atLeast().times(), Optional.empty()))
            : Optional.empty());
  }

  @Override
  public long count() {
    return distribution.count();
  }

  @Override
  public Optional<Duration> mean() {
    return time(distribution.mean());
  }

  @Override
  public Optional<Duration> min() {
    return time(distribution.min());
  }

  @Override
  public Optional<Duration> max() {
    return time(distribution.max());
  }

  @Override
  public Optional<Duration> percentile(Percentile percentile) {
    return time(distribution.at(percentile));
  }

  @Override
  public Optional<Duration> standardDeviation() {
    return time(distribution.standardDeviation());
  }

  @Override
  public void forEach(BucketReader reader) {
    distribution.forEach((milliseconds, samples) -> reader.bucket(of(milliseconds), samples));
  }

  private Optional<Duration> time(double milliseconds) {
    return distribution.count() == 0 ? Optional.empty() : Optional.of(of(milliseconds));
  }

  /**
   * Converts milliseconds into a duration, rounded to microseconds, the resolution of measured
   * times.
   */
  static Duration of(double milliseconds) {
    return Duration.ofNanos(1_000 * Math.round(1_000 * milliseconds));
  }
}
