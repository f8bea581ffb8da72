package dev.onrush.internal.exchange;

import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Ids of traces, one for each request, as W3C Trace Context writes them in the header {@code
 * traceparent} (https://www.w3.org/TR/trace-context/). They follow from the seed of the run, in the
 * order in which requests are sent. Thread-safe.
 */
public final class TraceIds {

  /** The header that carries them. */
  public static final String HEADER = "traceparent";

  /** In a link, stands for the id of a trace. */
  public static final String PLACE = "{traceId}";

  /** Of SplitMix64: odd, and near 2^64 divided by the golden ratio. */
  private static final long STEP = 0x9E3779B97F4A7C15L;

  private static final HexFormat HEX = HexFormat.of();

  private final long origin;
  private final AtomicLong sent = new AtomicLong();

  /**
   * Of one injector; no two of a run have an id in common.
   *
   * @param injector 0-based
   */
  public TraceIds(long seed, int injector) {
    this.origin = mixed(seed) + mixed(~(long) injector);
  }

  /** The next value of the header: version 00, sampled. */
  public String next() {
    long at = origin + STEP * sent.incrementAndGet();
    long high = mixed(at);
    long low = mixed(high ^ at);
    long span = mixed(low ^ at) | 1; // an id of zeroes is none
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
