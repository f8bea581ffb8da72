package dev.onrush.internal.service;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A sample in Prometheus's text format, as in {@code pool_waiting{pool="main"} 3}. A timestamp
 * after the value and an exemplar of OpenMetrics are ignored.
 */
record PrometheusSample(String metric, Map<String, String> labels, double value) {

  private static final String NAME = "[a-zA-Z_:][a-zA-Z0-9_:]*";

  /**
   * The text between quotation marks. All repeated groups here are possessive: the JDK matches
   * other repeated groups by recursion, so that a long label would overflow the stack.
   */
  private static final String VALUE = "(?:[^\"\\\\]++|\\\\.)*+";

  private static final Pattern LABEL =
      Pattern.compile("\\s*(" + NAME + ")\\s*=\\s*\"(" + VALUE + ")\"\\s*(,|$)");
  private static final Pattern LINE =
      Pattern.compile(
          "(" + NAME + ")(?:\\s*\\{((?:[^\"}]++|\"" + VALUE + "\")*+)}\\s*|\\s+)(\\S+)(?:\\s.*)?");

  /** The three escapes of the format. A backslash before any other character is literal. */
  private static final Pattern ESCAPE = Pattern.compile("\\\\([\\\\\"n])");

  /**
   * Parses a line that is not a comment.
   *
   * @throws IllegalArgumentException if {@code line} is not a series with a value
   */
  static PrometheusSample parse(String line) {
    Matcher matcher = LINE.matcher(line);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "line was \"" + line + "\"; it is not a series with a value");
    }
    String labels = matcher.group(2);
    return new PrometheusSample(
        matcher.group(1), labels == null ? Map.of() : labels(labels), number(matcher.group(3)));
  }

  private static Map<String, String> labels(String text) {
    Map<String, String> labels = new TreeMap<>();
    Matcher matcher = LABEL.matcher(text);
    int end = 0;
    while (matcher.find() && matcher.start() == end) {
      labels.put(matcher.group(1), unescaped(matcher.group(2)));
      end = matcher.end();
    }
    if (!text.substring(end).isBlank()) {
      throw new IllegalArgumentException("labels were \"" + text + "\"; write name=\"value\"");
    }
    return labels;
  }

  /**
   * Replaces the escapes in one pass, so that an escaped backslash and an n do not become a line
   * feed.
   */
  private static String unescaped(String value) {
    return ESCAPE
        .matcher(value)
        .replaceAll(
            found -> Matcher.quoteReplacement(found.group(1).equals("n") ? "\n" : found.group(1)));
  }

  /**
   * Parses a value regardless of case, as Prometheus does. Libraries write {@code NaN}, {@code Nan}
   * and {@code nan}.
   */
  private static double number(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "nan" -> Double.NaN;
      case "inf", "+inf", "infinity", "+infinity" -> Double.POSITIVE_INFINITY;
      case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble(text);
    };
  }
}
