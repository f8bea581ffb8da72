package dev.onrush.internal.service;

import java.util.Map;

/**
 * The figures of a source at one moment.
 *
 * @param named the metrics that a threshold or a setting names, by that name
 * @param series all other series by their expression, such as {@code rate(logback_events_total)}
 * @param leftOut the number of series beyond the limit, which are not in {@code series}
 * @param malformed the number of lines in another format, which are ignored
 */
public record Reading(
    Map<String, Double> named, Map<String, Double> series, int leftOut, int malformed) {

  /** A reading without figures. */
  public static final Reading NONE = new Reading(Map.of(), Map.of());

  public Reading {
    named = Map.copyOf(named);
    series = Map.copyOf(series);
  }

  /** Creates a reading of a source that leaves nothing out. */
  public Reading(Map<String, Double> named, Map<String, Double> series) {
    this(named, series, 0, 0);
  }
}
