package dev.onrush.internal.cli;

import java.io.File;
import java.util.regex.Pattern;

/** Quotes a word of a command that is printed to be copied into a shell. */
final class ShellWord {

  private static final Pattern PLAIN = Pattern.compile("[\\p{L}\\p{N}_./:=@%+,~-]+");

  private ShellWord() {}

  /**
   * Returns the word for the shells of this system, in quotes if it contains blanks or other
   * special characters.
   */
  static String of(Object word) {
    String text = word.toString();
    return File.separatorChar == '\\' ? ofWindows(text) : ofUnix(text);
  }

  /**
   * Returns the word for a Unix shell. Within single quotes no character is special, and a single
   * quote cannot be escaped.
   */
  static String ofUnix(String text) {
    return PLAIN.matcher(text).matches() && !text.startsWith("~")
        ? text
        : "'" + text.replace("'", "'\\''") + "'";
  }

  /** Returns the word for a shell of Windows. Neither paths nor addresses contain double quotes. */
  static String ofWindows(String text) {
    return PLAIN.matcher(text.replace('\\', '/')).matches() ? text : "\"" + text + "\"";
  }
}
