package dev.onrush.report;

import java.util.List;

/** Tables and text in Markdown. */
final class Markdown {

  /** result.json has longer texts whole. */
  private static final int LONGEST = 500;

  private Markdown() {}

  /** A line of a table. */
  static String row(List<String> cells) {
    return "| " + String.join(" | ", cells) + " |\n";
  }

  /** Text stays text: no markup, no new column, no new line. */
  static String escaped(String raw) {
    String line = raw.replaceAll("[\\p{Cntrl}\\s]+", " ");
    line = line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line;
    return line.replaceAll("([\\\\`*_\\[\\]|])", "\\\\$1")
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;");
  }
}
