package dev.onrush.internal.exchange;

import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Generates trace ids, one for each request, in the form of the header {@code traceparent} of W3C
 * Trace Context (https://www.w3.org/TR/trace-context/). They are determined by the seed of the run
 * and the order in which requests are sent. Thread-safe.
 */
public final class TraceIds {

  /** The header that carries the ids. */
  public static final String HEADER = "traceparent";

  /** The placeholder for a trace id in a link. */
  public static final String PLACE = "{traceId}";

  /** The increment of SplitMix64: odd, and near 2^64 divided by the golden ratio. */
  private static final long STEP = 0x9E3779B97F4A7C15L;

  private static final HexFormat HEX = HexFormat.of();

  private final long origin;
  private final AtomicLong sent = new AtomicLong();

  /**
   * Creates the ids of one injector. No two injectors of a run have an id in common.
   *
   * @param injector the 0-based index of the injector
   */
  public TraceIds(long seed, int injector) {
    this.origin = mixed(seed) + mixed(~(long) injector);
  }

  /** Returns the next value of the header: version 00, sampled. */
  public String next() {
    long at = origin + STEP * sent.incrementAndGet();
    long high = mixed(at);
    long low = mixed(high ^ at);
    long span = mixed(low ^ at) | 1; // an id of zeroes is invalid
    return "00-"
        + HEX.toHexDigits(high)
        + HEX.toHexDigits(low | 1)
        + "-"
        + HEX.toHexDigits(span)
        + "-01";
  }

  /**
   * The finaliser of SplitMix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Numbers, 2014).
   */
  private static long mixed(long value) {
    long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
