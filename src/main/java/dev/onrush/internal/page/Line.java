package dev.onrush.internal.page;

import dev.onrush.internal.metrics.histogram.Distribution;
import dev.onrush.internal.metrics.timeline.Selection;
import dev.onrush.units.Percentile;
import dev.onrush.units.Quantity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * A line of a table: the figures of some requests.
 *
 * @param perSecond requests divided by the duration of the line's scope, in seconds
 */
public record Line(String name, Selection of, double perSecond) {

  /** The percentiles of a report, by their usual names. */
  public static final List<Percentile> PERCENTILES =
      Stream.of(50, 66, 75, 80, 90, 95, 98, 99, 100).map(Percentile::new).toList();

  private static final String SHARE = "%";

  /** The names of a line's figures. */
  public static final List<String> COLUMNS =
      Stream.concat(
              Stream.of("requests", "failures", SHARE, "req/s", "mean", "min", "max"),
              PERCENTILES.stream().map(Percentile::toString))
          .toList();

  private static final double VISIBLE_MILLIS = 1;
  private static final double VISIBLE_SHARE = 0.05;

  public Distribution times() {
    return of.all().times();
  }

  /** Returns a figure for each of {@link #COLUMNS}; empty where there is nothing to measure. */
  public List<OptionalDouble> figures() {
    Distribution times = times();
    List<OptionalDouble> figures = new ArrayList<>();
    figures.add(OptionalDouble.of((double) of.requests()));
    figures.add(OptionalDouble.of((double) of.failures()));
    figures.add(of.answerable() == 0 ? OptionalDouble.empty() : OptionalDouble.of(of.errorRate()));
    figures.add(OptionalDouble.of(perSecond));
    DoubleStream.concat(
            DoubleStream.of(times.mean(), times.min(), times.max()),
            PERCENTILES.stream().mapToDouble(times::at))
        .mapToObj(time -> times.count() == 0 ? OptionalDouble.empty() : OptionalDouble.of(time))
        .forEach(figures::add);
    return figures;
  }

  /** Returns the figures as tables show them, times in milliseconds. */
  public List<String> texts() {
    return texts(figures());
  }

  /**
   * Returns the texts of figures that the caller has computed already: computing the figures costs
   * more than formatting them.
   */
  List<String> texts(List<OptionalDouble> figures) {
    List<String> texts = new ArrayList<>();
    texts.add(Quantity.count(of.requests()));
    texts.add(Quantity.count(of.failures()));
    Optional<List<OptionalDouble>> least = atLeast().map(Line::figures);
    for (int i = texts.size(); i < figures.size(); i++) {
      int column = i;
      texts.add(
          COLUMNS.get(i).equals(SHARE)
              ? figures.get(i).stream().mapToObj(Line::share).findFirst().orElse("-")
              : text(figures.get(i), least.map(of -> of.get(column)).orElse(figures.get(i))));
    }
    return texts;
  }

  /**
   * Returns {@code 179}, or {@code 8 to 179} if the generator itself may have caused the
   * difference.
   */
  private static String text(OptionalDouble measured, OptionalDouble least) {
    if (measured.isEmpty() || least.isEmpty()) {
      return "-";
    }
    String whole = number(measured.getAsDouble());
    return differs(measured.getAsDouble(), least.getAsDouble())
        ? number(least.getAsDouble()) + " to " + whole
        : whole;
  }

  /**
   * Returns whether a time is visibly shorter without the part that the generator itself may have
   * caused; both times in milliseconds.
   */
  public static boolean differs(double measured, double least) {
    return measured - least >= VISIBLE_MILLIS && measured - least > VISIBLE_SHARE * measured;
  }

  /**
   * Returns a line of the same requests in which each time is reduced by the part that the
   * generator itself may have caused; empty if that part is not known.
   */
  public Optional<Line> atLeast() {
    return of.isLeastKnown()
        ? Optional.of(new Line(name, of.atLeast(), perSecond))
        : Optional.empty();
  }

  /** Formats a share in percent without its unit, which is in the head of its column. */
  public static String share(double percent) {
    String withUnit = Quantity.SHARE.text(percent);
    return withUnit.substring(0, withUnit.length() - 2);
  }

  /** Formats a number without a unit, which is in the head of its column. */
  public static String number(double value) {
    String withUnit = Quantity.FREQUENCY.text(value);
    return withUnit.substring(0, withUnit.length() - 2);
  }
}
