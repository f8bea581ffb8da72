package dev.onrush.internal.run;

import dev.onrush.result.Command;
import dev.onrush.result.Intervention;

/** The hands on a run at work; may be used by any thread. */
public interface RunControl {

  /**
   * Carries a command out, and records it.
   *
   * @param by where it comes from, in a word: {@code dashboard}
   * @return when it took effect
   * @throws IllegalArgumentException if it cannot be done now; the message says why, and what can
   */
  Intervention apply(Command command, String by);
}
