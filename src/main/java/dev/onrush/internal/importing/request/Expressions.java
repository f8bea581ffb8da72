package dev.onrush.internal.importing.request;

import java.util.regex.Pattern;

/** Texts in places where Gatling looks for expressions. */
public final class Expressions {

  private static final Pattern BEGIN = Pattern.compile("(\\\\*)#\\{");

  private Expressions() {}

  /**
   * The text, with what would begin an expression sent as it is: after a backslash. Of backslashes
   * before that one, Gatling sends each second, and of others all.
   */
  public static String literal(String text) {
    return BEGIN.matcher(text).replaceAll("$1$1\\\\#{");
  }
}
