package dev.onrush.internal.verdict.generator;

import dev.onrush.units.Quantity;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/**
 * The limits beyond which the generator cannot be trusted, so that its run is INVALID.
 *
 * @param standstill the longest time in which the whole generator may stand still; default 500 ms.
 *     It also limits the delay of a single event loop, in three consecutive seconds
 * @param pauses percent of the time in standstills of 30 ms or longer; default 30, in three
 *     consecutive seconds
 * @param lag p99, within a second, of the delay from when users were due to when they started;
 *     default 250 ms, in three consecutive seconds
 * @param cpu percent of all processors that the generator may use; default 90, in five consecutive
 *     seconds
 * @param gc percent of the time in garbage collection; default 30, in three consecutive seconds
 * @param files percent of the allowed file descriptors that may be open; default 99, so that 19,000
 *     users fit in 20,000
 * @param missing percent of the planned users that may be missing: at a held level, in three
 *     consecutive seconds, or of all arrivals. It also limits the percentage of their time that
 *     calls wait for a thread, during three seconds; default 5
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

  /** The limits of a run in which nothing depends on the generator. */
  public static final GeneratorLimits NONE =
      new GeneratorLimits(Duration.ofDays(1), 100, Duration.ofDays(1), 100, 100, 100, 100);

  /**
   * Returns the default limits, replaced by the values in {@code texts}: {@code standstill} and
   * {@code lag} as {@code 500 ms}, the others as {@code 90 %}.
   *
   * @throws IllegalArgumentException if a name is unknown or a text cannot be read
   */
  public static GeneratorLimits of(Map<String, String> texts) {
    return of(texts, name -> "");
  }

  /**
   * Returns the limits as {@link #of(Map)} does.
   *
   * @param source the source of the limit with a name, for messages: {@code " (from FILE: 3)"}
   */
  public static GeneratorLimits of(Map<String, String> texts, UnaryOperator<String> source) {
    TreeSet<String> unknown = new TreeSet<>(texts.keySet());
    unknown.removeAll(DEFAULT.texts().keySet());
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          "setting onrush.generator."
              + unknown.first()
              + source.apply(unknown.first())
              + " is not known; the settings of onrush.generator are "
              + String.join(", ", DEFAULT.texts().keySet()));
    }
    Map<String, String> all = new TreeMap<>(DEFAULT.texts());
    all.putAll(texts);
    return new GeneratorLimits(
        time(all, source, "standstill"),
        number(Quantity.SHARE, all, source, "pauses"),
        time(all, source, "lag"),
        number(Quantity.SHARE, all, source, "cpu"),
        number(Quantity.SHARE, all, source, "gc"),
        number(Quantity.SHARE, all, source, "files"),
        number(Quantity.SHARE, all, source, "missing"));
  }

  /** Returns the text of each limit by its name. */
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

  private static Duration time(
      Map<String, String> texts, UnaryOperator<String> source, String name) {
    return Duration.ofNanos(Math.round(number(Quantity.TIME, texts, source, name) * 1e6));
  }

  private static double number(
      Quantity quantity, Map<String, String> texts, UnaryOperator<String> source, String name) {
    try {
      return quantity.parse(texts.getOrDefault(name, ""));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "setting onrush.generator." + name + source.apply(name) + ": " + e.getMessage(), e);
    }
  }

  /** Whether more of the planned users are missing than {@link #missing} allows. */
  boolean isMissing(long came, long planned) {
    return planned > 0 && 100.0 * (planned - came) / planned > missing;
  }
}
