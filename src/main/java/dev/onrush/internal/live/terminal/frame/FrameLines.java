package dev.onrush.internal.live.terminal.frame;

import dev.onrush.internal.text.Columns;
import java.util.ArrayList;
import java.util.List;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;

/** The lines of a frame, none wider than the terminal, each with its importance. */
final class FrameLines {

  /** The width of the column with the names of lines. */
  static final int LEFT = 11;

  /**
   * The importance of a line, in ascending order: the least important lines are left out first. A
   * line of the last kind always stays.
   */
  enum Weight {
    SPACE,
    REQUEST,
    SPARKLINES,
    HEADING,
    INTERVENTIONS,
    TOTAL,
    THRESHOLD,
    ERROR,
    GENERATOR,
    TROUBLE,
    KEYS,
    FIGURES,
    USERS,
    PROMPT,
    PROGRESS
  }

  private record Line(Weight weight, AttributedString text) {}

  private final int width;
  private final List<Line> lines = new ArrayList<>();

  FrameLines(int width) {
    this.width = width;
  }

  int size() {
    return lines.size();
  }

  /** Breaks a text at blanks into lines, none wider than the terminal. */
  List<String> wrapped(String text) {
    List<String> wrapped = new ArrayList<>();
    String rest = text.strip();
    while (Columns.width(rest) > width) {
      // One character more than fits, because the line may end before a blank.
      int fitting = Columns.beginning(rest, width).length();
      int at = rest.lastIndexOf(' ', fitting);
      at = at < 1 ? Math.max(fitting, Character.charCount(rest.codePointAt(0))) : at;
      wrapped.add(rest.substring(0, at).stripTrailing());
      rest = rest.substring(at).strip();
    }
    if (!rest.isEmpty()) {
      wrapped.add(rest);
    }
    return wrapped;
  }

  /** Returns the most important lines, at most {@code height}. */
  List<AttributedString> fitting(int height) {
    for (Weight least : Weight.values()) {
      for (int i = lines.size() - 1; i >= 0 && lines.size() > height; i--) {
        if (lines.get(i).weight == least) {
          lines.remove(i);
        }
      }
    }
    return lines.stream().map(Line::text).toList();
  }

  void space() {
    add(Weight.SPACE, new AttributedStringBuilder());
  }

  void add(Weight weight, AttributedStringBuilder line) {
    lines.add(new Line(weight, line.toAttributedString().columnSubSequence(0, width)));
  }

  static AttributedStringBuilder styled(AttributedStyle style, String text) {
    return new AttributedStringBuilder().styled(style, text);
  }

  static String left(String name) {
    return Columns.padded(name, LEFT);
  }
}
