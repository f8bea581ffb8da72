package dev.onrush.result;

import dev.onrush.units.Quantity;
import java.time.Duration;
import java.util.Optional;

/**
 * A command that was given to a run by hand, and carried out. Immutable.
 *
 * @param at the time since the start of the run
 * @param command the command that was carried out
 * @param by the source of the command: {@code dashboard}, {@code terminal}
 * @param flow the flow that was steered; empty for all flows
 * @since 0.1.0
 */
public record Intervention(Duration at, Command command, String by, Optional<String> flow) {

  /** Creates an intervention in the whole run. */
  public Intervention(Duration at, Command command, String by) {
    this(at, command, by, Optional.empty());
  }

  /**
   * The intervention as text: {@code 00:12 level 200 (dashboard)}, {@code 00:12 level 200 in flow
   * Labs (dashboard)}.
   */
  @Override
  public String toString() {
    return Quantity.clock(at)
        + " "
        + command.text()
        + flow.map(f -> " in flow " + f).orElse("")
        + " ("
        + by
        + ")";
  }
}
