package dev.onrush.internal.metrics.recording;

import dev.onrush.threshold.Measure.Figure;
import dev.onrush.threshold.Subject;
import dev.onrush.threshold.Threshold;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/**
 * Names that are known before a run starts. They are always recorded under their own name, however
 * many other names come before them.
 *
 * @param requests names of requests, with or without the groups around them
 * @param groups names of groups, with or without the groups around them
 * @param metrics names of the simulation's own metrics
 */
public record KnownNames(Set<String> requests, Set<String> groups, Set<String> metrics) {

  public static final KnownNames NONE = new KnownNames(Set.of(), Set.of(), Set.of());

  public KnownNames {
    requests = Set.copyOf(requests);
    groups = Set.copyOf(groups);
    metrics = Set.copyOf(metrics);
  }

  /** Returns these names together with the names that thresholds refer to. */
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
              case SERVICE -> new HashSet<>(); // read from the service, not recorded
            };
        subject.named().ifPresent(names::add);
      }
    }
    return new KnownNames(moreRequests, moreGroups, moreMetrics);
  }
}
