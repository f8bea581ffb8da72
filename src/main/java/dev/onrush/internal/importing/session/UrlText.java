package dev.onrush.internal.importing.session;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Encodes and decodes parts of addresses. */
public final class UrlText {

  private static final String PLAIN = "-._~!$&'()*+,;=:@/?%";

  private static final Pattern ENCODED = Pattern.compile("(?:%\\p{XDigit}{2})+");

  private UrlText() {}

  /**
   * Percent-encodes each character that is not allowed in an address, or that begins an expression
   * of Gatling's EL.
   */
  public static String of(String given) {
    boolean plain = true;
    for (int i = 0; i < given.length() && plain; i++) {
      plain = isPlain(given.charAt(i));
    }
    if (plain) {
      return given;
    }
    StringBuilder text = new StringBuilder();
    for (byte each : given.getBytes(StandardCharsets.UTF_8)) {
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

  /** Decodes percent-encoding as UTF-8. A percent sign that encodes nothing remains. */
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
}
