package dev.onrush.internal.live.terminal.frame;

import dev.onrush.internal.live.terminal.frame.FrameLines.Weight;
import dev.onrush.internal.live.terminal.frame.WideDetail.Point;
import dev.onrush.internal.live.terminal.frame.WideDetail.RequestFigures;
import dev.onrush.internal.text.Columns;
import dev.onrush.units.Quantity;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.jline.utils.AttributedStringBuilder;

/** Adds the lines that only a wide terminal shows: sparklines, and the single requests. */
final class WideLines {

  private static final String ROW = "%10s%10s%10s%10s%10s%10s";

  private final TerminalStyle style;
  private final int width;
  private final FrameLines lines;

  WideLines(TerminalStyle style, int width, FrameLines lines) {
    this.style = style;
    this.width = width;
    this.lines = lines;
  }

  /** Returns whether lines of this width have room for them. */
  static boolean fit(int width) {
    return width >= TerminalStyle.WIDE;
  }

  /**
   * Adds the figures of the latest rows as sparklines; each figure has its own scale, with its
   * highest value at the top.
   */
  void sparklines(WideDetail detail) {
    if (!fit(width) || detail.rows().size() < 2) {
      return;
    }
    AttributedStringBuilder line =
        new AttributedStringBuilder().append(FrameLines.left("over time"));
    spark(line, "req/s ", detail.rows(), Point::perSecond);
    spark(line, "   p95 ", detail.rows(), Point::p95);
    spark(line, "   errors ", detail.rows(), Point::errorRate);
    lines.add(Weight.SPARKLINES, line);
  }

  private void spark(
      AttributedStringBuilder line,
      String name,
      List<Point> points,
      ToDoubleFunction<Point> figure) {
    boolean errors = name.strip().equals("errors");
    double[] values = points.stream().mapToDouble(figure).toArray();
    line.styled(style.faint(), name)
        .styled(
            errors && points.stream().anyMatch(p -> p.errorRate() > 0)
                ? style.bad()
                : TerminalStyle.PLAIN,
            style.sparkline(values));
  }

  /** Adds the worst requests of the run so far. */
  void requests(WideDetail detail) {
    if (!fit(width) || detail.requests().isEmpty()) {
      return;
    }
    lines.space();
    int names =
        Math.min(
            width - 60,
            Math.max(
                FrameLines.LEFT,
                1
                    + detail.requests().stream()
                        .mapToInt(of -> Columns.width(style.line(of.name())))
                        .max()
                        .orElse(0)));
    lines.add(
        Weight.REQUEST,
        FrameLines.styled(
            style.faint(),
            Columns.padded("request", names)
                + String.format(
                    Locale.ROOT, ROW, "requests", "failures", "p50", "p95", "p99", "errors")));
    detail.requests().forEach(of -> request(of, names));
    if (detail.otherRequests() > 0) {
      lines.add(
          Weight.REQUEST,
          FrameLines.styled(style.faint(), Quantity.count(detail.otherRequests(), "more request")));
    }
  }

  private void request(RequestFigures of, int names) {
    String figures =
        String.format(
            Locale.ROOT,
            ROW,
            Quantity.count(of.requests()),
            Quantity.count(of.failures()),
            time(of, of.p50()),
            time(of, of.p95()),
            time(of, of.p99()),
            Quantity.SHARE.text(of.errorRate()));
    lines.add(
        Weight.REQUEST,
        new AttributedStringBuilder()
            .append(Columns.padded(style.cut(style.line(of.name()), names - 1), names))
            .styled(of.failures() > 0 ? style.bad() : TerminalStyle.PLAIN, figures));
  }

  private static String time(RequestFigures of, double millis) {
    return of.timed() == 0 ? "-" : Quantity.TIME.text(millis);
  }
}
