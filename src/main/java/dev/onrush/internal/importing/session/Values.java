package dev.onrush.internal.importing.session;

import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Recognises what a value in an address is by its look. Percent-encoding is decoded first. */
public final class Values {

  /** The text that replaces a value that was removed. */
  public static final String PLACEHOLDER = "TODO";

  private static final Pattern NUMBER = Pattern.compile("-?\\d{1,20}");
  private static final Pattern UUID =
      Pattern.compile(
          "\\p{XDigit}{8}-\\p{XDigit}{4}-\\p{XDigit}{4}-\\p{XDigit}{4}-\\p{XDigit}{12}");
  private static final Pattern HEX = Pattern.compile("(?=.*\\d)\\p{XDigit}{8,}");
  private static final Pattern WORD_AND_NUMBER = Pattern.compile("[A-Za-z]{0,5}[-_]?\\d{3,}");
  private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}(?:-\\d{2}.*)?");
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_~+/.-]+=*");

  /**
   * Words and short numbers, as in a name: {@code form-0-address1-line-2}. A key that consists of
   * groups contains longer numbers: {@code ABCD1234-EFGH5678}.
   */
  private static final Pattern WORDS =
      Pattern.compile("[A-Za-z]++\\d{0,2}+(?:[._-](?:[A-Za-z]++\\d{0,2}+|\\d{1,4}+))*+");

  /** The path of an address. A text with padding is base 64, which may also begin with a slash. */
  private static final Pattern PATH = Pattern.compile("/[^=]*");

  /**
   * A mail address. The pattern searches for the at sign first, so that it skips a long text
   * without one at once. A letter that is encoded in another charset than UTF-8 is decoded as
   * U+FFFD.
   */
  private static final Pattern MAIL =
      Pattern.compile(
          "(?<=[\\p{L}\\p{M}\\p{N}._+%\\x{FFFD}-])@[\\p{L}\\p{M}\\p{N}.-]+\\.\\p{L}{2,}");

  private static final Pattern JWT = Pattern.compile("eyJ[\\w-]{8,}\\.[\\w-]+");

  /** The longest id of hexadecimal digits: the length of a SHA-1, which names a commit. */
  private static final int LONGEST_HEX_ID = 40;

  private static final int SHORTEST_SECRET = 32;

  private static final int SHORTEST_TOKEN = 16;

  private Values() {}

  /** Whether a value is the id of one of many things: a number, a UUID, a hash, a long token. */
  public static boolean isId(String text) {
    if (isWord(text)) {
      return false;
    }
    String value = UrlText.decoded(text);
    return NUMBER.matcher(value).matches()
        || UUID.matcher(value).matches()
        || HEX.matcher(value).matches()
        || WORD_AND_NUMBER.matcher(value).matches()
        || DATE.matcher(value).matches()
        || isPrivateText(value)
        || tokens(value, SHORTEST_TOKEN).anyMatch(Values::looksRandom);
  }

  /**
   * Whether a value is a day or a month, with or without a time. It looks like an id but is not
   * one.
   */
  public static boolean isDate(String value) {
    return DATE.matcher(value).matches();
  }

  /**
   * Whether a value is short and contains neither digits nor an at or percent sign. Most segments
   * are like this, and need no further check.
   */
  private static boolean isWord(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if ((c >= '0' && c <= '9') || c == '@' || c == '%') {
        return false;
      }
    }
    return value.length() < SHORTEST_TOKEN;
  }

  /** Whether a value is private: it contains a mail address, a JWT or a long random token. */
  public static boolean isPrivate(String value) {
    return isPrivateText(UrlText.decoded(value));
  }

  private static boolean isPrivateText(String value) {
    return MAIL.matcher(value).find()
        || JWT.matcher(value).find()
        || tokens(value, SHORTEST_SECRET).anyMatch(Values::isSecret);
  }

  /**
   * Returns the parts of a value that may be tokens of at least this length, alone or within other
   * text: {@code Bearer x7Kp2qRt9...}. A slash is a letter of base 64, but ends a word of an
   * address.
   */
  private static Stream<String> tokens(String value, int shortest) {
    boolean hasAddress = value.contains("://");
    return TOKEN
        .matcher(value)
        .results()
        .map(MatchResult::group)
        .flatMap(
            token ->
                hasAddress || PATH.matcher(token).matches()
                    ? Stream.of(token.split("/"))
                    : Stream.of(token))
        .filter(token -> token.length() >= shortest);
  }

  /** Whether a token that is long enough is a secret. */
  private static boolean isSecret(String token) {
    if (UUID.matcher(token).matches()) {
      return false;
    }
    return HEX.matcher(token).matches()
        ? token.length() > LONGEST_HEX_ID
        : !WORDS.matcher(token).matches() && looksRandom(token);
  }

  /**
   * Whether digits and letters alternate often, as in {@code x7Kp2qRt9...} but not in {@code
   * spring-shoes-2024}.
   */
  private static boolean looksRandom(String value) {
    int changes = 0;
    boolean lower = false;
    boolean upper = false;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      lower |= Character.isLowerCase(c);
      upper |= Character.isUpperCase(c);
      changes += i > 0 && Character.isDigit(c) != Character.isDigit(value.charAt(i - 1)) ? 1 : 0;
    }
    int fewest = lower == upper ? 3 : 4; // a text in one case needs more changes
    return changes >= Math.max(fewest, value.length() / 8);
  }
}
