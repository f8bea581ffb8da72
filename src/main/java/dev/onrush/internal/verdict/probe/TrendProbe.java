package dev.onrush.internal.verdict.probe;

import dev.onrush.internal.metrics.Interval;
import dev.onrush.internal.metrics.Median;
import dev.onrush.internal.metrics.Series;
import dev.onrush.internal.metrics.timeline.Cells;
import dev.onrush.internal.metrics.timeline.Cells.Cell;
import dev.onrush.internal.metrics.timeline.Readings;
import dev.onrush.internal.metrics.timeline.Row;
import dev.onrush.internal.metrics.timeline.Selection;
import dev.onrush.internal.metrics.timeline.Timeline;
import dev.onrush.internal.verdict.figure.GeneratorShare;
import dev.onrush.internal.verdict.figure.MannKendall;
import dev.onrush.internal.verdict.figure.ScopeTimes;
import dev.onrush.internal.verdict.figure.StatisticValue;
import dev.onrush.internal.verdict.figure.TheilSen;
import dev.onrush.internal.verdict.probe.TrendPart.Growth;
import dev.onrush.profile.Phase;
import dev.onrush.result.Uncertainty;
import dev.onrush.threshold.Measure.Figure;
import dev.onrush.threshold.Statistic.Simple;
import dev.onrush.threshold.Subject.Service;
import dev.onrush.units.Quantity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * A probe of the trend of a figure over a scope's time: how much it rises, or how much it varies.
 *
 * <p>The range of the trend lies between the trend of all values without the generator's share and
 * the trend of all measured values. So least values are compared with least values, and measured
 * values with measured ones. A range of all possible trends would compare the least value at one
 * end of the time with the measured value at the other end. Because the generator has a share in
 * each time, every drift would then be INVALID.
 */
final class TrendProbe implements Probe {

  /** The kind of trend. */
  enum Kind {
    DRIFT,
    STABILITY
  }

  /**
   * The fewest parts with data. Ten seconds that begin within a second contain nine whole seconds.
   * The smallest rise of nine values that the Mann-Kendall test accepts as certain occurs by chance
   * once in 158 cases.
   */
  static final int LEAST = 9;

  /** How often a figure without a drift may be taken for one that rises. */
  private static final double MISS = 0.01;

  /** The greatest share of the samples that may come after the time of the trend. */
  private static final double MOST_AFTER = 0.1;

  /** The greatest delay of an interval's end; a greater delay is a standstill of the generator. */
  private static final Duration MOST_LATE = Duration.ofMillis(500);

  private final Figure figure;
  private final Kind kind;
  private final IntSupplier comparisons;
  private final Predicate<Series> filter;
  private final Predicate<Series> ofAnyPhase;

  /** Whether a sample of the scope that comes after its time belongs to it. */
  private final boolean mayBeLate;

  private final boolean concurrent;

  private final ScopeTimes times;

  /** A scope's time in 20 to 40 parts, as its length need not be known in advance. */
  private final Cells<TrendPart> parts = new Cells<>(40, TrendPart::and);

  /**
   * The readings of a metric of the service, which tell whether enough of the time was read; empty
   * for other figures.
   */
  private final Optional<MetricReadings> ofService;

  /** The latest reading of the service's metric since the scope's time last began or continued. */
  private OptionalDouble latest = OptionalDouble.empty();

  private Duration latestAt = Duration.ZERO;
  private long samples;
  private long failures;

  /**
   * The samples of the scope that came after its time, without as many as came in it and belong to
   * an earlier phase. Under a constant load, both are equally many.
   */
  private long late;

  /**
   * Creates a probe of one of several trends that decide on one threshold. A rise of any of them
   * has to be certain, so the share of healthy runs that are taken for a rise is divided among them
   * (Bonferroni).
   *
   * @param comparisons the number of these trends, as far as it is known at a reading
   */
  TrendProbe(Figure figure, List<Phase> phases, Kind kind, IntSupplier comparisons) {
    this.figure = figure;
    this.kind = kind;
    this.comparisons = comparisons;
    boolean counts = StatisticValue.withoutSamples(figure).isPresent();
    this.ofAnyPhase = FigureProbe.filterOfAnyPhase(figure.scope(), phases);
    this.mayBeLate = !counts && figure.scope().phase().isPresent();
    // A rate counts responses when they end, and not in the phase in which they were sent.
    this.filter = counts ? ofAnyPhase : FigureProbe.filter(figure.scope(), phases);
    this.times = times(figure, phases);
    this.concurrent = MadeUpArrivals.isOfConcurrentUsers(figure.scope(), phases);
    this.ofService =
        figure.scope().subject() instanceof Service service
            ? Optional.of(new MetricReadings(service.name(), (Simple) figure.statistic()))
            : Optional.empty();
  }

  /** The time of a trend of this figure; the time of a rate or a count is in whole seconds. */
  static ScopeTimes times(Figure figure, List<Phase> phases) {
    return StatisticValue.withoutSamples(figure).isPresent()
        ? ScopeTimes.underLoad(figure.scope(), phases)
        : new ScopeTimes(figure.scope(), phases);
  }

  @Override
  public void add(Interval interval, Row row) {
    if (!times.contains(interval.start(), interval.end())) {
      latest = OptionalDouble.empty();
      late += mayBeLate && !parts.list().isEmpty() ? samples(interval, filter) : 0;
      return;
    }
    Selection selection = Selection.of(interval.tallies(), filter);
    long mine = StatisticValue.samples(figure.statistic(), selection);
    late -= mayBeLate ? samples(interval, ofAnyPhase) - mine : 0;
    OptionalDouble reading = FigureProbe.reading(interval, figure);
    ofService.ifPresent(of -> of.add(interval.length(), reading));
    List<Double> readings = reading.stream().boxed().toList();
    samples += mine + readings.size();
    failures += selection.failures() - selection.unsent();
    parts.add(
        interval.start(),
        interval.end(),
        new TrendPart(
            interval.length(),
            selection,
            readings,
            growth(interval.end(), reading),
            concurrent ? row.lost() : row.standstills()));
  }

  private long samples(Interval interval, Predicate<Series> of) {
    return StatisticValue.samples(figure.statistic(), Selection.of(interval.tallies(), of));
  }

  /**
   * The growth since the previous reading, no matter how many seconds without a reading lie
   * between.
   */
  private Growth growth(Duration at, OptionalDouble reading) {
    if (ofService.isEmpty() || reading.isEmpty()) {
      return Growth.NONE;
    }
    double value = reading.getAsDouble();
    Growth growth =
        latest.isEmpty()
            ? Growth.NONE
            : new Growth(ofService.get().growth(latest.getAsDouble(), value), at.minus(latestAt));
    latest = reading;
    latestAt = at;
    return growth;
  }

  @Override
  public Reading read(Timeline timeline) {
    Reading measured = read(selection -> selection);
    if (measured.value().isEmpty()) {
      return measured;
    }
    if (ofService.isPresent()) {
      String few = ofService.get().few();
      // while it was not read, the metric may have risen or varied by any amount
      return few.isEmpty()
          ? measured
          : measured.and(few).withAlternatives(List.of(Double.POSITIVE_INFINITY));
    }
    if (late > MOST_AFTER * (samples + late)) {
      // what came too late may have changed the trend in any way
      return measured
          .and(
              Quantity.count(late)
                  + " of "
                  + Quantity.count(samples + late, figure.sample())
                  + " came only after the time of the threshold; at most a tenth may")
          .withAlternatives(List.of(0.0, Double.POSITIVE_INFINITY));
    }
    Selection all = new Selection();
    parts.list().forEach(cell -> all.add(cell.content().selection()));
    OptionalDouble least =
        all.isLeastKnown()
            ? read(selection -> selection.ifSucceededInBurst().atLeast()).value()
            : OptionalDouble.empty();
    OptionalDouble steadiest =
        kind == Kind.STABILITY && GeneratorShare.isOfRate(figure)
            ? withoutStandstills()
            : OptionalDouble.empty();
    double value = measured.value().getAsDouble();
    if (steadiest.isPresent() && steadiest.getAsDouble() < least.orElse(value)) {
      least = steadiest;
    }
    return least.isEmpty()
        ? measured
        : measured.within(Optional.of(Uncertainty.between(least.getAsDouble(), value)));
  }

  /**
   * The lowest stability that a rate may have had without standstills of the generator; empty if
   * there were none.
   */
  private OptionalDouble withoutStandstills() {
    List<Cell<TrendPart>> cells = full();
    double[] rates = new double[cells.size()];
    Arrays.setAll(rates, i -> value(cells.get(i).content(), selection -> selection).orElse(0));
    return new RatesWithoutStandstills(rates, seconds(cells, TrendPart::length))
        .possible(seconds(cells, TrendPart::still)).stream()
            .mapToDouble(TrendProbe::variation)
            .min();
  }

  private static double[] seconds(List<Cell<TrendPart>> cells, Function<TrendPart, Duration> of) {
    return cells.stream().mapToDouble(cell -> of.apply(cell.content()).toNanos() / 1e9).toArray();
  }

  private Reading read(UnaryOperator<Selection> of) {
    List<Double> seconds = new ArrayList<>();
    List<Double> values = new ArrayList<>();
    Duration start = Duration.ZERO;
    Duration end = Duration.ZERO;
    for (Cell<TrendPart> cell : full()) {
      OptionalDouble value = value(cell.content(), of);
      if (value.isPresent()) {
        start = values.isEmpty() ? cell.start() : start;
        end = cell.end();
        seconds.add(cell.start().plus(cell.end()).toNanos() / 2e9);
        values.add(value.getAsDouble());
      }
    }
    if (samples == 0 || values.size() < LEAST) {
      return Reading.none(
          samples,
          Quantity.count(values.size(), "part")
              + " of the time had data; "
              + LEAST
              + " are needed, each of at least one second");
    }
    double[] y = array(values);
    Reading reading =
        kind == Kind.DRIFT ? drift(array(seconds), y, end.minus(start)) : stability(y);
    return reading.and(FigureProbe.mostlyFailed(figure, failures, samples));
  }

  /**
   * The parts without the last one, if it is shorter than the others: it may have just begun, or
   * have ended with the run. A part that ends at a whole second may be shorter by more, because the
   * interval before it ended late.
   */
  private List<Cell<TrendPart>> full() {
    List<Cell<TrendPart>> cells = parts.list();
    if (cells.isEmpty()) {
      return cells;
    }
    List<Duration> lengths = cells.stream().map(cell -> cell.content().length()).toList();
    Duration usual = lengths.stream().sorted().toList().get(lengths.size() / 2);
    int last = lengths.size() - 1;
    boolean atSecond = cells.get(last).end().toNanosPart() <= ScopeTimes.LATE.toNanos();
    Duration missing = atSecond ? MOST_LATE : ScopeTimes.LATE;
    return lengths.get(last).plus(missing).compareTo(usual) < 0 ? cells.subList(0, last) : cells;
  }

  private OptionalDouble value(TrendPart part, UnaryOperator<Selection> of) {
    if (ofService.isPresent()) {
      return ofService(part);
    }
    OptionalDouble known =
        StatisticValue.of(figure.statistic(), of.apply(part.selection()), part.length());
    OptionalDouble value = known.isPresent() ? known : StatisticValue.withoutSamples(figure);
    // The parts are not exactly equally long. Only the relation of their counts matters.
    return figure.statistic().onlyGrows() && value.isPresent()
        ? OptionalDouble.of(value.getAsDouble() * 1e9 / part.length().toNanos())
        : value;
  }

  /**
   * The value of a service metric. An increase is per second, because readings are not evenly
   * spaced.
   */
  private OptionalDouble ofService(TrendPart part) {
    if (figure.statistic() == Simple.INCREASE) {
      return part.growth().perSecond();
    }
    Readings readings = new Readings();
    part.readings().forEach(readings::add);
    return StatisticValue.of((Simple) figure.statistic(), readings);
  }

  /**
   * The drift from the start of the first part to the end of the last one.
   *
   * @param seconds the middle of each part
   * @param whole the time of all parts
   */
  private Reading drift(double[] seconds, double[] values, Duration whole) {
    int series = comparisons.getAsInt();
    TheilSen line = TheilSen.of(seconds, values, series);
    double chance = MannKendall.of(values).inflated(line.inflation()).chance();
    double time = whole.toNanos() / 1e9;
    double unit = figure.quantity() == Quantity.SHARE ? time : 100 * time / usual(values);
    String change = signed(line.slope() * unit);
    String interval =
        "95 % interval " + signed(line.low() * unit) + " to " + signed(line.high() * unit);
    if (chance < MISS / series) {
      return Reading.of(Math.max(0, line.slope() * unit), samples, change + " (" + interval + ")");
    }
    String seen = line.high() < 0 ? figure.statistic() + " fell" : change + ", " + interval;
    String none =
        line.low() > 0 ? "upward drift not certain at " + sure(series) : "no upward drift";
    return Reading.of(0, samples, none + " (" + seen + ")").withNearness(-chance);
  }

  /** The confidence that a rise needs, rounded down, such as {@code 99.95 %} for 20 series. */
  private static String sure(int series) {
    return Quantity.plain(Math.floor(10_000 * (1 - MISS / series)) / 100) + " %";
  }

  /**
   * The usual value: the absolute median; if that is 0, the absolute mean; if that is 0 too, 1, as
   * the choice then does not matter.
   */
  private static double usual(double[] values) {
    double median = Median.of(values);
    double mean = Arrays.stream(values).average().orElse(0);
    return median != 0 ? Math.abs(median) : mean != 0 ? Math.abs(mean) : 1;
  }

  private Reading stability(double[] values) {
    double variation = variation(values);
    return Double.isNaN(variation)
        ? Reading.none(samples, "the mean was 0, so the stability is undefined")
        : Reading.of(variation, samples, "over " + values.length + " parts of the time");
  }

  /** The standard deviation divided by the mean, in percent; NaN if the mean is 0. */
  private static double variation(double[] values) {
    double mean = Arrays.stream(values).average().orElse(0);
    double variance =
        Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum() / (values.length - 1);
    return mean == 0 ? Double.NaN : 100 * Math.sqrt(variance) / Math.abs(mean);
  }

  private static String signed(double percent) {
    return (percent > 0 ? "+" : "") + Quantity.SHARE.text(percent);
  }

  private static double[] array(List<Double> list) {
    return list.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
