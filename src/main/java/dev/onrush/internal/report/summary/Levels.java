package dev.onrush.internal.report.summary;

import dev.onrush.internal.page.Line;
import dev.onrush.profile.HeldLevel;
import dev.onrush.profile.Phase;
import dev.onrush.units.Percentile;
import dev.onrush.units.Quantity;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.NavigableSet;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * The levels of a sweep or a stress test: a row for each level that was held, and notes on the
 * levels that stand out, by the rules below.
 */
public final class Levels {

  /** The rules by which levels are named, as reports show them. */
  public static final String RULES =
      "Success: responses that passed their checks with a status below 400. Throughput here: successful"
          + " requests/s. Peak efficiency: the level with the highest power, which is throughput divided by mean"
          + " response time (L. Kleinrock, 1979), among the levels with a success rate of 99 % or more."
          + " Degradation begins: the first higher level whose mean is more than three times the mean"
          + " at peak efficiency, or whose throughput is below 80 % of the highest up to this level, or whose success"
          + " rate is below 99.9 %. Breaking point: the first level whose success rate is below 99 %.";

  private static final double SLOWER = 3;
  private static final double FEWER = 0.8;
  private static final double DEGRADED = 99.9;
  private static final double BROKEN = 99;
  private static final int BAR = 40;

  /**
   * The figures of one level.
   *
   * @param perSecond requests per second
   * @param mean mean response time in milliseconds, as is {@code p95}
   * @param success the success rate in percent
   */
  public record Row(double height, double perSecond, double mean, double p95, double success) {

    /** Returns the success rate rounded down, so that 100.00 % means that nothing failed. */
    public String successText() {
      return BigDecimal.valueOf(success).setScale(2, RoundingMode.FLOOR).toPlainString();
    }

    /** Returns the level as rounded text, without its unit. */
    public String heightText() {
      return Quantity.NUMBER.text(height);
    }

    /** Successful requests per second. */
    double goodput() {
      return perSecond * success / 100;
    }

    /** Goodput divided by mean response time. */
    double power() {
      return mean == 0 ? 0 : goodput() / mean;
    }
  }

  static final Levels NONE = new Levels(HeldLevel.Unit.USERS, List.of());

  private final HeldLevel.Unit unit;
  private final List<Row> rows;

  Levels(HeldLevel.Unit unit, List<Row> rows) {
    this.unit = unit;
    this.rows = List.copyOf(rows);
  }

  /**
   * Returns the levels above 0 that were held, in order; levels without a response are left out.
   */
  static Levels of(List<Phase> phases, List<Line> lines) {
    List<Row> rows = new ArrayList<>();
    HeldLevel.Unit unit = HeldLevel.Unit.USERS;
    for (Phase phase : phases) {
      if (!phase.isSteady()) {
        continue;
      }
      HeldLevel held = phase.held().orElseThrow();
      Line line =
          lines.stream().filter(l -> l.name().equals(phase.title())).findFirst().orElseThrow();
      if (line.times().count() > 0) {
        unit = held.unit();
        rows.add(
            new Row(
                held.height(),
                line.perSecond(),
                line.times().mean(),
                line.times().at(Percentile.P95),
                100.0 * line.of().successes() / line.of().timed()));
      }
    }
    return new Levels(unit, rows);
  }

  /** Returns whether there are too few levels to compare. */
  public boolean isEmpty() {
    return rows.stream().map(Row::height).distinct().count() < 2;
  }

  public List<Row> rows() {
    return rows;
  }

  public HeldLevel.Unit unit() {
    return unit;
  }

  /**
   * Returns the index of the level with the highest power, among the levels that are not broken;
   * empty if all are.
   */
  OptionalInt peakEfficiency() {
    return IntStream.range(0, rows.size())
        .filter(i -> rows.get(i).success() >= BROKEN)
        .reduce((a, b) -> rows.get(b).power() > rows.get(a).power() ? b : a);
  }

  /** Returns the index of the level with the most successful requests per second. */
  int highestThroughput() {
    return IntStream.range(0, rows.size())
        .reduce((a, b) -> rows.get(b).goodput() > rows.get(a).goodput() ? b : a)
        .orElseThrow();
  }

  /**
   * Returns the index of the lowest level above the peak efficiency at which the service is
   * degraded, if there is one, whether it was held before or after the peak efficiency.
   */
  OptionalInt degradation() {
    if (peakEfficiency().isEmpty()) {
      return OptionalInt.empty();
    }
    Row peak = rows.get(peakEfficiency().getAsInt());
    return IntStream.range(0, rows.size())
        .filter(i -> rows.get(i).height() > peak.height())
        .filter(
            i ->
                rows.get(i).mean() > SLOWER * peak.mean()
                    || rows.get(i).goodput() < FEWER * highestUpTo(rows.get(i).height())
                    || rows.get(i).success() < DEGRADED)
        .reduce((a, b) -> rows.get(b).height() < rows.get(a).height() ? b : a);
  }

  /** Returns the index of the first level at which the service broke, if there is one. */
  OptionalInt breakingPoint() {
    return IntStream.range(0, rows.size()).filter(i -> rows.get(i).success() < BROKEN).findFirst();
  }

  /** The highest throughput of the levels up to this height. */
  private double highestUpTo(double height) {
    return rows.stream()
        .filter(row -> row.height() <= height)
        .mapToDouble(Row::goodput)
        .max()
        .orElse(0);
  }

  /** Returns what stands out about a level, in words; empty for most levels. */
  public String note(int index) {
    List<String> notes = new ArrayList<>();
    if (peakEfficiency().equals(OptionalInt.of(index))) {
      notes.add("peak efficiency");
    }
    if (index == highestThroughput()) {
      notes.add("highest throughput");
    }
    if (degradation().equals(OptionalInt.of(index))) {
      notes.add("degradation begins");
    }
    if (breakingPoint().equals(OptionalInt.of(index))) {
      notes.add("breaking point");
    }
    return String.join(", ", notes);
  }

  /**
   * Returns the indexes of the levels that a short table shows, in order: all levels if there are
   * few, otherwise the first, the last, those that stand out, the one with the lowest success rate,
   * the slowest, and others at even distances.
   *
   * @param most the greatest number of levels, at least 8
   */
  public List<Integer> shown(int most) {
    int last = rows.size() - 1;
    if (last < most) {
      return IntStream.rangeClosed(0, last).boxed().toList();
    }
    NavigableSet<Integer> shown = new TreeSet<>(List.of(0, last));
    IntStream.rangeClosed(0, last).filter(i -> !note(i).isEmpty()).forEach(shown::add);
    shown.add(first(Comparator.comparingDouble(Row::success)));
    shown.add(first(Comparator.comparingDouble(Row::p95).reversed()));
    int parts = most - shown.size() + 1;
    IntStream.range(1, parts).forEach(i -> shown.add(i * last / parts));
    return List.copyOf(shown);
  }

  private int first(Comparator<Row> order) {
    return rows.indexOf(rows.stream().min(order).orElseThrow());
  }

  /** Returns the level, req/s, mean, p95, success and note of a row, as tables show them. */
  public List<String> texts(int index) {
    Row row = rows.get(index);
    return List.of(
        row.heightText(),
        Line.number(row.perSecond()),
        Line.number(row.mean()),
        Line.number(row.p95()),
        row.successText(),
        note(index));
  }

  /** Returns a bar chart of throughput over levels, one line for each level. */
  public List<String> chart() {
    double highest = rows.stream().mapToDouble(Row::perSecond).max().orElseThrow();
    return rows.stream()
        .map(
            row -> {
              int length = (int) Math.round(BAR * row.perSecond() / highest);
              return String.format(
                  Locale.ROOT,
                  "%8s %s |%-" + BAR + "s %s",
                  row.heightText(),
                  unit,
                  "#".repeat(length),
                  Quantity.FREQUENCY.text(row.perSecond()));
            })
        .toList();
  }
}
