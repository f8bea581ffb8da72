package dev.onrush.internal.importing.session;

import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a value in an address is, by its look; percent-encoding is undone before. */
public final class Values {

  /** What is written in the place of a value that is taken out. */
  public static final String TAKEN_OUT = "TODO";

  private static final Pattern NUMBER = Pattern.compile("-?\\d{1,20}");
  private static final Pattern UUID =
      Pattern.compile(
          "\\p{XDigit}{8}-\\p{XDigit}{4}-\\p{XDigit}{4}-\\p{XDigit}{4}-\\p{XDigit}{12}");
  private static final Pattern HEX = Pattern.compile("(?=.*\\d)\\p{XDigit}{8,}");
  private static final Pattern WORD_AND_NUMBER = Pattern.compile("[A-Za-z]{0,5}[-_]?\\d{3,}");
  private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}(?:-\\d{2}.*)?");
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_~+/.-]+=*");

  /**
   * Words and short numbers, as in a name: {@code form-0-address1-line-2}. A key in groups has
   * longer ones: {@code ABCD1234-EFGH5678}.
   */
  private static final Pattern WORDS =
      Pattern.compile("[A-Za-z]++\\d{0,2}+(?:[._-](?:[A-Za-z]++\\d{0,2}+|\\d{1,4}+))*+");

  /** The path of an address. With padding it is base 64, which may begin with a slash too. */
  private static final Pattern PATH = Pattern.compile("/[^=]*");

  /**
   * Found from its at sign on, so that a long text without one is passed over at once. A letter
   * that is encoded in another charset than UTF-8 is decoded as U+FFFD.
   */
  private static final Pattern MAIL =
      Pattern.compile(
          "(?<=[\\p{L}\\p{M}\\p{N}._+%\\x{FFFD}-])@[\\p{L}\\p{M}\\p{N}.-]+\\.\\p{L}{2,}");

  private static final Pattern JWT = Pattern.compile("eyJ[\\w-]{8,}\\.[\\w-]+");

  /** Of hexadecimal digits: longer than a SHA-1, which names a commit. */
  private static final int LONGEST_HEX_ID = 40;

  private static final int SHORTEST_SECRET = 32;

  private static final int SHORTEST_TOKEN = 16;

  private Values() {}

  /** Whether it names one of many things: a number, a UUID, a hash, a long token. */
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

  /** Whether it is a day or a month, perhaps with a time: it looks like an id, and is none. */
  public static boolean isDate(String value) {
    return DATE.matcher(value).matches();
  }

  /** Most segments are short and have no digit; for them this is all that is looked at. */
  private static boolean isWord(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if ((c >= '0' && c <= '9') || c == '@' || c == '%') {
        return false;
      }
    }
    return value.length() < SHORTEST_TOKEN;
  }

  /** Whether it is nobody's business: it has a mail address, a JWT or a long random token in it. */
  public static boolean isPrivate(String value) {
    return isPrivateText(UrlText.decoded(value));
  }

  private static boolean isPrivateText(String value) {
    return MAIL.matcher(value).find()
        || JWT.matcher(value).find()
        || tokens(value, SHORTEST_SECRET).anyMatch(Values::isSecret);
  }

  /**
   * What may be tokens of some length, alone or beside other text: {@code Bearer x7Kp2qRt9...}. A
   * slash is a letter of base 64, but ends a word of an address.
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

  /** Of a token that is long enough. */
  private static boolean isSecret(String token) {
    if (UUID.matcher(token).matches()) {
      return false;
    }
    return HEX.matcher(token).matches()
        ? token.length() > LONGEST_HEX_ID
        : !WORDS.matcher(token).matches() && looksRandom(token);
  }

  /** Digits among letters, again and again: {@code x7Kp2qRt9...}, not {@code spring-shoes-2024}. */
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
    int fewest = lower == upper ? 3 : 4; // letters of one case say less
    return changes >= Math.max(fewest, value.length() / 8);
  }
}
