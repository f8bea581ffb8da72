package dev.onrush.internal.live.terminal;

import dev.onrush.internal.run.RunObserver;
import dev.onrush.internal.text.FilteredStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The console of a run while it goes: its lines or its view, and its keys and signals. */
public final class LiveConsole {

  private LiveConsole() {}

  /** The headline, and interventions. */
  public static List<RunObserver> headline(PrintStream out) {
    return List.of(ConsoleProgress.headline(out), new InterruptSignal(out));
  }

  /** A plain line at each interval of this length. */
  public static List<RunObserver> lines(PrintStream out, Duration every) {
    return List.of(ConsoleProgress.lines(out, every), new InterruptSignal(out));
  }

  /**
   * The view, if this process stands in the foreground of a terminal that can show it; else a plain
   * line every so often. A terminal of a CI server ({@code CI} is set to anything but {@code
   * false}) shows plain lines, and so does one whose {@code TERM} is {@code dumb} or not set.
   *
   * @param terminal this process's {@link System#out}
   * @param out where lines are printed
   */
  public static List<RunObserver> view(
      PrintStream terminal, PrintStream out, Map<String, String> environment, Duration every) {
    Charset charset = FilteredStream.ofStandardOutput();
    Optional<TerminalView> view =
        forPeople(environment)
            ? SystemTerminal.open(charset)
                .map(t -> new TerminalView(t, terminal, TerminalStyle.of(environment, charset)))
            : Optional.empty();
    return view.isPresent() ? List.of(view.get()) : lines(out, every);
  }

  static boolean forPeople(Map<String, String> environment) {
    String ci = environment.getOrDefault("CI", "");
    String terminal = environment.getOrDefault("TERM", "");
    boolean windows = environment.containsKey("OS") && environment.get("OS").startsWith("Windows");
    return (ci.isEmpty() || ci.equals("false"))
        && !terminal.startsWith("dumb")
        && (windows || !terminal.isEmpty());
  }
}
