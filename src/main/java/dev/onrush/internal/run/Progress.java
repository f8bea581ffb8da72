package dev.onrush.internal.run;

import dev.onrush.units.Quantity;
import java.time.Duration;
import java.util.Optional;

/** How far a run has come, in words. */
final class Progress {

  private Progress() {}

  /** {@code 00:12 of 01:00}. */
  static String of(Duration elapsed, Optional<Duration> planned) {
    return Quantity.clock(elapsed) + planned.map(p -> " of " + Quantity.clock(p)).orElse("");
  }
}
