package dev.onrush.internal.report.markdown;

import dev.onrush.internal.page.Texts;
import dev.onrush.internal.text.Printable;
import java.util.List;

/** Tables and text in Markdown. */
public final class Markdown {

  /** result.json has longer texts whole. */
  private static final int LONGEST = 500;

  private Markdown() {}

  /** A line of a table. */
  public static String row(List<String> cells) {
    return "| " + String.join(" | ", cells) + " |\n";
  }

  /** Text stays text: no markup, no new column, no new line. */
  public static String escaped(String raw) {
    return escaped(raw, LONGEST);
  }

  /** The same of at most so many characters. */
  public static String escaped(String raw, int longest) {
    return Texts.cut(Printable.line(raw), longest)
        .replaceAll("([\\\\`*_\\[\\]|~$])", "\\\\$1")
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;");
  }
}
