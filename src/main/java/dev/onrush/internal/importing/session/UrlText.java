package dev.onrush.internal.importing.session;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parts of addresses from a log, as they can be sent. */
public final class UrlText {

  private static final String PLAIN = "-._~!$&'()*+,;=:@/?%";

  private static final Pattern ENCODED = Pattern.compile("(?:%\\p{XDigit}{2})+");

  private UrlText() {}

  /**
   * The same with each character percent-encoded that may not be in an address, or that begins an
   * expression of Gatling's; {@code \xc3} and {@code \"} of a log are undone before.
   */
  public static String of(String logged) {
    boolean plain = true;
    for (int i = 0; i < logged.length() && plain; i++) {
      plain = isPlain(logged.charAt(i));
    }
    if (plain) {
      return logged;
    }
    StringBuilder text = new StringBuilder();
    for (byte each : unescaped(logged)) {
      char c = (char) (each & 0xff);
      if (isPlain(c)) {
        text.append(c);
      } else {
        text.append('%').append(Character.toUpperCase(Character.forDigit(c >> 4, 16)));
        text.append(Character.toUpperCase(Character.forDigit(c & 15, 16)));
      }
    }
    return text.toString();
  }

  /** The same without percent-encoding; a percent sign that encodes nothing stays. */
  public static String decoded(String text) {
    if (text.indexOf('%') < 0) {
      return text;
    }
    return ENCODED
        .matcher(text)
        .replaceAll(
            found -> {
              byte[] bytes = HexFormat.of().parseHex(found.group().replace("%", ""));
              return Matcher.quoteReplacement(new String(bytes, StandardCharsets.UTF_8));
            });
  }

  private static boolean isPlain(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || PLAIN.indexOf(c) >= 0;
  }

  private static byte[] unescaped(String logged) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int i = 0;
    while (i < logged.length()) {
      if (logged.startsWith("\\x", i) && i + 4 <= logged.length() && isHex(logged, i + 2)) {
        bytes.write(Integer.parseInt(logged.substring(i + 2, i + 4), 16));
        i += 4;
      } else {
        i += logged.charAt(i) == '\\' && i + 1 < logged.length() ? 1 : 0;
        int end = logged.offsetByCodePoints(i, 1);
        bytes.writeBytes(logged.substring(i, end).getBytes(StandardCharsets.UTF_8));
        i = end;
      }
    }
    return bytes.toByteArray();
  }

  private static boolean isHex(String text, int at) {
    return Character.digit(text.charAt(at), 16) >= 0
        && Character.digit(text.charAt(at + 1), 16) >= 0;
  }
}
