package dev.onrush.internal.launch.process;

import org.jline.utils.Signals;

/**
 * The signals that a terminal sends to all processes of a command. An injector that this machine's
 * coordinator has started gets them too, but its coordinator decides when the run ends.
 */
public final class TerminalSignals {

  /** The property of a JVM that ignores these signals. It is not a setting. */
  private static final String PROPERTY = "dev.onrush.ignoreTerminal";

  private TerminalSignals() {}

  /** Returns the option with which a JVM ignores these signals. */
  public static String ignoreOption() {
    return "-D" + PROPERTY + "=true";
  }

  /** Ignores these signals from now on, if this JVM was started with the option. */
  public static void ignoreIfStartedSo() {
    if (Boolean.getBoolean(PROPERTY)) {
      for (String signal : new String[] {"INT", "HUP"}) {
        Object unused = Signals.register(signal, () -> {});
      }
    }
  }
}
