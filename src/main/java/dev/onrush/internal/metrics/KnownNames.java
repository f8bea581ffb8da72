package dev.onrush.internal.metrics;

import dev.onrush.threshold.Figure;
import dev.onrush.threshold.Subject;
import dev.onrush.threshold.Subject.Group;
import dev.onrush.threshold.Subject.Metric;
import dev.onrush.threshold.Subject.Request;
import dev.onrush.threshold.Threshold;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/**
 * Names that are known before a run begins. They have a place in its statistics however many others
 * come before them.
 *
 * @param requests with or without the groups around them
 * @param groups with or without those around them
 * @param metrics of the simulation's own
 */
public record KnownNames(Set<String> requests, Set<String> groups, Set<String> metrics) {

  public static final KnownNames NONE = new KnownNames(Set.of(), Set.of(), Set.of());

  public KnownNames {
    requests = Set.copyOf(requests);
    groups = Set.copyOf(groups);
    metrics = Set.copyOf(metrics);
  }

  /** These, and those that thresholds ask for. */
  public KnownNames and(Collection<Threshold> thresholds) {
    Set<String> moreRequests = new HashSet<>(requests);
    Set<String> moreGroups = new HashSet<>(groups);
    Set<String> moreMetrics = new HashSet<>(metrics);
    for (Threshold threshold : thresholds) {
      for (Figure figure : threshold.measure().figures()) {
        Subject subject = figure.scope().subject();
        if (subject instanceof Request request) {
          moreRequests.add(request.name());
        } else if (subject instanceof Group group) {
          moreGroups.add(group.name());
        } else if (subject instanceof Metric metric) {
          moreMetrics.add(metric.name());
        }
      }
    }
    return new KnownNames(moreRequests, moreGroups, moreMetrics);
  }
}
