package dev.onrush.internal.finding;

import dev.onrush.internal.finding.evidence.LoadFigures;
import dev.onrush.internal.metrics.Interval;
import dev.onrush.internal.trace.Waterfall;
import dev.onrush.internal.verdict.probe.FigureProbe;
import dev.onrush.profile.Phase;
import dev.onrush.profile.RunFlow;
import dev.onrush.threshold.Scope;
import dev.onrush.threshold.Subject;
import dev.onrush.threshold.Threshold;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The load of a run by the users that its thresholds are about: those of a flow, of a user class,
 * or all. Failures of other users explain no breach.
 */
final class LoadOfUsers {

  private final Map<Scope, LoadFigures> loads = new LinkedHashMap<>();
  private final LoadFigures all;
  private final boolean duet;

  /**
   * Creates loads without any data yet.
   *
   * @param b the flow B of a duet; empty if the run is none
   */
  LoadOfUsers(List<Threshold> thresholds, List<Phase> phases, Optional<RunFlow> b) {
    this.duet = b.isPresent();
    this.all = new LoadFigures(userClass -> b.map(flow -> flow.has(userClass)).orElse(true));
    loads.put(Scope.ALL, all);
    for (Threshold threshold : thresholds) {
      loads.computeIfAbsent(
          users(threshold.scope().userClass(), threshold),
          users -> new LoadFigures(FigureProbe.userClasses(users, phases)));
    }
  }

  private static Scope users(Optional<String> userClass, Threshold threshold) {
    return new Scope(Subject.ALL, userClass, Optional.empty(), threshold.scope().flow());
  }

  void add(Interval interval) {
    loads.values().forEach(load -> load.add(interval));
  }

  /** Adds the answer to a failed request. */
  void answered(String userClass, Duration sent, String body) {
    loads.values().forEach(load -> load.answered(userClass, sent, body));
  }

  /** Adds the work of the service for a request. */
  void traced(String userClass, Duration sent, Waterfall spans) {
    loads.values().forEach(load -> load.traced(userClass, sent, spans));
  }

  /** The requests of the users that a threshold is about. */
  LoadFigures of(Threshold threshold) {
    return loads.getOrDefault(users(threshold.scope().userClass(), threshold), all);
  }

  /**
   * All requests to the service that a threshold is about. In a duet, each flow has a service of
   * its own; a threshold without a flow is about B, whose metrics are those of the service.
   */
  LoadFigures all(Threshold threshold) {
    return duet ? loads.getOrDefault(users(Optional.empty(), threshold), all) : all;
  }
}
