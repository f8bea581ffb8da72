package dev.onrush.internal.run;

import dev.onrush.result.Command;
import dev.onrush.result.Intervention;
import java.util.Optional;

/** The hands on a run at work; may be used by any thread. */
public interface RunControl {

  /**
   * Carries a command out, and records it.
   *
   * @param flow that is steered; empty for all of them, as far as the command can be for all
   * @param by where it comes from, in a word: {@code dashboard}
   * @return when it took effect
   * @throws IllegalArgumentException if it cannot be done now; the message says why, and what can
   */
  Intervention apply(Command command, Optional<String> flow, String by);

  /** The same for the whole run. */
  default Intervention apply(Command command, String by) {
    return apply(command, Optional.empty(), by);
  }
}
