package dev.onrush.internal.service;

import dev.onrush.units.Quantity;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The figures of the service over a run, in bounded memory. Keeps the first {@value #KNOWN} series
 * whose meaning is known, and the first {@value #OTHERS} other series that change. A series of
 * unknown meaning that never changes is no evidence of anything. Neither is one of several counters
 * that never grows, such as the counter of a table that is never read. Values are rounded to four
 * significant digits.
 *
 * <p>After two hours of readings, every second reading is dropped, and from then on only every
 * second one is kept. This repeats whenever the memory is full again.
 */
public final class ServiceHistory {

  /** The most series of known meaning that are kept. */
  static final int KNOWN = 300;

  /**
   * The most series of one meaning that are kept, so that the tables of a large schema leave room.
   */
  static final int KNOWN_EACH = 100;

  /** The most other series that are kept. */
  static final int OTHERS = 100;

  private static final int READINGS = 7_200;
  private static final MathContext DIGITS = new MathContext(4);

  /** A series that is kept: a value for each reading, NaN where the value is missing. */
  private static final class Kept {
    private float[] values = new float[64];

    void set(int reading, double value) {
      if (reading >= values.length) {
        int before = values.length;
        values = Arrays.copyOf(values, Math.max(2 * before, reading + 1));
      }
      values[reading] = (float) value;
    }

    void halve() {
      for (int i = 0; i < READINGS / 2; i++) {
        values[i] = values[2 * i + 1];
      }
    }
  }

  /** A series that has not changed: its value, and the moment of its first reading. */
  private record Constant(Duration since, double value) {}

  /**
   * The part of a reading that a log has to store.
   *
   * @param changed the values of all series that are kept, by expression
   * @param before for each series that was constant and is kept from now on, its value until now
   *     and since when it had that value
   */
  public record Delta(Map<String, Double> changed, Map<String, Was> before) {}

  /** The value that a series has had since a moment. */
  public record Was(Duration since, double value) {}

  private final List<Duration> moments = new ArrayList<>();
  private final Map<String, Kept> kept = new LinkedHashMap<>();
  private final Map<String, Constant> constants = new HashMap<>();

  /**
   * Counters of known meaning that have not grown. They are separate so that they leave room for
   * other constant series.
   */
  private final Map<String, Constant> resting = new HashMap<>();

  private final Map<Meaning, Integer> known = new EnumMap<>(Meaning.class);
  private final Set<String> leftOut = new HashSet<>();
  private int others;
  private int step = 1;
  private int skipped;

  /**
   * Adds the next reading.
   *
   * @return the part of the reading that is kept
   */
  public Delta add(Duration at, Map<String, Double> reading) {
    Map<String, Double> values = new TreeMap<>();
    Map<String, Was> before = new TreeMap<>();
    // Sorted, so that it is always the same series that are kept.
    for (Map.Entry<String, Double> of : new TreeMap<>(reading).entrySet()) {
      double value = rounded(of.getValue());
      if (!Float.isFinite((float) value)) {
        continue; // means unlimited, like the greatest possible number
      }
      if (kept.containsKey(of.getKey()) || isKeptNow(at, of.getKey(), value, before)) {
        values.put(of.getKey(), value);
      }
    }
    before.forEach((expression, was) -> keep(expression, was));
    values.keySet().forEach(expression -> kept.computeIfAbsent(expression, e -> fresh()));
    append(at, values);
    return new Delta(values, before);
  }

  /** Adds a reading from a log. All series in it are kept. */
  public void restore(Duration at, Map<String, Double> values, Map<String, Was> before) {
    before.forEach(this::keep);
    values.keySet().forEach(expression -> kept.computeIfAbsent(expression, e -> fresh()));
    append(at, values);
  }

  private boolean isKeptNow(Duration at, String expression, double value, Map<String, Was> before) {
    boolean isKnown = KnownSeries.isKnown(expression);
    Map<String, Constant> unchanged = isKnown ? resting : constants;
    Constant constant = unchanged.get(expression);
    if (constant == null && !isKeptAtOnce(expression, value)) {
      if (unchanged.size() < SeriesValues.MOST) {
        unchanged.put(expression, new Constant(at, value));
      }
      return false;
    }
    if ((constant != null && constant.value == value)
        || !(isKnown ? reservePlaceOfMeaning(expression) : reservePlaceOfOthers())) {
      return false;
    }
    if (constant != null) {
      unchanged.remove(expression);
      before.put(expression, new Was(constant.since, constant.value));
    }
    return true;
  }

  /**
   * Whether a series is kept from its first reading on. One of several counters is kept only once
   * it grows, as the counter of a table that is scanned.
   */
  private static boolean isKeptAtOnce(String expression, double value) {
    return KnownSeries.isKnown(expression)
        && (value != 0 || !KnownSeries.isOneOfSeveralCounters(expression));
  }

  private boolean reservePlaceOfOthers() {
    if (others >= OTHERS) {
      return false;
    }
    others++;
    return true;
  }

  private boolean reservePlaceOfMeaning(String expression) {
    if (leftOut.contains(expression)) {
      return false;
    }
    Meaning meaning = KnownSeries.of(expression).get(0).meaning();
    int all = known.values().stream().mapToInt(Integer::intValue).sum();
    if (all < KNOWN && known.getOrDefault(meaning, 0) < KNOWN_EACH) {
      known.merge(meaning, 1, Integer::sum);
      return true;
    }
    if (leftOut.size() < SeriesValues.MOST) {
      leftOut.add(expression);
    }
    return false;
  }

  private void keep(String expression, Was was) {
    Kept series = kept.computeIfAbsent(expression, e -> fresh());
    for (int i = moments.size() - 1; i >= 0 && moments.get(i).compareTo(was.since) >= 0; i--) {
      series.set(i, was.value);
    }
  }

  private Kept fresh() {
    Kept fresh = new Kept();
    for (int i = 0; i < moments.size(); i++) {
      fresh.set(i, Double.NaN);
    }
    return fresh;
  }

  private void append(Duration at, Map<String, Double> values) {
    if (++skipped < step) {
      return;
    }
    skipped = 0;
    int reading = moments.size();
    moments.add(at);
    kept.forEach(
        (expression, series) -> series.set(reading, values.getOrDefault(expression, Double.NaN)));
    if (moments.size() == READINGS) {
      kept.values().forEach(series -> series.halve());
      for (int i = 0; i < READINGS / 2; i++) {
        moments.set(i, moments.get(2 * i + 1));
      }
      moments.subList(READINGS / 2, READINGS).clear();
      step *= 2;
    }
  }

  private static double rounded(double value) {
    return Double.isFinite(value) ? new BigDecimal(value).round(DIGITS).doubleValue() : value;
  }

  /**
   * A note on how many series of known meaning were not kept for lack of room; empty if all were.
   */
  public Optional<String> note() {
    return leftOut.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Quantity.count(leftOut.size())
                + " series of the service "
                + (leftOut.size() == 1 ? "was" : "were")
                + " not kept: the limits are "
                + KNOWN
                + " series of known meaning, and "
                + KNOWN_EACH
                + " of one meaning");
  }

  /** The expressions of the series that are kept. */
  public List<String> expressions() {
    return List.copyOf(kept.keySet());
  }

  /** The moments of the readings, in order. */
  public List<Duration> moments() {
    return Collections.unmodifiableList(moments);
  }

  /** The values of a series, one for each moment; NaN where the series has no value. */
  public double[] values(String expression) {
    Kept series = kept.get(expression);
    double[] values = new double[moments.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = series == null ? Double.NaN : series.values[i];
    }
    return values;
  }
}
