package dev.onrush.internal.importing.log;

/** Parses the status code of a response. */
public final class Status {

  private Status() {}

  /** Returns a code from 100 to 599; 0 for any other text. */
  public static int of(String text) {
    if (text.length() != 3) {
      return 0;
    }
    int code = 0;
    for (int i = 0; i < 3; i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return 0;
      }
      code = 10 * code + digit;
    }
    return code >= 100 && code < 600 ? code : 0;
  }
}
