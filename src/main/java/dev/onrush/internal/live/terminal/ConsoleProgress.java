package dev.onrush.internal.live.terminal;

import dev.onrush.internal.control.InterventionText;
import dev.onrush.internal.metrics.Series.Kind;
import dev.onrush.internal.metrics.timeline.Selection;
import dev.onrush.internal.run.RunControl;
import dev.onrush.internal.run.RunObserver;
import dev.onrush.internal.run.RunState;
import dev.onrush.internal.run.record.DuetFacts;
import dev.onrush.internal.run.record.RunInfo;
import dev.onrush.internal.text.Columns;
import dev.onrush.internal.text.Printable;
import dev.onrush.result.Intervention;
import dev.onrush.units.Percentile;
import dev.onrush.units.Quantity;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * Prints a line every few seconds, with figures of the time since the previous line. The output is
 * suitable for pipes and logs, because lines are only ever added.
 */
public final class ConsoleProgress implements RunObserver {

  private static final int BAR = 20;

  /** The least width of the column of phases. */
  private static final int PHASES = 10;

  /** The most lines whose width is examined in advance; an hour has 720. */
  private static final int EXAMINED = 10_000;

  /** How much the end of an interval can differ from a full second. */
  private static final Duration ABOUT = Duration.ofMillis(100);

  private final PrintStream out;
  private final Optional<Duration> every;
  private Selection since = new Selection();
  private Duration last = Duration.ZERO;
  private Duration next;
  private int width = PHASES;

  /** The phases of several flows at the end of the last line. */
  private String named = "";

  private ConsoleProgress(PrintStream out, Optional<Duration> every) {
    this.out = out;
    this.every = every;
    this.next = every.orElse(Duration.ZERO);
  }

  /**
   * Prints a line about once in this time.
   *
   * @param every the time between two lines, 1 s or longer; there is nothing new within a second
   */
  public static ConsoleProgress lines(PrintStream out, Duration every) {
    return new ConsoleProgress(out, Optional.of(every));
  }

  /** Prints only the run's first line, with its seed, and interventions. */
  public static ConsoleProgress headline(PrintStream out) {
    return new ConsoleProgress(out, Optional.empty());
  }

  @Override
  public void started(RunInfo info, Path folder, RunControl control) {
    if (info.flows().size() == 1) { // otherwise the phases are in no column
      width = every.map(time -> width(info, time)).orElse(PHASES);
    }
    out.println("\n" + headline(info));
  }

  /** The width of the longest text for phases in the lines of a run that goes as planned. */
  private static int width(RunInfo info, Duration every) {
    Duration end = info.planned().orElse(Duration.ZERO);
    int width = PHASES;
    Duration since = Duration.ZERO;
    for (int i = 0; i < EXAMINED && since.plus(every).compareTo(end) <= 0; i++) {
      Duration until = since.plus(every);
      width = Math.max(width, Columns.width(Printable.line(phases(info, since, until))));
      since = until;
    }
    return width;
  }

  @Override
  public void interval(RunState state) {
    if (every.isEmpty()) {
      return;
    }
    since.add(Selection.of(state.interval(), Kind.REQUEST));
    Duration now = state.elapsed();
    if (now.plus(ABOUT).compareTo(next) >= 0) {
      out.println(line(state, since, last));
      state.duet().forEach(compared -> out.println("       " + Printable.line(compared)));
      since = new Selection();
      last = now;
      while (next.compareTo(now.plus(ABOUT)) <= 0) {
        next = next.plus(every.get());
      }
    }
  }

  @Override
  public void intervened(RunInfo info, Intervention intervention) {
    out.println(InterventionText.of(intervention, info.flows()));
  }

  /** Returns the first line: {@code First, 35 s, against http://127.0.0.1:37997, seed 39648193}. */
  static String headline(RunInfo info) {
    String target = Printable.line(info.facts().getOrDefault("target", "its own addresses"));
    return Printable.line(info.plan())
        + info.planned().map(p -> ", " + Quantity.duration(p) + ",").orElse("")
        + (DuetFacts.isDuet(info)
            ? " of B "
                + target
                + " against A "
                + Printable.line(info.facts().getOrDefault(RunInfo.AGAINST, ""))
            : " against " + target)
        + ", seed "
        + info.seed();
  }

  private String line(RunState state, Selection recent, Duration since) {
    String clock = Quantity.clock(state.elapsed()) + "  ";
    String phases = Printable.line(phases(state, since));
    if (state.info().flows().size() == 1) {
      return clock + Columns.padded(phases, width) + " " + figures(state, recent, since);
    }
    // The phases of several flows are long. They are last, and only where they change.
    String text =
        clock + figures(state, recent, since) + (phases.equals(named) ? "" : "  " + phases);
    Duration end = state.elapsed().minus(ABOUT);
    named = Printable.line(state.paused() ? state.phase() : state.info().phaseText(end));
    return text.stripTrailing();
  }

  private static String figures(RunState state, Selection recent, Duration since) {
    double seconds = state.elapsed().minus(since).toNanos() / 1e9;
    long users = state.interval().activeUsers();
    return String.format(
        Locale.ROOT,
        "%6d %-5s %8s  p95 %8s  errors %6s  %s",
        users,
        users == 1 ? "user" : "users",
        Quantity.FREQUENCY.text(seconds == 0 ? 0 : recent.requests() / seconds),
        recent.timed() == 0 ? "-" : Quantity.TIME.text(recent.all().times().at(Percentile.P95)),
        recent.answerable() == 0 ? "-" : Quantity.SHARE.text(recent.errorRate()),
        state.info().planned().map(planned -> bar(state.elapsed(), planned)).orElse(""));
  }

  private static String phases(RunState state, Duration since) {
    return state.paused() ? state.phase() : phases(state.info(), since, state.elapsed());
  }

  /** Returns the phases between two lines; {@code ramp-up > steady} if a phase ended. */
  private static String phases(RunInfo info, Duration since, Duration elapsed) {
    Duration end = elapsed.minus(ABOUT);
    return info.phaseText(since.plus(ABOUT), end.compareTo(since) > 0 ? end : elapsed);
  }

  private static String bar(Duration elapsed, Duration planned) {
    double share = Math.min(1, (double) elapsed.toNanos() / planned.toNanos());
    int full = (int) (BAR * share);
    Duration left = planned.minus(elapsed);
    return "["
        + "#".repeat(full)
        + ".".repeat(BAR - full)
        + "] "
        + (left.isNegative() ? "winding down" : Quantity.countdown(left) + " left");
  }
}
