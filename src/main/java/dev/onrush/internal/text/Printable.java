package dev.onrush.internal.text;

import java.util.Locale;
import java.util.function.IntPredicate;
import java.util.regex.Pattern;

/**
 * Makes text from a user or a service safe to print. Everything that has an effect on a terminal, a
 * spreadsheet or a CI server is shown as text: ESC becomes {@code \x1b}, a right-to-left override
 * {@code \u202e}.
 */
public final class Printable {

  private static final int ZERO_WIDTH_NON_JOINER = 0x200c;
  private static final int ZERO_WIDTH_JOINER = 0x200d;

  /**
   * Commands to a CI server: {@code ##[error]} of GitHub and Azure and {@code ##teamcity[} anywhere
   * in a line.
   */
  private static final Pattern COMMAND = Pattern.compile("#(?=#[A-Za-z]*\\[)");

  /**
   * A command to GitHub at the start of a line, such as {@code ::error::}. GitHub ignores blanks
   * before it.
   */
  private static final Pattern COMMAND_LINE = Pattern.compile("(?m)^(\\h*):(?=:)");

  private Printable() {}

  /** Returns the text as one line. Line breaks and tabs become blanks. */
  public static String line(String text) {
    return withoutCommands(
        escaped(text.replaceAll("[ \\t\\n\\x0b\\f\\r]+", " "), Printable::isControl));
  }

  /**
   * Returns the text as one line. Line breaks and tabs are escaped too, so that different texts
   * never look alike.
   */
  public static String escaped(String text) {
    return withoutCommands(escaped(text, Printable::isControl));
  }

  /**
   * Returns the text with its line breaks and tabs. No line of the result is a command to a CI
   * server.
   */
  public static String lines(String text) {
    // A carriage return alone is escaped, since it would overwrite the text before it in the line.
    return withoutCommands(
        escaped(text.replace("\r\n", "\n"), c -> c != '\n' && c != '\t' && isControl(c)));
  }

  /** Returns the text for a page, with its line breaks and tabs, and with commands as they are. */
  public static String onPage(String text) {
    return escaped(text, c -> c != '\n' && c != '\r' && c != '\t' && isControl(c));
  }

  private static String withoutCommands(String text) {
    String found = text.contains("##") ? COMMAND.matcher(text).replaceAll("\\\\x23") : text;
    return found.contains("::") ? COMMAND_LINE.matcher(found).replaceAll("$1\\\\x3a") : found;
  }

  private static String escaped(String text, IntPredicate acts) {
    if (text.codePoints().noneMatch(acts)) {
      return text;
    }
    StringBuilder shown = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              if (acts.test(c)) {
                shown.append(escape(c));
              } else {
                shown.appendCodePoint(c);
              }
            });
    return shown.toString();
  }

  private static String escape(int c) {
    return switch (c) {
      case '\n' -> "\\n";
      case '\r' -> "\\r";
      case '\t' -> "\\t";
      default ->
          c < 0x100
              ? String.format(Locale.ROOT, "\\x%02x", c)
              : c < 0x10000
                  ? String.format(Locale.ROOT, "\\u%04x", c)
                  : String.format(Locale.ROOT, "\\u{%x}", c);
    };
  }

  /**
   * Whether a character is escaped: control and format characters, line separators, unpaired
   * surrogates and noncharacters. The zero-width joiners are not escaped, since they only join
   * parts of words and of emoji.
   */
  private static boolean isControl(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          true;
      case Character.FORMAT -> c != ZERO_WIDTH_JOINER && c != ZERO_WIDTH_NON_JOINER;
      default -> (c & 0xfffe) == 0xfffe;
    };
  }

  /**
   * Truncates a text to at most {@code longest} characters, to which an ellipsis is appended.
   *
   * @param longest the most characters, 0 or more
   */
  public static String cut(String text, int longest) {
    return text.length() <= longest ? text : beginning(text, longest) + "…";
  }

  /**
   * Returns the beginning of a text without splitting a surrogate pair.
   *
   * @param longest the most characters, 0 or more
   */
  public static String beginning(String text, int longest) {
    if (text.length() <= longest) {
      return text;
    }
    boolean splits = longest > 0 && Character.isHighSurrogate(text.charAt(longest - 1));
    return text.substring(0, splits ? longest - 1 : longest);
  }
}
