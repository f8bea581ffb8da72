package dev.onrush.internal.finding.evidence;

import java.time.Duration;

/**
 * A part of a run.
 *
 * @param from since the run's start
 * @param to since the run's start; part of it
 */
public record Span(Duration from, Duration to) {

  boolean contains(Duration moment) {
    return moment.compareTo(from) >= 0 && moment.compareTo(to) <= 0;
  }
}
