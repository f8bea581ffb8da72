package dev.onrush.internal.importing.log;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Decodes text from a log whose server escapes some characters with a backslash. */
final class EscapedText {

  private static final Pattern ESCAPED = Pattern.compile("\\\\(?:x(\\p{XDigit}{2})|(.))");

  private EscapedText() {}

  /**
   * Returns a request line as it was sent: {@code \"} becomes a quotation mark, and a byte such as
   * {@code \xc3} becomes percent-encoded, as an address requires.
   */
  static String asSent(String logged) {
    return logged.indexOf('\\') < 0
        ? logged
        : ESCAPED
            .matcher(logged)
            .replaceAll(
                found ->
                    Matcher.quoteReplacement(
                        found.group(1) == null
                            ? found.group(2)
                            : "%" + found.group(1).toUpperCase(Locale.ROOT)));
  }
}
