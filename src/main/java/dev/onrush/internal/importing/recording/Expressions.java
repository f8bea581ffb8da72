package dev.onrush.internal.importing.recording;

/** Texts of a recording in places where Gatling looks for expressions. */
final class Expressions {

  private Expressions() {}

  /** The text with each {@code #{} that is none of ours sent as it is. */
  static String literal(String text) {
    return text.replace("#{", "\\#{");
  }
}
