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

/** Sets up the console of a run in progress: its lines or its view, and its keys and signals. */
public final class LiveConsole {

  private LiveConsole() {}

  /**
   * The observers that show a run on the console.
   *
   * @param columns supplies the width of the terminal; 0 if there is none
   * @param colours whether later output may use colours
   */
  public record Shown(List<RunObserver> observers, IntSupplier columns, boolean colours) {

    /** Shows lines on a log or a pipe. */
    public static Shown plain(List<RunObserver> observers) {
      return new Shown(observers, () -> 0, false);
    }
  }

  /** Shows the headline, and interventions. */
  public static Shown headline(PrintStream out) {
    return Shown.plain(List.of(ConsoleProgress.headline(out), new InterruptSignal(out)));
  }

  /** Shows a plain line at each interval of this length. */
  public static Shown lines(PrintStream out, Duration every) {
    return Shown.plain(List.of(ConsoleProgress.lines(out, every), new InterruptSignal(out)));
  }

  /**
   * Shows the view, if this process is in the foreground of a terminal that can show it; otherwise
   * a plain line at each interval of this length. Plain lines are also shown on a terminal of a CI
   * server ({@code CI} is set to anything but {@code false}), if {@code TERM} is {@code dumb}, and,
   * except on Windows, if it is not set.
   *
   * @param terminal this process's {@link System#out}
   * @param out the stream that lines are printed to
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
