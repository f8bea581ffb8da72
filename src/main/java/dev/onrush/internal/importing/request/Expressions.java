package dev.onrush.internal.importing.request;

/** Texts in places where Gatling looks for expressions. */
public final class Expressions {

  private Expressions() {}

  /** The text, with what would begin an expression sent as it is. */
  public static String literal(String text) {
    return text.replace("#{", "\\#{");
  }
}
