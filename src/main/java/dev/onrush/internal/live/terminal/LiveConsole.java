package dev.onrush.internal.live.terminal;

import dev.onrush.internal.live.terminal.frame.TerminalStyle;
import dev.onrush.internal.run.RunObserver;
import dev.onrush.internal.text.FilteredStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntSupplier;

/** The console of a run while it goes: its lines or its view, and its keys and signals. */
public final class LiveConsole {

  private LiveConsole() {}

  /**
   * What shows a run.
   *
   * @param columns how wide its terminal is; 0 if it has none
   * @param colours whether what follows may have any
   */
  public record Shown(List<RunObserver> observers, IntSupplier columns, boolean colours) {

    /** Lines on a log or a pipe. */
    public static Shown plain(List<RunObserver> observers) {
      return new Shown(observers, () -> 0, false);
    }
  }

  /** The headline, and interventions. */
  public static Shown headline(PrintStream out) {
    return Shown.plain(List.of(ConsoleProgress.headline(out), new InterruptSignal(out)));
  }

  /** A plain line at each interval of this length. */
  public static Shown lines(PrintStream out, Duration every) {
    return Shown.plain(List.of(ConsoleProgress.lines(out, every), new InterruptSignal(out)));
  }

  /**
   * The view, if this process stands in the foreground of a terminal that can show it; else a plain
   * line every so often. A terminal of a CI server ({@code CI} is set to anything but {@code
   * false}) shows plain lines, and so does one whose {@code TERM} is {@code dumb} or not set.
   *
   * @param terminal this process's {@link System#out}
   * @param out where lines are printed
   */
  public static Shown view(
      PrintStream terminal, PrintStream out, Map<String, String> environment, Duration every) {
    Charset charset = FilteredStream.ofStandardOutput();
    TerminalStyle style = TerminalStyle.of(environment, charset);
    Optional<TerminalView> view =
        forPeople(environment)
            ? SystemTerminal.open(charset)
                .map(t -> new TerminalView(t, terminal, style, new InterruptSignal(terminal)))
            : Optional.empty();
    return view.map(v -> new Shown(List.of(v), v::columns, style.colours()))
        .orElseGet(() -> lines(out, every));
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
