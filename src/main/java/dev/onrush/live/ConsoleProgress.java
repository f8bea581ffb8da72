package dev.onrush.live;

import dev.onrush.control.Intervention;
import dev.onrush.metrics.Timeline;
import dev.onrush.metrics.Timeline.Row;
import dev.onrush.metrics.Timeline.Selection;
import dev.onrush.run.RunControl;
import dev.onrush.run.RunInfo;
import dev.onrush.run.RunListener;
import dev.onrush.run.RunState;
import dev.onrush.units.Percentile;
import dev.onrush.units.Quantity;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** One line every few seconds; its figures are of the seconds since the line before. */
public final class ConsoleProgress implements RunListener {

  private static final int BAR = 20;
  private static final Percentile P95 = new Percentile(95);

  private final PrintStream out;
  private int intervals;

  public ConsoleProgress(PrintStream out) {
    this.out = out;
  }

  @Override
  public void started(RunInfo info, Path folder, RunControl control) {
    out.printf(
        Locale.ROOT,
        "%n%s%s against %s, seed %d%n",
        info.plan(),
        info.planned().map(p -> ", " + Quantity.duration(p) + ",").orElse(""),
        info.facts().getOrDefault("target", "its own addresses"),
        info.seed());
  }

  @Override
  public void interval(RunState state) {
    intervals++;
    if (intervals % Timeline.RECENT == 0) {
      out.println(line(state));
    }
  }

  @Override
  public void intervened(RunInfo info, Intervention intervention) {
    out.println(intervention);
  }

  private static String line(RunState state) {
    Timeline timeline = state.timeline();
    List<Row> rows = timeline.rows();
    Row last = rows.get(rows.size() - 1);
    Row first = rows.get(Math.max(0, rows.size() - Timeline.RECENT));
    Selection recent = timeline.recent();
    double seconds = last.end().minus(first.start()).toNanos() / 1e9;
    return String.format(
        Locale.ROOT,
        "%s  %-10s %6d users %8s  p95 %8s  errors %6s  %s",
        Quantity.clock(last.end()),
        state.phase(),
        last.activeUsers(),
        Quantity.FREQUENCY.text(recent.requests() / seconds),
        recent.requests() == 0 ? "-" : Quantity.TIME.text(recent.all().times().at(P95)),
        Quantity.SHARE.text(recent.errorRate()),
        state.info().planned().map(planned -> bar(last.end(), planned)).orElse(""));
  }

  private static String bar(Duration elapsed, Duration planned) {
    double share = Math.min(1, (double) elapsed.toNanos() / planned.toNanos());
    int full = (int) (BAR * share);
    Duration left = planned.minus(elapsed);
    return "["
        + "#".repeat(full)
        + ".".repeat(BAR - full)
        + "] "
        + (left.isNegative() ? "winding down" : Quantity.clock(left) + " left");
  }
}
