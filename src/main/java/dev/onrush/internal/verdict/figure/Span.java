package dev.onrush.internal.verdict.figure;

import java.time.Duration;

/**
 * A part of a run.
 *
 * @param from since the run's start, inclusive
 * @param to since the run's start, inclusive
 */
public record Span(Duration from, Duration to) {

  /** Whether this span contains a moment. */
  public boolean contains(Duration moment) {
    return moment.compareTo(from) >= 0 && moment.compareTo(to) <= 0;
  }
}
