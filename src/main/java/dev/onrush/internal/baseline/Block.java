package dev.onrush.internal.baseline;

import dev.onrush.internal.metrics.Outcome;
import dev.onrush.internal.metrics.Tally;
import dev.onrush.internal.metrics.histogram.Buckets;
import dev.onrush.internal.metrics.histogram.Distribution;

/**
 * The samples of selected requests within a block of time.
 *
 * @param requests the requests that were sent
 * @param failures all failures, including requests that could not be sent
 * @param inBurst failures for which a burst after a standstill of the generator may be the reason
 * @param unsent failures in which nothing was sent
 * @param sum the sum of all response times, in milliseconds
 * @param leastSum the sum of {@code least}, in milliseconds
 * @param times all response times
 * @param least the response times without the generator's own share, for responses of which that
 *     share is known
 */
record Block(
    long requests,
    long failures,
    long inBurst,
    long unsent,
    double sum,
    double leastSum,
    Buckets times,
    Buckets least) {

  static final Block EMPTY = new Block(0, 0, 0, 0, 0, 0, Buckets.EMPTY, Buckets.EMPTY);

  static Block of(Outcome outcome, Tally tally) {
    Distribution least = tally.leastTimes();
    return new Block(
        outcome.sent() ? tally.requests() : 0,
        outcome.isSuccess() ? 0 : tally.requests(),
        outcome == Outcome.FAILED_IN_BURST ? tally.requests() : 0,
        outcome.sent() ? 0 : tally.requests(),
        tally.times().sum(),
        least.sum(),
        tally.times().buckets(),
        least.buckets());
  }

  /** Requests that could succeed or fail: all except messages of web sockets. */
  long answerable() {
    return times.count() + unsent;
  }

  /** Returns the sum of both blocks, as if all samples had been recorded into one. */
  Block and(Block other) {
    return new Block(
        requests + other.requests,
        failures + other.failures,
        inBurst + other.inBurst,
        unsent + other.unsent,
        sum + other.sum,
        leastSum + other.leastSum,
        times.and(other.times),
        least.and(other.least));
  }
}
