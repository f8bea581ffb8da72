package dev.onrush.internal.page;

/** Texts that users and services have written. */
public final class Texts {

  private static final int LONGEST = 500;

  private Texts() {}

  /** As long as a page can bear; result.json has longer ones whole. */
  public static String shown(String text) {
    return cut(text, LONGEST);
  }

  /** At most so many characters, and never half of one. */
  public static String cut(String text, int longest) {
    if (text.length() <= longest) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(longest - 1)) ? longest - 1 : longest;
    return text.substring(0, end) + "…";
  }
}
