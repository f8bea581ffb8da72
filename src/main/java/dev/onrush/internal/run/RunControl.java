package dev.onrush.internal.run;

import dev.onrush.result.Command;
import dev.onrush.result.Intervention;
import java.util.Optional;

/** Controls a run in progress. Thread-safe. */
public interface RunControl {

  /**
   * Carries out a command, and records it.
   *
   * @param flow the flow to steer; empty for all flows, if the command applies to all of them
   * @param by where the command comes from, in one word: {@code dashboard}
   * @return the intervention, with the time at which it took effect
   * @throws IllegalArgumentException if the command cannot be carried out now; the message says
   *     why, and which commands can
   */
  Intervention apply(Command command, Optional<String> flow, String by);

  /** Carries out a command for the whole run. */
  default Intervention apply(Command command, String by) {
    return apply(command, Optional.empty(), by);
  }
}
