package dev.onrush.report.html;

/** Texts that users and services have written. */
public final class Texts {

  private static final int LONGEST = 500;

  private Texts() {}

  /** As long as a page can bear; result.json has longer ones whole. */
  public static String shown(String text) {
    if (text.length() <= LONGEST) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
    return text.substring(0, end) + "…";
  }
}
