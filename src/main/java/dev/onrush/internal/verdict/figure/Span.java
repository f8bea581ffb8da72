package dev.onrush.internal.verdict.figure;

import java.time.Duration;

/**
 * A part of a run.
 *
 * @param from since the run's start
 * @param to since the run's start; part of it
 */
public record Span(Duration from, Duration to) {

  /** Whether a moment is in it. */
  public boolean contains(Duration moment) {
    return moment.compareTo(from) >= 0 && moment.compareTo(to) <= 0;
  }
}
