package dev.onrush.internal.live.terminal.frame;

import dev.onrush.internal.text.Columns;
import dev.onrush.internal.text.Printable;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.Map;
import org.jline.utils.AttributedStyle;

/**
 * The colours and characters that a terminal can show.
 *
 * @param colours whether colours may be used; without them, the words alone tell what is wrong
 * @param unicode whether characters beyond ASCII can be shown
 */
public record TerminalStyle(boolean colours, boolean unicode) {

  static final AttributedStyle PLAIN = AttributedStyle.DEFAULT;

  /** Lines narrower than this show less; the table of figures has this width. */
  static final int NARROW = FrameLines.LEFT + 5 * 10;

  /**
   * Lines of this width show more: figures over time, and each request. It is the width of a
   * terminal of 120 columns whose last column stays free.
   */
  static final int WIDE = 119;

  private static final String BLOCKS = "█░…▁▂▃▄▅▆▇";
  private static final String STEPS = "▁▂▃▄▅▆▇█";
  private static final String STEPS_IN_ASCII = "_.-~=+*#";

  /**
   * Returns the style of this process's terminal. <a href="https://no-color.org">NO_COLOR</a>, set
   * to any text, disables colours.
   */
  public static TerminalStyle of(Map<String, String> environment, Charset charset) {
    return new TerminalStyle(
        environment.getOrDefault("NO_COLOR", "").isEmpty(), charset.newEncoder().canEncode(BLOCKS));
  }

  AttributedStyle strong() {
    return colours ? PLAIN.bold() : PLAIN;
  }

  AttributedStyle faint() {
    return colours ? PLAIN.faint() : PLAIN;
  }

  AttributedStyle good() {
    return colour(AttributedStyle.GREEN);
  }

  AttributedStyle near() {
    return colour(AttributedStyle.YELLOW);
  }

  AttributedStyle bad() {
    return colour(AttributedStyle.RED);
  }

  private AttributedStyle colour(int colour) {
    return colours ? PLAIN.foreground(colour) : PLAIN;
  }

  /** Returns a bar of {@code width} characters, filled to {@code share}; it is full only at 1. */
  String bar(double share, int width) {
    int full = (int) Math.floor(width * Math.max(0, Math.min(1, share)));
    return unicode
        ? "█".repeat(full) + "░".repeat(width - full)
        : "[" + "#".repeat(full) + ".".repeat(width - full) + "]";
  }

  /**
   * Returns a line with a step for each value: the highest value is at the top, and 0 at the
   * bottom.
   */
  String sparkline(double[] values) {
    String steps = unicode ? STEPS : STEPS_IN_ASCII;
    double highest = Arrays.stream(values).max().orElse(0);
    StringBuilder line = new StringBuilder();
    for (double value : values) {
      double share = highest > 0 ? value / highest : 0;
      line.append(steps.charAt((int) Math.round(share * (steps.length() - 1))));
    }
    return line.toString();
  }

  /** Truncates the text to this many columns. */
  String cut(String text, int longest) {
    if (Columns.width(text) <= longest) {
      return text;
    }
    String end = unicode ? "…" : "~";
    return longest < 1 ? "" : Columns.beginning(text, longest - 1) + end;
  }

  /**
   * Returns the text as one line without terminal commands and without characters that the terminal
   * cannot show; a text of a service or a user may contain anything.
   */
  String line(String text) {
    return shown(Printable.line(text));
  }

  /** Returns the text like {@link #line}, but keeps several blanks in a row. */
  String spaced(String text) {
    return shown(Printable.escaped(text));
  }

  private String shown(String line) {
    return unicode ? line : line.replaceAll("[^\\x20-\\x7e]", "?");
  }
}
