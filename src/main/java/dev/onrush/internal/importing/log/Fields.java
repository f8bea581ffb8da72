package dev.onrush.internal.importing.log;

/**
 * Splits a line into its fields: words, {@code [text in brackets]} and {@code "text in quotes"}.
 */
final class Fields {

  private final String line;
  private int at;

  Fields(String line) {
    this.line = line;
  }

  /** Whether there is another field. Skips the blanks before it. */
  boolean more() {
    while (at < line.length() && line.charAt(at) == ' ') {
      at++;
    }
    return at < line.length();
  }

  /** The index at which the next field begins. Call {@link #more} before. */
  int position() {
    return at;
  }

  /**
   * Returns the next field without its quotes or brackets; empty at the end. A backslash keeps the
   * next character from ending the text, as in {@code \"}, and remains in the text.
   */
  String next() {
    if (!more()) {
      return "";
    }
    char first = line.charAt(at);
    if (first == '"') {
      return quoted();
    }
    int bracket = first == '[' ? line.indexOf(']', at) : -1;
    // [2001:db8::1]:2817 is a word, not text in brackets.
    boolean bracketed =
        bracket > 0 && (bracket + 1 == line.length() || line.charAt(bracket + 1) == ' ');
    int end = bracketed ? bracket : line.indexOf(' ', at);
    end = end < 0 ? line.length() : end;
    String field = line.substring(bracketed ? at + 1 : at, end);
    at = end + 1;
    return field;
  }

  private String quoted() {
    int from = at + 1;
    int end = from;
    while (end < line.length() && line.charAt(end) != '"') {
      end += line.charAt(end) == '\\' ? 2 : 1;
    }
    end = Math.min(end, line.length());
    at = end + 1;
    return line.substring(from, end);
  }
}
