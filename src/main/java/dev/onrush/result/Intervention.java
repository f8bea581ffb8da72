package dev.onrush.result;

import dev.onrush.units.Quantity;
import java.time.Duration;

/**
 * A command that was given to a run by hand, and carried out. Immutable.
 *
 * @param at since the run's start
 * @param command that was carried out
 * @param by where it came from: {@code dashboard}, {@code terminal}
 * @since 0.1.0
 */
public record Intervention(Duration at, Command command, String by) {

  /** {@code 00:12 level 200 (dashboard)}. */
  @Override
  public String toString() {
    return Quantity.clock(at) + " " + command.text() + " (" + by + ")";
  }
}
