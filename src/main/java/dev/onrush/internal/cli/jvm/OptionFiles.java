package dev.onrush.internal.cli.jvm;

import dev.onrush.internal.text.FailureText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The options of a JVM with the words of its argument files, {@code @FILE}, as the launcher reads
 * them.
 *
 * @see <a
 *     href="https://docs.oracle.com/en/java/javase/17/docs/specs/man/java.html#java-command-line-argument-files">Command-line
 *     argument files of java</a>
 */
final class OptionFiles {

  private static final String DISABLED = "--disable-@files";

  private OptionFiles() {}

  /**
   * Returns the options with the words of each file in its place. The words of a file are options
   * themselves, even if they begin with {@code @}.
   *
   * @throws IllegalArgumentException if a file cannot be read
   */
  static List<String> expanded(List<String> options) {
    List<String> all = new ArrayList<>();
    for (String option : options) {
      boolean isFile = option.length() > 1 && option.startsWith("@") && !all.contains(DISABLED);
      if (!isFile) {
        all.add(option);
      } else if (option.startsWith("@@")) {
        all.add(option.substring(1)); // an option that begins with @
      } else {
        all.addAll(words(read(option)));
      }
    }
    return all;
  }

  private static String read(String option) {
    try {
      // The launcher takes bytes as they are. Only ASCII characters separate words.
      return Files.readString(Path.of(option.substring(1)), StandardCharsets.ISO_8859_1);
    } catch (IOException | InvalidPathException e) {
      throw new IllegalArgumentException(
          "option for the JVM was \""
              + option
              + "\", whose file cannot be read: "
              + FailureText.of(e)
              + "; write the path of a text file, absolute or relative to "
              + Path.of("").toAbsolutePath(),
          e);
    }
  }

  /**
   * Returns the words of a file. Blanks and ends of lines separate them, except for blanks in
   * quotes; {@code #} begins a comment. In quotes, a backslash escapes, and at the end of a line it
   * continues the word after the next line's indentation.
   */
  static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean isWord = false; // a word in quotes may be empty
    char quote = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (isEndOfLine(c) || (quote == 0 && isBlank(c))) {
        if (isWord) {
          words.add(word.toString());
        }
        word.setLength(0);
        isWord = false;
        quote = 0;
      } else if (quote == 0 && c == '#') {
        word.setLength(0); // the launcher drops a word that a comment follows without a blank
        isWord = false;
        i = endOfLine(text, i);
      } else if (quote != 0 && c == '\\' && i + 1 < text.length()) {
        i++;
        if (isEndOfLine(text.charAt(i))) {
          i = endOfIndentation(text, i);
        } else {
          word.append(unescaped(text.charAt(i)));
        }
      } else if ((c == '"' || c == '\'') && (quote == 0 || quote == c)) {
        quote = quote == 0 ? c : 0;
        isWord = true;
      } else {
        word.append(c);
        isWord = true;
      }
    }
    if (isWord) {
      words.add(word.toString());
    }
    return words;
  }

  private static boolean isEndOfLine(char c) {
    return c == '\n' || c == '\r';
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t' || c == '\f';
  }

  /** Returns the index of the last character of a line. */
  private static int endOfLine(String text, int from) {
    int i = from;
    while (i + 1 < text.length() && !isEndOfLine(text.charAt(i + 1))) {
      i++;
    }
    return i;
  }

  /** Returns the index of the last character before the text of the next line. */
  private static int endOfIndentation(String text, int from) {
    int i = from;
    while (i + 1 < text.length()
        && (isBlank(text.charAt(i + 1)) || isEndOfLine(text.charAt(i + 1)))) {
      i++;
    }
    return i;
  }

  private static char unescaped(char c) {
    return switch (c) {
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'f' -> '\f';
      default -> c;
    };
  }
}
