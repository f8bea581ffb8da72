package dev.onrush.internal.finding.evidence;

import dev.onrush.internal.service.KnownSeries;
import dev.onrush.internal.service.Meaning;
import dev.onrush.internal.service.ServiceHistory;
import dev.onrush.internal.text.Printable;
import dev.onrush.internal.verdict.figure.Span;
import dev.onrush.units.Quantity;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.DoubleBinaryOperator;

/**
 * The figures of the service by their meaning. The series of one metric are added up: the heap is
 * the sum of all memory pools. If several libraries publish the same figure, the greatest value
 * counts.
 */
public final class ServiceFigures {

  /** The time on each side of a moment in which a change is searched for. */
  private static final Duration SIDE = Duration.ofSeconds(20);

  /**
   * The share of runs in which chance alone may cause a reported change, over all examined series:
   * one run in twenty.
   */
  private static final double CHANCE = 0.05;

  /**
   * The least factor between the levels before and after a change; a smaller change is not worth
   * reporting.
   */
  private static final double FACTOR = 1.5;

  private static final MathContext DIGITS = new MathContext(4);
  private static final int CHANGES = 3;
  private static final int LONGEST = 100;

  private final ServiceReadings readings;
  private final Map<Meaning, Map<String, FigureOverTime>> figures = new HashMap<>();

  /** The key of a figure: the series of one metric with the same meaning and instance. */
  private record Key(Meaning meaning, String instance, String metric) {}

  /**
   * Creates the figures of the readings; in a duet, of B, which is judged.
   *
   * @see ServiceReadings
   */
  public ServiceFigures(ServiceHistory history) {
    this(ServiceReadings.of(history));
  }

  /** Creates the figures of these readings. */
  public ServiceFigures(ServiceReadings readings) {
    this.readings = readings;
    Map<Key, FigureOverTime> byMetric = new LinkedHashMap<>();
    for (String expression : readings.expressions()) {
      for (KnownSeries known : KnownSeries.of(expression)) {
        byMetric.merge(
            new Key(known.meaning(), known.instance(), expression.replaceFirst("\\{.*", "")),
            figure(expression, known),
            (one, other) -> both(one, other, Double::sum));
      }
    }
    byMetric.forEach(
        (key, figure) ->
            figures
                .computeIfAbsent(key.meaning, m -> new TreeMap<>())
                .merge(key.instance, figure, (one, other) -> both(one, other, Math::max)));
  }

  private FigureOverTime figure(String expression, KnownSeries known) {
    double[] values = readings.values(expression);
    for (int i = 0; i < values.length; i++) {
      // A limit of -1 means that there is none.
      values[i] = values[i] < 0 ? Double.NaN : values[i] * known.scale();
    }
    return new FigureOverTime(readings.moments(), values, List.of(expression));
  }

  private static FigureOverTime both(
      FigureOverTime one, FigureOverTime other, DoubleBinaryOperator of) {
    double[] values = one.values();
    double[] others = other.values();
    for (int i = 0; i < values.length; i++) {
      double a = values[i];
      double b = others[i];
      values[i] = Double.isNaN(a) ? b : Double.isNaN(b) ? a : of.applyAsDouble(a, b);
    }
    List<String> series = new ArrayList<>(one.series());
    series.addAll(other.series());
    return new FigureOverTime(one.moments(), values, series);
  }

  /** The instances of a meaning, in alphabetic order. */
  public List<String> instances(Meaning meaning) {
    return List.copyOf(figures.getOrDefault(meaning, Map.of()).keySet());
  }

  /** The figure of one instance; a figure that was never read if there is no such instance. */
  public FigureOverTime of(Meaning meaning, String instance) {
    return figures.getOrDefault(meaning, Map.of()).getOrDefault(instance, FigureOverTime.NONE);
  }

  /** The figure of a meaning; the sum if it has several instances. */
  public FigureOverTime of(Meaning meaning) {
    return figures.getOrDefault(meaning, Map.of()).values().stream()
        .reduce((one, other) -> both(one, other, Double::sum))
        .orElse(FigureOverTime.NONE);
  }

  /** The values of a series by its expression. */
  public FigureOverTime series(String expression) {
    return new FigureOverTime(readings.moments(), readings.values(expression), List.of(expression));
  }

  /** A change of a series. */
  private record Change(Duration at, double chance, String text) {}

  /**
   * The series that changed first, around a moment and no later than {@code latest}, in words:
   * {@code jvm_threads_live_threads rose from 41 to 95 at 00:39}.
   *
   * @param latest a later change is an effect
   */
  public List<String> changes(Duration around, Duration latest) {
    Span span = new Span(around.minus(SIDE), around.plus(SIDE));
    int tested = Math.max(1, readings.expressions().size());
    List<Change> found = new ArrayList<>();
    for (String expression : readings.expressions()) {
      FigureOverTime part = series(expression).part(span);
      Optional<ChangePoint> change =
          ChangePoint.of(part.values())
              .filter(c -> c.chance() < CHANCE / tested && isLarge(c) && mayBeCause(expression, c));
      if (change.isPresent()) {
        ChangePoint of = change.get();
        Duration at = part.moments().get(of.index());
        if (at.compareTo(latest) <= 0) {
          found.add(new Change(at, of.chance(), text(expression, of, at)));
        }
      }
    }
    return found.stream()
        .sorted(Comparator.comparing(Change::at).thenComparing(Change::chance))
        .limit(CHANGES)
        .map(Change::text)
        .toList();
  }

  /** Less work explains no breach: it is an effect, however early it is seen. */
  private static boolean mayBeCause(String expression, ChangePoint change) {
    return change.after() > change.before()
        || KnownSeries.of(expression).stream().noneMatch(of -> of.meaning().isWork());
  }

  private static boolean isLarge(ChangePoint change) {
    double high = Math.max(Math.abs(change.before()), Math.abs(change.after()));
    double low = Math.min(Math.abs(change.before()), Math.abs(change.after()));
    return high >= FACTOR * low && high > 0;
  }

  private static String text(String expression, ChangePoint change, Duration at) {
    String name =
        expression.length() > LONGEST
            ? Printable.beginning(expression, LONGEST - 1) + "…"
            : expression;
    return name
        + (change.after() > change.before() ? " rose from " : " fell from ")
        + plain(change.before())
        + " to "
        + plain(change.after())
        + " at "
        + Quantity.clock(at);
  }

  /** Formats a value with the significant digits that are kept. */
  private static String plain(double value) {
    return Quantity.plain(new BigDecimal(value).round(DIGITS).doubleValue());
  }
}
