package dev.onrush.internal.page;

import dev.onrush.internal.text.Printable;

/** Makes texts that come from users or services fit for a page. */
public final class Texts {

  private static final int LONGEST = 500;

  private Texts() {}

  /**
   * Truncates a text to the length that a page shows, and escapes what has an effect on the text
   * around it, such as a right-to-left override; {@code result.json} contains the whole text.
   */
  public static String shown(String text) {
    return Printable.cut(Printable.onPage(text), LONGEST);
  }
}
