package dev.onrush.internal.importing.log;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A text of a log whose server writes some characters after a backslash. */
final class EscapedText {

  private static final Pattern ESCAPED = Pattern.compile("\\\\(?:x(\\p{XDigit}{2})|(.))");

  private EscapedText() {}

  /**
   * A request line as it was sent: {@code \"} is the quote, and a byte such as {@code \xc3} is
   * percent-encoded, as it has to be in an address.
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
