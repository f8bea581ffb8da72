package dev.onrush.internal.page;

import dev.onrush.internal.metrics.Series;
import dev.onrush.internal.metrics.Series.Kind;
import dev.onrush.internal.metrics.timeline.Selection;
import dev.onrush.internal.metrics.timeline.Timeline;
import dev.onrush.internal.verdict.figure.ScopeTimes;
import dev.onrush.profile.Phase;
import dev.onrush.profile.RunFlow;
import dev.onrush.threshold.Scope;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The lines of a run's tables, computed from what its timeline contains so far. */
public final class Lines {

  private final Timeline timeline;
  private final List<Phase> phases;

  public Lines(Timeline timeline, List<Phase> phases) {
    this.timeline = timeline;
    this.phases = List.copyOf(phases);
  }

  /** Returns the name of all requests together, which no single request has. */
  public static String nameOfAll(Collection<String> requests) {
    return requests.contains("All") ? "(all)" : "All";
  }

  /** Returns the line of all requests. */
  public Line total() {
    return line(nameOfAll(), Scope.ALL, timeline.all());
  }

  private String nameOfAll() {
    return nameOfAll(timeline.names(Kind.REQUEST, Series::name));
  }

  public List<Line> requests() {
    return lines(Kind.REQUEST);
  }

  public List<Line> groups() {
    return lines(Kind.GROUP);
  }

  public List<Line> userClasses() {
    return timeline.selectBy(Kind.REQUEST, Series::userClass).entrySet().stream()
        .map(e -> line(e.getKey(), Scope.ALL.by(e.getKey()), e.getValue()))
        .toList();
  }

  /**
   * Returns a line for each flow, in the order of the plan; an empty list if the run has one flow.
   */
  public List<Line> flows() {
    return phases.stream()
        .flatMap(phase -> phase.flow().stream())
        .distinct()
        .map(
            flow ->
                line(
                    flow.name(),
                    Scope.ALL.inFlow(flow.name()),
                    timeline.select(s -> s.kind() == Kind.REQUEST && flow.has(s.userClass()))))
        .toList();
  }

  /**
   * Returns the line of requests with an arrival rate, measured from when they were due; empty for
   * other workloads. It does not cover all requests if the run also has messages or users without
   * an arrival rate.
   */
  public Optional<Line> fromDue() {
    Selection due = timeline.select(s -> s.kind() == Kind.DUE);
    if (due.requests() == 0) {
      return Optional.empty();
    }
    boolean all = due.requests() == total().of().requests();
    return Optional.of(
        line(all ? nameOfAll() + ", from when due" : "Arrivals, from when due", Scope.ALL, due));
  }

  /**
   * Returns the lines of metrics that the simulation recorded itself; a value of 1 is shown as a
   * time of 1 ms.
   */
  public List<Line> metrics() {
    return lines(Kind.METRIC);
  }

  /**
   * Returns a line for each phase, in the order of the plan. The wind-down is the last line of each
   * flow, if anything was sent in it.
   */
  public List<Line> phases() {
    Map<String, Selection> seen = timeline.selectBy(Kind.REQUEST, Series::phase);
    Map<String, Scope> scopes = new LinkedHashMap<>();
    for (int i = 0; i < phases.size(); i++) {
      Phase phase = phases.get(i);
      if (phase.isCounted()) {
        scopes.put(phase.title(), scope(phase.name(), phase.flow()));
      }
      boolean last = i + 1 == phases.size() || !phases.get(i + 1).flow().equals(phase.flow());
      String windDown = phase.flow().map(f -> f.title(Phase.WIND_DOWN)).orElse(Phase.WIND_DOWN);
      if (last && seen.containsKey(windDown)) {
        scopes.put(windDown, scope(Phase.WIND_DOWN, phase.flow()));
      }
    }
    return scopes.entrySet().stream()
        .map(
            of -> line(of.getKey(), of.getValue(), seen.getOrDefault(of.getKey(), new Selection())))
        .toList();
  }

  private static Scope scope(String phase, Optional<RunFlow> flow) {
    Scope scope = Scope.ALL.during(phase);
    return flow.map(f -> scope.inFlow(f.name())).orElse(scope);
  }

  private List<Line> lines(Kind kind) {
    return timeline.selectBy(kind, Series::name).entrySet().stream()
        .map(e -> line(e.getKey(), Scope.ALL, e.getValue()))
        .toList();
  }

  private Line line(String name, Scope time, Selection of) {
    Duration length = new ScopeTimes(time, phases).before(timeline.loaded());
    double seconds = length.toNanos() / 1e9;
    return new Line(name, of, seconds == 0 ? 0 : of.requests() / seconds);
  }
}
