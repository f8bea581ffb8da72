package dev.onrush.internal.text;

import org.jline.utils.AttributedString;

/**
 * The columns that a text takes in a terminal: two for a Chinese character and for most emoji, none
 * for a combining mark, one for most others. A text with fewer characters may be wider.
 */
public final class Columns {

  /** The first combining mark. Each printable character before it takes one column. */
  private static final char FIRST_MARK = '\u0300';

  private Columns() {}

  /** The number of columns that a text takes. */
  public static int width(String text) {
    return isNarrow(text) ? text.length() : new AttributedString(text).columnLength();
  }

  /** Returns the beginning of a text that takes at most this many columns. */
  public static String beginning(String text, int columns) {
    return isNarrow(text)
        ? text.substring(0, Math.min(columns, text.length()))
        : new AttributedString(text).columnSubSequence(0, columns).toString();
  }

  /** Whether each character takes one column, so that the terminal's library is not needed. */
  private static boolean isNarrow(String text) {
    return text.chars().allMatch(c -> c >= ' ' && c < FIRST_MARK && !Character.isISOControl(c));
  }

  /** Appends blanks until the text takes this many columns. */
  public static String padded(String text, int columns) {
    return text + " ".repeat(Math.max(0, columns - width(text)));
  }

  /**
   * Truncates a text to this many columns. The last of them is an ellipsis if the text was longer.
   *
   * @param columns 1 or more
   */
  public static String cut(String text, int columns) {
    return width(text) <= columns ? text : beginning(text, columns - 1) + "…";
  }

  /**
   * Truncates a sentence to this many columns, after a whole word if it has several. It ends with
   * an ellipsis if the sentence was longer.
   *
   * @param columns 1 or more
   */
  public static String cutAfterWord(String sentence, int columns) {
    if (width(sentence) <= columns) {
      return sentence;
    }
    String shown = beginning(sentence, columns - 1);
    int blank = shown.lastIndexOf(' ');
    return (blank > 0 ? shown.substring(0, blank + 1) : shown) + "…";
  }
}
