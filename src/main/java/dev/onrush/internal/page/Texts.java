package dev.onrush.internal.page;

import dev.onrush.internal.text.Printable;

/** Shortens texts that come from users or services. */
public final class Texts {

  private static final int LONGEST = 500;

  private Texts() {}

  /**
   * Truncates a text to the length that a page shows; {@code result.json} contains the whole text.
   */
  public static String shown(String text) {
    return cut(text, LONGEST);
  }

  /**
   * Truncates to at most {@code longest} characters, without splitting a surrogate pair, and
   * appends an ellipsis.
   */
  public static String cut(String text, int longest) {
    return text.length() <= longest ? text : Printable.beginning(text, longest) + "…";
  }
}
