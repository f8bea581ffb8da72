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
 * Figures of some requests, as tables show them.
 *
 * @param perSecond requests by the time that the scope lasts
 */
public record Line(String name, Selection of, double perSecond) {

  /** The percentiles of a report, by their usual names. */
  public static final List<Percentile> PERCENTILES =
      Stream.of(50, 66, 75, 80, 90, 95, 98, 99, 100).map(Percentile::new).toList();

  /** What the figures of a line are. */
  public static final List<String> COLUMNS =
      Stream.concat(
              Stream.of("requests", "failures", "%", "req/s", "mean", "min", "max"),
              PERCENTILES.stream().map(Percentile::toString))
          .toList();

  private static final double VISIBLE_MILLIS = 1;
  private static final double VISIBLE_SHARE = 0.05;

  public Distribution times() {
    return of.all().times();
  }

  /** A figure for each of {@link #COLUMNS}; empty where there is nothing to measure. */
  public List<OptionalDouble> figures() {
    Distribution times = times();
    List<OptionalDouble> figures = new ArrayList<>();
    figures.add(OptionalDouble.of((double) of.requests()));
    figures.add(OptionalDouble.of((double) of.failures()));
    figures.add(of.attempts() == 0 ? OptionalDouble.empty() : OptionalDouble.of(of.errorRate()));
    figures.add(OptionalDouble.of(perSecond));
    DoubleStream.concat(
            DoubleStream.of(times.mean(), times.min(), times.max()),
            PERCENTILES.stream().mapToDouble(times::at))
        .mapToObj(time -> times.count() == 0 ? OptionalDouble.empty() : OptionalDouble.of(time))
        .forEach(figures::add);
    return figures;
  }

  /** The figures as tables show them, times in milliseconds. */
  public List<String> texts() {
    return texts(figures());
  }

  /** The texts of these figures, for who has them already: they cost more than their texts. */
  List<String> texts(List<OptionalDouble> figures) {
    List<String> texts = new ArrayList<>();
    texts.add(Quantity.count(of.requests()));
    texts.add(Quantity.count(of.failures()));
    Optional<List<OptionalDouble>> least = atLeast().map(Line::figures);
    for (int i = texts.size(); i < figures.size(); i++) {
      int column = i;
      texts.add(text(figures.get(i), least.map(of -> of.get(column)).orElse(figures.get(i))));
    }
    return texts;
  }

  /** {@code 179}; {@code 8 to 179} where the generator's own share may be that much. */
  private static String text(OptionalDouble measured, OptionalDouble least) {
    if (measured.isEmpty() || least.isEmpty()) {
      return "-";
    }
    String whole = number(measured.getAsDouble());
    return differs(measured.getAsDouble(), least.getAsDouble())
        ? number(least.getAsDouble()) + " to " + whole
        : whole;
  }

  /** Whether a time without the generator's own share is visibly less, in milliseconds. */
  public static boolean differs(double measured, double least) {
    return measured - least >= VISIBLE_MILLIS && measured - least > VISIBLE_SHARE * measured;
  }

  /**
   * The same requests with each time without what may be the generator's own; empty where that is
   * not known.
   */
  public Optional<Line> atLeast() {
    return of.isLeastKnown()
        ? Optional.of(new Line(name, of.atLeast(), perSecond))
        : Optional.empty();
  }

  /** Without a unit, which the head of its column has. */
  public static String number(double value) {
    String withUnit = Quantity.FREQUENCY.text(value);
    return withUnit.substring(0, withUnit.length() - 2);
  }
}
