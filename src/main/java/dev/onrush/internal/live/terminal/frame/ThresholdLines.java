package dev.onrush.internal.live.terminal.frame;

import dev.onrush.internal.live.ThresholdProgress;
import dev.onrush.internal.live.ThresholdProgress.State;
import dev.onrush.internal.live.terminal.frame.FrameLines.Weight;
import dev.onrush.internal.text.Columns;
import dev.onrush.result.Judgement;
import dev.onrush.units.Quantity;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;

/** Adds the thresholds to a frame, one per line: figure, bar, share of the bound and state. */
final class ThresholdLines {

  private final TerminalStyle style;
  private final int width;
  private final FrameLines lines;

  ThresholdLines(TerminalStyle style, int width, FrameLines lines) {
    this.style = style;
    this.width = width;
    this.lines = lines;
  }

  /**
   * Adds the thresholds in the plan's order; if there is no room for all, thresholds in the best
   * state are left out.
   */
  void add(RunSnapshot now, int height) {
    if (now.thresholds().isEmpty()) {
      return;
    }
    lines.space();
    int room = Math.max(3, height - lines.size() - 8 - now.failures().size());
    List<Judgement> shown = now.thresholds();
    if (shown.size() > room) {
      List<Judgement> worst =
          shown.stream()
              .sorted(Comparator.comparing(j -> rank(now.progress(j).state())))
              .limit(room - 1)
              .toList();
      shown = shown.stream().filter(worst::contains).toList();
    }
    int longest = shown.stream().mapToInt(j -> Columns.width(name(j))).max().orElse(0);
    // the widths of actual, bar, share of the bound, and state
    int rest = width >= TerminalStyle.NARROW ? 2 + 9 + 2 + 12 + 7 + 2 + 11 : 1 + 8 + 1 + 11;
    int names = Math.max(8, Math.min(longest, width - rest));
    for (Judgement judgement : shown) {
      threshold(judgement, now.progress(judgement), names);
    }
    int hidden = now.thresholds().size() - shown.size();
    if (hidden > 0) {
      lines.add(
          Weight.THRESHOLD,
          FrameLines.styled(style.faint(), Quantity.count(hidden, "more threshold")));
    }
  }

  private static int rank(State state) {
    return switch (state) {
      case BROKEN -> 0;
      case UNCERTAIN -> 1;
      case NEAR -> 2;
      case NOT_YET -> 3;
      case STEERED -> 4;
      case NO_DATA -> 5;
      case OK -> 6;
    };
  }

  private String name(Judgement judgement) {
    return style.line(judgement.threshold().toString());
  }

  private void threshold(Judgement judgement, ThresholdProgress close, int names) {
    OptionalDouble share = close.share();
    AttributedStyle colour =
        switch (close.state()) {
          case OK -> style.good();
          case NEAR, NOT_YET, UNCERTAIN -> style.near();
          case BROKEN -> judgement.warns() ? style.near() : style.bad();
          case NO_DATA, STEERED -> style.faint();
        };
    String state =
        close.state() == State.BROKEN && judgement.warns() ? "warning" : close.state().toString();
    String actual = judgement.actual().isPresent() ? judgement.actualText() : "-";
    AttributedStringBuilder line = new AttributedStringBuilder();
    line.append(Columns.padded(style.cut(name(judgement), names), names));
    if (width >= TerminalStyle.NARROW) {
      line.append(String.format(Locale.ROOT, "  %9s  ", actual))
          .styled(
              colour,
              Columns.padded(share.isPresent() ? style.bar(share.getAsDouble(), 10) : "", 12))
          .append(
              String.format(
                  Locale.ROOT, "%7s", share.isPresent() ? percent(share.getAsDouble()) : ""))
          .append("  ");
    } else {
      line.append(String.format(Locale.ROOT, " %8s ", actual));
    }
    line.styled(colour, state);
    lines.add(close.state() == State.BROKEN ? Weight.TROUBLE : Weight.THRESHOLD, line);
  }

  private static String percent(double share) {
    return share >= 10 ? ">999 %" : (int) (100 * share) + " %";
  }
}
