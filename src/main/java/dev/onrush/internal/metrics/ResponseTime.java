package dev.onrush.internal.metrics;

/**
 * The time of one response.
 *
 * @param start of its request, in milliseconds
 * @param micros as measured, in microseconds; negative where nothing was sent
 * @param least what is left of it when all that may have been the generator's own is taken away, in
 *     microseconds; {@link #UNKNOWN} where nobody knows
 */
public record ResponseTime(long start, long micros, long least) {

  /** It is not known how much of the time was the generator's own. */
  public static final long UNKNOWN = -1;

  /** A time of which nobody knows how much was the generator's own. */
  public static ResponseTime asMeasured(long start, long micros) {
    return new ResponseTime(start, micros, UNKNOWN);
  }

  /**
   * A time of which so much may have been the generator's own.
   *
   * @param own in microseconds; more than the time itself leaves nothing of it
   */
  public static ResponseTime of(long start, long micros, long own) {
    return new ResponseTime(start, micros, Math.max(0, micros - Math.max(0, own)));
  }

  boolean isLeastKnown() {
    return least >= 0;
  }
}
