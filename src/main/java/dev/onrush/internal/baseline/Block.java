package dev.onrush.internal.baseline;

import dev.onrush.internal.metrics.Outcome;
import dev.onrush.internal.metrics.Tally;
import dev.onrush.internal.metrics.histogram.Buckets;
import dev.onrush.internal.metrics.histogram.Distribution;

/**
 * The samples of some requests within a stretch of time.
 *
 * @param requests that were sent
 * @param failures those of which nothing was sent included
 * @param unsent failures of which nothing was sent
 * @param sum of all response times, in milliseconds
 * @param leastSum the same without the generator's own share, of those of which it is known
 * @param least the times without that share, of those of which it is known
 */
record Block(
    long requests,
    long failures,
    long unsent,
    double sum,
    double leastSum,
    Buckets times,
    Buckets least) {

  static final Block EMPTY = new Block(0, 0, 0, 0, 0, Buckets.EMPTY, Buckets.EMPTY);

  static Block of(Outcome outcome, Tally tally) {
    Distribution least = tally.leastTimes();
    return new Block(
        outcome.sent() ? tally.requests() : 0,
        outcome == Outcome.OK ? 0 : tally.requests(),
        outcome.sent() ? 0 : tally.requests(),
        tally.times().sum(),
        least.sum(),
        tally.times().buckets(),
        least.buckets());
  }

  /** Both together, as if they had been recorded into one. */
  Block and(Block other) {
    return new Block(
        requests + other.requests,
        failures + other.failures,
        unsent + other.unsent,
        sum + other.sum,
        leastSum + other.leastSum,
        times.and(other.times),
        least.and(other.least));
  }
}
