package dev.onrush.internal.run.record;

import dev.onrush.units.Quantity;
import java.time.Duration;
import java.util.Optional;

/** Describes how far a run has got. */
public final class Progress {

  private Progress() {}

  /** Returns a text such as {@code 00:12 of 01:00}. */
  public static String of(Duration elapsed, Optional<Duration> planned) {
    return Quantity.clock(elapsed) + planned.map(p -> " of " + Quantity.clock(p)).orElse("");
  }
}
