package dev.onrush.internal.page;

import dev.onrush.internal.metrics.Distribution;
import dev.onrush.internal.metrics.Selection;
import dev.onrush.units.Percentile;
import dev.onrush.units.Quantity;
import java.util.ArrayList;
import java.util.List;
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
    figures.stream()
        .skip(texts.size())
        .forEach(f -> texts.add(f.isEmpty() ? "-" : number(f.getAsDouble())));
    return texts;
  }

  /** Three significant digits, as many as the histograms keep. */
  public static String number(double value) {
    String withUnit = Quantity.FREQUENCY.text(value);
    return withUnit.substring(0, withUnit.length() - 2);
  }
}
