package dev.onrush.internal.cli;

import java.io.File;
import java.util.regex.Pattern;

/** A word of a command that is printed to be copied into a shell. */
final class ShellWord {

  private static final Pattern PLAIN = Pattern.compile("[\\p{L}\\p{N}_./:=@%+,~-]+");

  private ShellWord() {}

  /** The word for the shells of this system; in quotes if it has blanks or other special signs. */
  static String of(Object word) {
    String text = word.toString();
    return File.separatorChar == '\\' ? ofWindows(text) : ofUnix(text);
  }

  /** Nothing within single quotes is special, and nothing can escape one. */
  static String ofUnix(String text) {
    return PLAIN.matcher(text).matches() && !text.startsWith("~")
        ? text
        : "'" + text.replace("'", "'\\''") + "'";
  }

  /** Neither paths nor addresses have double quotes. */
  static String ofWindows(String text) {
    return PLAIN.matcher(text.replace('\\', '/')).matches() ? text : "\"" + text + "\"";
  }
}
