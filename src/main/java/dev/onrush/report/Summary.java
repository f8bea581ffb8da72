package dev.onrush.report;

import dev.onrush.metrics.Distribution;
import dev.onrush.metrics.Series;
import dev.onrush.metrics.Series.Kind;
import dev.onrush.metrics.Timeline;
import dev.onrush.metrics.Timeline.Selection;
import dev.onrush.plan.Phase;
import dev.onrush.run.RunResult;
import dev.onrush.units.Percentile;
import dev.onrush.verdict.Judge;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The tables that every report shows; made once, so that all show the same figures. */
final class Summary {

  /** The percentiles of a report, by their usual names. */
  static final List<Percentile> PERCENTILES =
      Stream.of(50, 66, 75, 80, 90, 95, 98, 99, 100).map(Percentile::new).toList();

  /**
   * Figures of some requests.
   *
   * @param perSecond requests by the time that the scope lasts
   */
  record Line(String name, Selection of, double perSecond) {
    Distribution times() {
      return of.all().times();
    }
  }

  private final RunResult result;

  Summary(RunResult result) {
    this.result = result;
  }

  /** Over all requests. */
  Line total() {
    return line("All", Optional.empty(), s -> s.kind() == Kind.REQUEST);
  }

  List<Line> requests() {
    return lines(Series::name, Kind.REQUEST);
  }

  List<Line> groups() {
    return lines(Series::name, Kind.GROUP);
  }

  List<Line> userClasses() {
    return lines(Series::userClass, Kind.REQUEST);
  }

  /** In the order of the plan; wind-down last, if anything was sent in it. */
  List<Line> phases() {
    List<String> names = new ArrayList<>(result.info().phases().stream().map(Phase::name).toList());
    Timeline timeline = result.timeline();
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

  /** What was held at which level. */
  Levels levels() {
    return Levels.of(result.info().phases(), phases());
  }

  private List<Line> lines(Function<Series, String> by, Kind kind) {
    return result.timeline().names(kind, by).stream()
        .map(
            name -> line(name, Optional.empty(), s -> s.kind() == kind && by.apply(s).equals(name)))
        .toList();
  }

  private Line line(String name, Optional<String> phase, Predicate<Series> filter) {
    Selection of = result.timeline().select(filter);
    Duration length = Judge.lengthOf(phase, result.info().phases(), result.length());
    double seconds = length.toNanos() / 1e9;
    return new Line(name, of, seconds == 0 ? 0 : of.requests() / seconds);
  }
}
