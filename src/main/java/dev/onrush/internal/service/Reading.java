package dev.onrush.internal.service;

import java.util.Map;

/**
 * What a source says at one moment.
 *
 * @param named the metrics that a threshold or a setting names, by that name
 * @param series all others by their expression, such as {@code rate(logback_events_total)}
 * @param leftOut series past the limit, which are not among them
 */
public record Reading(Map<String, Double> named, Map<String, Double> series, int leftOut) {

  /** Nothing. */
  public static final Reading NONE = new Reading(Map.of(), Map.of(), 0);

  public Reading {
    named = Map.copyOf(named);
    series = Map.copyOf(series);
  }
}
