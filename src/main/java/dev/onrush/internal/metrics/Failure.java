package dev.onrush.internal.metrics;

import java.util.regex.Pattern;

/**
 * The status code and the error text of a failed request.
 *
 * @param code status code; empty if there was no response
 * @param text the reason, without the parts that differ from one failure to the next
 */
public record Failure(String code, String text) {

  private static final Pattern UUID =
      Pattern.compile("\\p{XDigit}{8}(?:-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");

  /** Long hexadecimal words. A word without a digit is left alone: it may be a natural word. */
  private static final Pattern HEX = Pattern.compile("\\b(?=\\p{XDigit}*\\d)\\p{XDigit}{16,}\\b");

  /** What precedes a number that is the code of an error: {@code SQLSTATE: 40001}. */
  private static final String OF_A_CODE =
      "(?i:\\b(?:ORA-|TNS-|SQL ?STATE\\W{1,3}|(?:close|error|vendor) ?code\\W{1,3}|errno\\W{1,3}))";

  /**
   * Numbers of four digits or more, except status codes, the ports of addresses, and codes of up to
   * five digits that say which error it is.
   */
  private static final Pattern NUMBER =
      Pattern.compile(
          "(?=\\d{4})(?<![\\w.\\]]:)(?<![\\d.])(?!(?<="
              + OF_A_CODE
              + ")\\d{4,5}\\b)\\d{4,}(?!\\d)");

  /**
   * Returns the text with a placeholder for each id and each number of four digits or more that is
   * not the code of an error, so that texts that differ only in these become equal: {@code "order
   * 83120 not found"} and {@code "order 83121 not found"} both become {@code "order <n> not
   * found"}.
   */
  public static String normalised(String text) {
    String found = UUID.matcher(text).replaceAll("<uuid>");
    found = HEX.matcher(found).replaceAll("<hex>");
    return NUMBER.matcher(found).replaceAll("<n>");
  }
}
