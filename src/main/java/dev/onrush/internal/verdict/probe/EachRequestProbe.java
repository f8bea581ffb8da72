package dev.onrush.internal.verdict.probe;

import dev.onrush.internal.metrics.Interval;
import dev.onrush.internal.metrics.timeline.Cells;
import dev.onrush.internal.metrics.timeline.Cells.Cell;
import dev.onrush.internal.metrics.timeline.Row;
import dev.onrush.internal.metrics.timeline.Timeline;
import dev.onrush.internal.verdict.figure.GrowingFigure;
import dev.onrush.internal.verdict.figure.Span;
import dev.onrush.result.Verdict;
import dev.onrush.threshold.Abort;
import dev.onrush.threshold.Condition;
import dev.onrush.threshold.Measure.Figure;
import dev.onrush.threshold.Statistic.Simple;
import dev.onrush.threshold.Subject.Request;
import dev.onrush.threshold.Threshold;
import dev.onrush.units.Quantity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * A probe of each request; its reading is the reading of the worst request. If the threshold may
 * end the run, and requests with enough samples for this break it, it is the worst of these: a
 * single sample of a rare request neither ends the run nor hides that it has to end. A request that
 * is first answered late is judged from the run's start on, as if its name had been known.
 */
public final class EachRequestProbe implements Probe {

  private static final int MOST = 7_200;

  private final Threshold threshold;
  private final Comparator<Double> worstLast;
  private final ProbeFactory made;
  private final Predicate<String> users;
  private final List<String> planned;
  private final Map<String, Probe> probes = new TreeMap<>();

  /** The requests that could succeed or fail, which messages of web sockets cannot. */
  private final Set<String> answerable = new HashSet<>();

  /**
   * Whether the probes of the requests need all intervals: a window, a drift and a stability do, a
   * figure of totals does not.
   */
  private final boolean needsIntervals;

  /**
   * The times of all intervals so far, if they are needed; after two hours, several intervals are
   * merged.
   */
  private final Cells<Span> times =
      new Cells<>(MOST, (first, second) -> new Span(first.from(), second.to()));

  /**
   * Creates a probe that judges each request separately.
   *
   * @param planned the planned requests; there must be data of each one that the threshold's users
   *     send
   */
  public EachRequestProbe(Threshold threshold, ProbeFactory made, PlannedRequests planned) {
    this.threshold = threshold;
    this.worstLast =
        GrowingFigure.isOf(threshold)
            ? GrowingFigure.worstLast(threshold.condition())
            : Comparator.comparingDouble(threshold.condition()::badness);
    this.made = made;
    this.users = FigureProbe.userClasses(threshold.scope(), made.phases());
    this.planned = planned.by(users);
    this.needsIntervals = !(threshold.measure() instanceof Figure);
  }

  @Override
  public void add(Interval interval, Row row) {
    interval.forEachRequest(
        (series, tally) -> {
          if (!users.test(series.userClass())) {
            return; // a comparison with others would be one of more comparisons
          }
          probes.computeIfAbsent(series.name(), this::probe);
          if (!series.outcome().isSuccess() || tally.times().count() > 0) {
            answerable.add(series.name());
          }
        });
    probes.values().forEach(probe -> probe.add(interval, row));
    if (needsIntervals) {
      Span time = new Span(interval.start(), interval.end());
      times.add(interval.start(), interval.end(), time);
    }
  }

  /** Creates the probe of a request that has had no response so far. */
  private Probe probe(String name) {
    Probe probe =
        made.of(threshold.measure().ofRequest(name), threshold.condition(), this::comparable);
    for (Cell<Span> cell : times.list()) {
      Span time = cell.content();
      Interval empty =
          new Interval(time.from(), time.to(), Map.of(), Map.of(), Optional.empty(), Map.of());
      probe.add(empty, Row.ofRequests(empty, userClass -> true));
    }
    return probe;
  }

  /** The number of requests so far that can have the figure, at least one. */
  private int comparable() {
    boolean isOfAnswers =
        threshold.measure().figures().stream()
            .map(Figure::statistic)
            .noneMatch(s -> s == Simple.THROUGHPUT || s == Simple.REQUEST_COUNT);
    return Math.max(1, isOfAnswers ? answerable.size() : probes.size());
  }

  @Override
  public Reading read(Timeline timeline) {
    Condition condition = threshold.condition();
    long enough = threshold.abort().map(Abort::samples).orElse(0L);
    String worst = "";
    String worstOfMany = "";
    long samples = 0;
    WorstRange range = new WorstRange(condition, worstLast);
    WorstRange ofMany = new WorstRange(condition, worstLast);
    List<String> missing =
        planned.stream()
            .filter(name -> probes.keySet().stream().noneMatch(new Request(name)::matches))
            .map(EachRequestProbe::notSent)
            .collect(Collectors.toCollection(ArrayList::new));
    for (Map.Entry<String, Probe> entry : probes.entrySet()) {
      Reading reading = entry.getValue().read(timeline);
      long before = samples;
      samples += reading.samples();
      if (reading.verdict(condition) == Verdict.NO_DATA) {
        if (!answerable.contains(entry.getKey())) {
          continue; // a message of a web socket
        }
        if (samples == before && !isPlanned(entry.getKey())) {
          continue; // a script function that threw; no request of this name is expected
        }
        String name = entry.getKey();
        missing.add(reading.detail().isEmpty() ? notSent(name) : name + ": " + reading.detail());
        continue;
      }
      worst = range.add(reading) ? entry.getKey() : worst;
      if (reading.samples() >= enough && ofMany.add(reading)) {
        worstOfMany = entry.getKey();
      }
    }
    if (!missing.isEmpty() && !range.isBroken()) {
      return Reading.none(samples, told(missing));
    }
    return ofMany.isBroken() ? of(worstOfMany, ofMany) : of(worst, range);
  }

  private static Reading of(String request, WorstRange range) {
    Reading found = range.get().orElse(Reading.none(0, ""));
    String detail = found.detail().isEmpty() ? request : request + ", " + found.detail();
    return new Reading(found.value(), found.samples(), detail, found.moment())
        .within(found.uncertainty());
  }

  /** The first request without data, and the number of the others. */
  private static String told(List<String> missing) {
    String more = Quantity.count(missing.size() - 1, "more request");
    return switch (missing.size()) {
      case 1 -> missing.get(0);
      case 2 -> missing.get(0) + "; " + more + " has no data";
      default -> missing.get(0) + "; " + more + " have no data";
    };
  }

  private static String notSent(String name) {
    return name + " was not sent";
  }

  private boolean isPlanned(String path) {
    return planned.stream().anyMatch(name -> new Request(name).matches(path));
  }
}
