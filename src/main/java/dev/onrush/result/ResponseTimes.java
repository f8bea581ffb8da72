package dev.onrush.result;

import dev.onrush.units.Percentile;
import java.time.Duration;
import java.util.Optional;

/**
 * A distribution of response times, which are kept with three significant digits. Immutable. If
 * there was no response, a statistic is empty, never zero.
 *
 * @since 0.1.0
 */
public interface ResponseTimes {

  /** The number of responses that were timed. */
  long count();

  /** The arithmetic mean; empty without responses. */
  Optional<Duration> mean();

  /** The shortest time; empty without responses. */
  Optional<Duration> min();

  /** The longest time; empty without responses. */
  Optional<Duration> max();

  /**
   * The time that a share of the responses does not exceed; empty without responses.
   *
   * <p>If 100 responses took 1 ms, 2 ms, 3 ms and so on to 100 ms, p95 is 95 ms.
   */
  Optional<Duration> percentile(Percentile percentile);

  /** The standard deviation; empty without responses. */
  Optional<Duration> standardDeviation();

  /**
   * The same responses, each without the part of its time that may be the generator's own; empty if
   * this part is not known. The true value of a percentile lies between its value in the returned
   * distribution and its value in this one.
   */
  Optional<ResponseTimes> atLeast();

  /** Passes each bucket that contains responses to the reader, the shortest times first. */
  void forEach(BucketReader reader);

  /** Reads a distribution bucket by bucket. */
  @FunctionalInterface
  interface BucketReader {

    /**
     * Takes the next bucket.
     *
     * @param time the response time of the bucket, exact to three significant digits
     * @param count the number of responses in the bucket; at least 1
     */
    void bucket(Duration time, long count);
  }
}
