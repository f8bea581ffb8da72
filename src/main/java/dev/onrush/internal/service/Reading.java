package dev.onrush.internal.service;

import java.util.Map;

/**
 * What a source says at one moment.
 *
 * @param named the metrics that a threshold or a setting names, by that name
 * @param series all others by their expression, such as {@code rate(logback_events_total)}
 * @param leftOut series past the limit, which are not among them
 * @param malformed lines of the answer in another format, which are not among them either
 */
public record Reading(
    Map<String, Double> named, Map<String, Double> series, int leftOut, int malformed) {

  /** Nothing. */
  public static final Reading NONE = new Reading(Map.of(), Map.of());

  public Reading {
    named = Map.copyOf(named);
    series = Map.copyOf(series);
  }

  /** Of a source that leaves nothing out. */
  public Reading(Map<String, Double> named, Map<String, Double> series) {
    this(named, series, 0, 0);
  }
}
