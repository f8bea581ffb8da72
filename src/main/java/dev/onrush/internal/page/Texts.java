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
    return Printable.cut(text, LONGEST);
  }
}
