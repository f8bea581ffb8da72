package dev.onrush.internal.report.markdown;

import dev.onrush.internal.text.Printable;
import java.util.List;

/** Formats tables and text in Markdown. */
public final class Markdown {

  /** The maximum length of a text; result.json contains longer texts whole. */
  private static final int LONGEST = 500;

  private Markdown() {}

  /** Returns a line of a table. */
  public static String row(List<String> cells) {
    return "| " + String.join(" | ", cells) + " |\n";
  }

  /** Escapes a text so that it contains no markup, no new column and no new line. */
  public static String escaped(String raw) {
    return escaped(raw, LONGEST);
  }

  /** Escapes a text after truncating it to at most {@code longest} characters. */
  public static String escaped(String raw, int longest) {
    return Printable.cut(Printable.line(raw), longest)
        .replaceAll("([\\\\`*_\\[\\]|~$])", "\\\\$1")
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;");
  }
}
