package dev.onrush.internal.export;

import java.time.Duration;

/**
 * The time in which the last snapshot has to arrive, common to all channels: one that hangs takes
 * no time from the others.
 *
 * @param whole the whole time
 * @param end the end of the time, by {@code System.nanoTime()}
 */
record TimeLimit(Duration whole, long end) {

  /** Returns a limit that begins now. */
  static TimeLimit of(Duration whole) {
    return new TimeLimit(whole, System.nanoTime() + whole.toNanos());
  }

  /** The time that is left; negative after the end. */
  Duration left() {
    return Duration.ofNanos(end - System.nanoTime());
  }
}
