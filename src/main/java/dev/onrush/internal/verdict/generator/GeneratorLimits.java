package dev.onrush.internal.verdict.generator;

import dev.onrush.units.Quantity;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The limits past which the generator cannot be trusted, so that its run is INVALID.
 *
 * @param standstill how long nothing of the generator may have run; default 500 ms; or nothing of
 *     one of its event loops, three seconds in a row
 * @param pauses percent of the time in standstills of 100 ms or longer; default 30, three seconds
 *     in a row
 * @param lag p99 within a second of the time from when users were due to when they began; default
 *     250 ms, three seconds in a row
 * @param cpu percent of all processors that the generator may be busy on; default 90, five seconds
 *     in a row
 * @param gc percent of the time in garbage collection; default 30, three seconds in a row
 * @param files percent of the allowed file descriptors that may be open; default 99, so that 19,000
 *     users fit in 20,000
 * @param missing percent of the planned users that may be missing: of a level that is held, three
 *     seconds in a row, or of all arrivals; or of the time of calls that they may wait for a
 *     thread, for three seconds; default 5
 */
public record GeneratorLimits(
    Duration standstill,
    double pauses,
    Duration lag,
    double cpu,
    double gc,
    double files,
    double missing) {

  public static final GeneratorLimits DEFAULT =
      new GeneratorLimits(Duration.ofMillis(500), 30, Duration.ofMillis(250), 90, 30, 99, 5);

  /** Of a run in which nothing depends on the generator. */
  public static final GeneratorLimits NONE =
      new GeneratorLimits(Duration.ofDays(1), 100, Duration.ofDays(1), 100, 100, 100, 100);

  /**
   * The defaults, replaced by what {@code texts} says: {@code standstill} and {@code lag} as {@code
   * 500 ms}, the others as {@code 90 %}.
   *
   * @throws IllegalArgumentException if a name is unknown or a text cannot be read
   */
  public static GeneratorLimits of(Map<String, String> texts) {
    TreeSet<String> unknown = new TreeSet<>(texts.keySet());
    unknown.removeAll(DEFAULT.texts().keySet());
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          "setting onrush.generator."
              + unknown.first()
              + " is not known; there are "
              + String.join(", ", DEFAULT.texts().keySet()));
    }
    Map<String, String> all = new TreeMap<>(DEFAULT.texts());
    all.putAll(texts);
    return new GeneratorLimits(
        time(all, "standstill"),
        number(Quantity.SHARE, all, "pauses"),
        time(all, "lag"),
        number(Quantity.SHARE, all, "cpu"),
        number(Quantity.SHARE, all, "gc"),
        number(Quantity.SHARE, all, "files"),
        number(Quantity.SHARE, all, "missing"));
  }

  /** Each limit by its name. */
  public Map<String, String> texts() {
    Map<String, String> texts = new TreeMap<>();
    texts.put("standstill", Quantity.TIME.exact((double) standstill.toMillis()));
    texts.put("pauses", Quantity.SHARE.exact(pauses));
    texts.put("lag", Quantity.TIME.exact((double) lag.toMillis()));
    texts.put("cpu", Quantity.SHARE.exact(cpu));
    texts.put("gc", Quantity.SHARE.exact(gc));
    texts.put("files", Quantity.SHARE.exact(files));
    texts.put("missing", Quantity.SHARE.exact(missing));
    return texts;
  }

  private static Duration time(Map<String, String> texts, String name) {
    return Duration.ofNanos(Math.round(number(Quantity.TIME, texts, name) * 1e6));
  }

  private static double number(Quantity quantity, Map<String, String> texts, String name) {
    try {
      return quantity.parse(texts.getOrDefault(name, ""));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "setting onrush.generator." + name + ": " + e.getMessage(), e);
    }
  }

  /** Whether more of those that were planned did not come than {@link #missing} allows. */
  boolean isMissing(long came, long planned) {
    return planned > 0 && 100.0 * (planned - came) / planned > missing;
  }
}
