package dev.onrush.internal.importing.request;

import java.util.regex.Pattern;

/** Escapes texts in places where Gatling evaluates expressions. */
public final class Expressions {

  private static final Pattern BEGIN = Pattern.compile("(\\\\*)#\\{");

  private Expressions() {}

  /**
   * Returns the text with a backslash before each <code>#{</code>, so that Gatling sends it
   * literally. The backslashes before it are doubled, because Gatling sends only every second one
   * there. It sends all other backslashes unchanged.
   */
  public static String literal(String text) {
    return BEGIN.matcher(text).replaceAll("$1$1\\\\#{");
  }
}
