package dev.onrush.internal.metrics;

/**
 * The time of one response.
 *
 * @param start when its request was sent, in milliseconds
 * @param micros the measured time, in microseconds; {@link #NONE} if there is no response
 * @param least the lower bound of the response time, in microseconds: the measured time without all
 *     that may be the generator's own share of it; {@link #UNKNOWN} if that share is not known
 */
public record ResponseTime(long start, long micros, long least) {

  /** The value of {@link #least} if the generator's own share of the time is not known. */
  public static final long UNKNOWN = -1;

  /** The value of {@link #micros} if nothing was sent, or if nothing answers what was sent. */
  public static final long NONE = -1;

  /** Returns a time of which the generator's own share is not known. */
  public static ResponseTime asMeasured(long start, long micros) {
    return new ResponseTime(start, micros, UNKNOWN);
  }

  /**
   * Returns a time of which the generator's own share is known.
   *
   * @param own the largest possible share of the generator, in microseconds; if it exceeds {@code
   *     micros}, the lower bound is 0
   */
  public static ResponseTime of(long start, long micros, long own) {
    return new ResponseTime(start, micros, Math.max(0, micros - Math.max(0, own)));
  }

  boolean isLeastKnown() {
    return least >= 0;
  }
}
