package dev.onrush.result;

import dev.onrush.units.Percentile;
import java.time.Duration;
import java.util.Optional;

/**
 * A distribution of response times, kept with three significant digits. Immutable. Where there was
 * no response, a statistic is empty, never zero.
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
   * The time that this share of the responses took at most; empty without responses.
   *
   * <p>Of 100 responses that took 1 ms to 100 ms, p95 is 95 ms.
   */
  Optional<Duration> percentile(Percentile percentile);

  /** The standard deviation; empty without responses. */
  Optional<Duration> standardDeviation();

  /**
   * The same responses, each without what of its time may have been the generator's own; empty
   * where that is not known. A percentile truly lies between that of these and that of this.
   */
  Optional<ResponseTimes> atLeast();

  /** Tells the reader of each bucket that has responses, the shortest times first. */
  void forEach(BucketReader reader);

  /** Reads a distribution bucket by bucket. */
  @FunctionalInterface
  interface BucketReader {

    /**
     * Takes the next bucket.
     *
     * @param time of the responses, exact to three significant digits
     * @param count of the responses; at least 1
     */
    void bucket(Duration time, long count);
  }
}
