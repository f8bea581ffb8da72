package dev.onrush.internal.live.terminal.frame;

import dev.onrush.internal.text.Printable;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.Map;
import org.jline.utils.AttributedStyle;

/**
 * The colours and characters that a terminal can show.
 *
 * @param colours whether there may be any; without them the words alone say what is wrong
 * @param unicode whether there is more than ASCII
 */
public record TerminalStyle(boolean colours, boolean unicode) {

  static final AttributedStyle PLAIN = AttributedStyle.DEFAULT;

  /** Lines that are shorter show less; the table of figures is this long. */
  static final int NARROW = FrameLines.LEFT + 5 * 10;

  /**
   * Lines of this length show more: the course of figures, and each request. They are those of a
   * terminal of 120 columns, whose last one stays free.
   */
  static final int WIDE = 119;

  private static final String BLOCKS = "█░…▁▂▃▄▅▆▇";
  private static final String STEPS = "▁▂▃▄▅▆▇█";
  private static final String STEPS_IN_ASCII = "_.-~=+*#";

  /**
   * The style of this process's terminal. <a href="https://no-color.org">NO_COLOR</a>, set to
   * anything, takes the colours away.
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

  /** A bar of {@code width}, filled to {@code share}; full only at 1. */
  String bar(double share, int width) {
    int full = (int) Math.floor(width * Math.max(0, Math.min(1, share)));
    return unicode
        ? "█".repeat(full) + "░".repeat(width - full)
        : "[" + "#".repeat(full) + ".".repeat(width - full) + "]";
  }

  /** A step for each value, the highest of them at the top; what is 0 is at the bottom. */
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

  /** The text, cut to this many characters. */
  String cut(String text, int longest) {
    if (text.length() <= longest) {
      return text;
    }
    String end = unicode ? "…" : "~";
    int kept = Math.max(0, longest - 1);
    if (kept > 0 && Character.isHighSurrogate(text.charAt(kept - 1))) {
      kept--;
    }
    return longest < 1 ? "" : text.substring(0, kept) + end;
  }

  /**
   * The text as one line that neither commands the terminal nor has what it cannot show: what a
   * service or a user has written may have anything.
   */
  String line(String text) {
    String line = Printable.line(text);
    return unicode ? line : line.replaceAll("[^\\x20-\\x7e]", "?");
  }
}
