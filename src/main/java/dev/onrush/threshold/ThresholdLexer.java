package dev.onrush.threshold;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Splits the text of a threshold into words, which are read in order. */
final class ThresholdLexer {

  /**
   * A name in quotation marks. The repetition is possessive, like the group below, because the JDK
   * matches other repeated groups by recursion.
   */
  private static final String QUOTED = "\"(?:[^\"\\\\]++|\\\\.)*+\"";

  private static final Pattern WORD =
      Pattern.compile(
          QUOTED // a name in quotation marks
              + "|[\\w:]+\\{(?:[^\"}]++|"
              + QUOTED
              + ")*+}" // a metric with labels
              + "|<=|>=|[<>=,]|[^\\s<>=,\"]+");

  private record Word(String text, int start, int end) {}

  /** Thrown if a text is not written like a threshold; the message says where the fault is. */
  static final class SyntaxException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    SyntaxException(String message) {
      super(message);
    }
  }

  private final String source;
  private final List<Word> words;
  private int at;

  ThresholdLexer(String source) {
    this.source = source;
    Matcher matcher = WORD.matcher(source);
    this.words = matcher.results().map(r -> new Word(r.group(), r.start(), r.end())).toList();
    int end = 0;
    for (Word word : words) {
      checkBlank(end, word.start);
      end = word.end;
    }
    checkBlank(end, source.length());
  }

  /**
   * Checks that a text between two words is blank. Words contain everything except blanks and
   * unpaired quotation marks.
   */
  private void checkBlank(int from, int to) {
    if (!source.substring(from, to).isBlank()) {
      int mark = source.indexOf('"', from);
      throw new SyntaxException(
          "threshold was \""
              + source
              + "\"; at character "
              + (mark + 1)
              + " there is an unpaired quotation mark; only names are written in quotation marks");
    }
  }

  /** Returns a name in quotation marks, which is a single word. */
  static String quoted(String name) {
    return '"' + name.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  /** Returns the name within a word that {@link #quoted} has made. */
  static String unquoted(String word) {
    return word.substring(1, word.length() - 1).replaceAll("(?s)\\\\(.)", "$1");
  }

  static boolean isQuoted(String word) {
    return word.startsWith("\"") && word.length() > 1;
  }

  boolean atEnd() {
    return at == words.size();
  }

  /**
   * Returns the word that is {@code ahead} words after the next word, without reading it; empty
   * after the last word.
   */
  String peek(int ahead) {
    return at + ahead < words.size() ? words.get(at + ahead).text : "";
  }

  /** Reads the next word. */
  String next() {
    return words.get(at++).text;
  }

  /** Reads the expected words if they come next; otherwise reads nothing and returns false. */
  boolean take(String... expected) {
    for (int i = 0; i < expected.length; i++) {
      if (!peek(i).equals(expected[i])) {
        return false;
      }
    }
    at += expected.length;
    return true;
  }

  /** Goes back by one word. */
  void back() {
    at--;
  }

  /**
   * Reads up to one of {@code ends}, or to the end of the text.
   *
   * @return the text, including the blanks between words; empty if there is no word before the end
   */
  String until(List<String> ends) {
    int from = at;
    while (at < words.size() && !ends.contains(words.get(at).text)) {
      at++;
    }
    return from == at ? "" : source.substring(words.get(from).start, words.get(at - 1).end);
  }

  /** The text that is left to read. */
  String rest() {
    return at < words.size() ? source.substring(words.get(at).start) : "";
  }

  /** Returns an exception for the next word, which is not the expected one. */
  SyntaxException expected(String wanted) {
    String where =
        at < words.size()
            ? "at character " + (words.get(at).start + 1) + ", \"" + rest() + "\""
            : "at its end";
    return new SyntaxException(
        "threshold was \""
            + source
            + "\"; "
            + where
            + ": expected "
            + wanted
            + "; names that contain words such as of, by and in, or signs such as < and =, must be in"
            + " quotation marks");
  }
}
