package dev.onrush.internal.metrics.recording;

import dev.onrush.threshold.Measure.Figure;
import dev.onrush.threshold.Subject;
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
        Set<String> names =
            switch (subject.source()) {
              case REQUESTS -> moreRequests;
              case GROUP -> moreGroups;
              case METRIC -> moreMetrics;
              case SERVICE -> new HashSet<>(); // read, not recorded
            };
        subject.named().ifPresent(names::add);
      }
    }
    return new KnownNames(moreRequests, moreGroups, moreMetrics);
  }
}
