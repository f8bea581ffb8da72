package dev.onrush.internal.finding;

import dev.onrush.internal.finding.evidence.FigureOverTime;
import dev.onrush.result.Breach;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The explanation of why a run's thresholds broke.
 *
 * @param breaches the certain ones first, each group in the order of time
 * @param series the readings of the service that are evidence, by their expression
 */
public record Explanation(List<Breach> breaches, Map<String, FigureOverTime> series) {

  /** The explanation of a run that passed, or of which nothing is known. */
  public static final Explanation NONE = new Explanation(List.of(), Map.of());

  public Explanation {
    breaches = List.copyOf(breaches);
    series = Collections.unmodifiableMap(new LinkedHashMap<>(series));
  }
}
