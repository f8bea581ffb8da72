package dev.onrush.internal.live.terminal.frame;

import dev.onrush.internal.control.InterventionText;
import dev.onrush.internal.live.terminal.frame.FrameLines.Weight;
import dev.onrush.internal.live.terminal.frame.RunSnapshot.Figures;
import dev.onrush.internal.live.terminal.frame.RunSnapshot.Load;
import dev.onrush.internal.metrics.timeline.FailureCluster;
import dev.onrush.internal.text.Columns;
import dev.onrush.profile.HeldLevel.Unit;
import dev.onrush.result.Intervention;
import dev.onrush.units.Quantity;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.jline.terminal.Size;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;

/**
 * The frame that the view draws: lines that are computed from a snapshot and the terminal's size.
 * No line is wider than the terminal, and if the terminal is not high enough, the least important
 * lines are left out.
 */
public final class TerminalFrame {

  private static final int INTERVENTIONS = 3;

  private final TerminalStyle style;
  private final int width;
  private final FrameLines lines;

  private TerminalFrame(TerminalStyle style, int width) {
    this.style = style;
    this.width = width;
    this.lines = new FrameLines(width);
  }

  /**
   * Returns the lines to show, none wider and not more than fit into {@code size}.
   *
   * @param asked the current question or notice, if there is one
   * @param keys the line that lists the keys
   */
  public static List<AttributedString> of(
      RunSnapshot now, String asked, String keys, TerminalStyle style, Size size) {
    int height = size.getRows();
    TerminalFrame frame = new TerminalFrame(style, Math.max(1, size.getColumns()));
    frame.progress(now);
    now.loads().forEach(load -> frame.users(now, load));
    frame.figures(now);
    WideLines wide = new WideLines(style, frame.width, frame.lines);
    wide.sparklines(now.detail());
    new ThresholdLines(style, frame.width, frame.lines).add(now, height);
    frame.errors(now);
    wide.requests(now.detail());
    frame.generator(now);
    frame.interventions(now);
    frame.promptAndKeys(asked, keys);
    return frame.lines.fitting(Math.max(1, height));
  }

  private void progress(RunSnapshot now) {
    lines.space();
    boolean narrow = width < TerminalStyle.NARROW;
    String plan = narrow ? "" : style.cut(style.line(now.plan()), Math.max(8, width / 3));
    String colon = narrow ? "" : ": ";
    String of = narrow ? "" : now.planned().map(p -> " of " + Quantity.clock(p)).orElse("");
    String time = "  " + Quantity.clock(now.elapsed()) + of;
    // The time that is left stays in view; the phases of several flows may be long.
    String left = now.left().isEmpty() ? "" : "  " + now.left();
    int room = width - Columns.width(plan + colon + time + left);
    String phase = style.line(now.phase());
    String bar = bar(now, 20);
    if (narrow || Columns.width(phase + bar) > room) {
      bar = bar(now, 8);
    }
    phase = style.cut(phase, Math.max(8, room - bar.length()));
    AttributedStringBuilder line =
        new AttributedStringBuilder()
            .styled(style.strong(), plan)
            .append(colon)
            .styled(now.paused() ? style.near() : style.strong(), phase)
            .append(time)
            .append(bar)
            .styled(now.stopping() ? style.near() : TerminalStyle.PLAIN, left);
    lines.add(Weight.PROGRESS, line);
  }

  private String bar(RunSnapshot now, int length) {
    OptionalDouble share = now.progress();
    return share.isEmpty() ? "" : "  " + style.bar(share.getAsDouble(), length);
  }

  private void users(RunSnapshot now, Load load) {
    AttributedStringBuilder line = new AttributedStringBuilder();
    String users = Quantity.count(load.users(), "user");
    if (load.level().isEmpty()) {
      line.append(left("users", load)).append(users);
    } else if (load.open()) {
      line.append(left("arrivals", load))
          .append(Quantity.FREQUENCY.text(load.arrivals()))
          .append(" of ")
          .append(Unit.ARRIVALS.text(load.level().getAsDouble()));
    } else {
      line.append(left("users", load))
          .append(Quantity.count(load.users()))
          .append(" of ")
          .append(Quantity.count(Math.round(load.level().getAsDouble())));
    }
    if (load.level().isPresent()) {
      line.append(" ")
          .styled(
              now.levelByHand(load) ? style.near() : TerminalStyle.PLAIN,
              now.levelByHand(load) ? "set by hand" : "planned")
          .append(load.open() ? ", " + users : "")
          .append(load.flow().isPresent() && now.paused(load) ? ", paused" : "");
    }
    lines.add(Weight.USERS, line);
  }

  /**
   * Returns the label of a line: the name of the flow if there are several, otherwise what is
   * counted.
   */
  private String left(String counted, Load load) {
    String name =
        load.flow()
            .map(flow -> style.cut(style.line(flow), FrameLines.LEFT - 1).toString())
            .orElse(counted);
    return FrameLines.left(name);
  }

  private void figures(RunSnapshot now) {
    lines.space();
    lines.add(
        Weight.HEADING,
        FrameLines.styled(
            style.faint(), figures("", "req/s", List.of("p50", "p95", "p99"), "errors")));
    figures(Weight.FIGURES, "last 5 s", now.recent(), "");
    figures(
        Weight.TOTAL,
        "so far",
        now.all(),
        width >= 77 ? "  " + Quantity.count(now.all().requests(), "request") : "");
  }

  private void figures(Weight weight, String name, Figures of, String more) {
    boolean some = of.timed() > 0;
    AttributedStringBuilder line = new AttributedStringBuilder();
    String row =
        figures(
            name,
            Quantity.FREQUENCY.text(of.perSecond()),
            List.of(
                some ? Quantity.TIME.text(of.p50()) : "-",
                some ? Quantity.TIME.text(of.p95()) : "-",
                some ? Quantity.TIME.text(of.p99()) : "-"),
            "");
    OptionalDouble errorRate = of.errorRate();
    String errors =
        String.format(
            Locale.ROOT,
            "%" + cell() + "s",
            errorRate.isPresent() ? Quantity.SHARE.text(errorRate.getAsDouble()) : "-");
    line.append(row)
        .styled(errorRate.orElse(0) > 0 ? style.bad() : TerminalStyle.PLAIN, errors)
        .append(more);
    lines.add(weight, line);
  }

  /**
   * Returns a row of the table.
   *
   * @param times p50, p95 and p99
   */
  private String figures(String name, String rate, List<String> times, String errors) {
    String cell = "%" + cell() + "s";
    String row = String.format(Locale.ROOT, "%-" + FrameLines.LEFT + "s" + cell, name, rate);
    // The narrowest table shows p95 alone.
    String shown =
        width >= TerminalStyle.NARROW
            ? String.format(Locale.ROOT, cell + cell + cell, times.toArray())
            : String.format(Locale.ROOT, cell, times.get(1));
    return row + shown + (errors.isEmpty() ? "" : String.format(Locale.ROOT, cell, errors));
  }

  private int cell() {
    return width >= TerminalStyle.NARROW ? 10 : 9;
  }

  private void errors(RunSnapshot now) {
    if (now.failures().isEmpty()) {
      return;
    }
    lines.space();
    boolean first = true;
    for (FailureCluster of : now.failures()) {
      String text = Quantity.count(of.count()) + "  " + of.request() + ": " + of.failure().text();
      lines.add(
          first ? Weight.TROUBLE : Weight.ERROR,
          new AttributedStringBuilder()
              .append(FrameLines.left(first ? "errors" : ""))
              .styled(style.bad(), style.cut(style.line(text), width - FrameLines.LEFT)));
      first = false;
    }
    if (now.otherFailures() > 0) {
      lines.add(
          Weight.ERROR,
          new AttributedStringBuilder()
              .append(FrameLines.left(""))
              .append(Quantity.count(now.otherFailures(), "more kind")));
    }
  }

  private void generator(RunSnapshot now) {
    lines.space();
    String vitals = now.vitalsText();
    AttributedStringBuilder line =
        new AttributedStringBuilder().append(FrameLines.left("generator"));
    if (now.findings().isEmpty()) {
      line.styled(style.good(), "healthy").append(vitals.isEmpty() ? "" : ", " + vitals);
      lines.add(Weight.GENERATOR, line);
    } else {
      int more = now.findings().size() - 1;
      String text =
          now.findings().get(0) + (more == 0 ? "" : "; " + Quantity.count(more, "more finding"));
      line.styled(style.bad(), style.cut(style.line(text), width - FrameLines.LEFT));
      lines.add(Weight.TROUBLE, line);
      if (!vitals.isEmpty()) {
        lines.add(
            Weight.GENERATOR,
            new AttributedStringBuilder().append(FrameLines.left("")).append(vitals));
      }
    }
  }

  /** Adds the interventions, the latest first. */
  private void interventions(RunSnapshot now) {
    List<Intervention> interventions = now.interventions();
    if (interventions.isEmpty()) {
      return;
    }
    List<Intervention> latest = new ArrayList<>(interventions);
    Collections.reverse(latest);
    String told =
        String.join(
            "; ",
            latest.stream()
                .limit(INTERVENTIONS)
                .map(intervention -> InterventionText.of(intervention, unit(now, intervention)))
                .toList());
    int before = Math.max(0, latest.size() - INTERVENTIONS);
    lines.add(
        Weight.INTERVENTIONS,
        new AttributedStringBuilder()
            .append(FrameLines.left("by hand"))
            .append(
                style.cut(
                    style.line(told + (before == 0 ? "" : "; " + before + " earlier")),
                    width - FrameLines.LEFT)));
  }

  private static Unit unit(RunSnapshot now, Intervention intervention) {
    return now.loads().stream()
            .filter(
                load -> intervention.flow().isEmpty() || load.flow().equals(intervention.flow()))
            .anyMatch(Load::open)
        ? Unit.ARRIVALS
        : Unit.USERS;
  }

  private void promptAndKeys(String asked, String keys) {
    lines.space();
    for (String line : lines.wrapped(style.spaced(asked))) {
      lines.add(Weight.PROMPT, FrameLines.styled(style.near(), line));
    }
    for (String line : lines.wrapped(style.spaced(keys))) {
      lines.add(Weight.KEYS, FrameLines.styled(style.faint(), line));
    }
  }
}
