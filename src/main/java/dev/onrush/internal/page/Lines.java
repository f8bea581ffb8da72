package dev.onrush.internal.page;

import dev.onrush.internal.metrics.Selection;
import dev.onrush.internal.metrics.Series;
import dev.onrush.internal.metrics.Series.Kind;
import dev.onrush.internal.metrics.Timeline;
import dev.onrush.internal.verdict.Judge;
import dev.onrush.plan.Phase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** The lines of a run's tables, of what its timeline has by now. */
public final class Lines {

  private final Timeline timeline;
  private final List<Phase> phases;

  public Lines(Timeline timeline, List<Phase> phases) {
    this.timeline = timeline;
    this.phases = List.copyOf(phases);
  }

  /** Over all requests. */
  public Line total() {
    return line("All", Optional.empty(), s -> s.kind() == Kind.REQUEST);
  }

  public List<Line> requests() {
    return lines(Series::name, Kind.REQUEST);
  }

  public List<Line> groups() {
    return lines(Series::name, Kind.GROUP);
  }

  public List<Line> userClasses() {
    return lines(Series::userClass, Kind.REQUEST);
  }

  /** All responses of an arrival rate, from when they were due; empty for other workloads. */
  public Optional<Line> fromDue() {
    Line line = line("All, from when due", Optional.empty(), s -> s.kind() == Kind.DUE);
    return line.of().requests() == 0 ? Optional.empty() : Optional.of(line);
  }

  /** What the simulation recorded itself; a value of 1 is a time of 1 ms. */
  public List<Line> metrics() {
    return lines(Series::name, Kind.METRIC);
  }

  /** In the order of the plan; wind-down last, if anything was sent in it. */
  public List<Line> phases() {
    List<String> names = new ArrayList<>(phases.stream().map(Phase::name).distinct().toList());
    if (timeline.names(Kind.REQUEST, Series::phase).contains(Phase.WIND_DOWN)) {
      names.add(Phase.WIND_DOWN);
    }
    return names.stream()
        .map(
            name ->
                line(
                    name,
                    Optional.of(name),
                    s -> s.kind() == Kind.REQUEST && s.phase().equals(name)))
        .toList();
  }

  private List<Line> lines(Function<Series, String> by, Kind kind) {
    return timeline.selectBy(kind, by).entrySet().stream()
        .map(e -> line(e.getKey(), Optional.empty(), e.getValue()))
        .toList();
  }

  private Line line(String name, Optional<String> phase, Predicate<Series> filter) {
    return line(name, phase, timeline.select(filter));
  }

  private Line line(String name, Optional<String> phase, Selection of) {
    Duration length = Judge.lengthOf(phase, phases, timeline.elapsed());
    double seconds = length.toNanos() / 1e9;
    return new Line(name, of, seconds == 0 ? 0 : of.requests() / seconds);
  }
}
