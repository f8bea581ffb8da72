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

  /** Numbers of four digits or more, except status codes and the ports of addresses. */
  private static final Pattern NUMBER = Pattern.compile("(?<![\\w.\\]]:)(?<![\\d.])\\d{4,}(?!\\d)");

  /**
   * Returns the text with a placeholder for each id and each number of four digits or more, so that
   * texts that differ only in these become equal: {@code "order 83120 not found"} and {@code "order
   * 83121 not found"} both become {@code "order <n> not found"}.
   */
  public static String normalised(String text) {
    String found = UUID.matcher(text).replaceAll("<uuid>");
    found = HEX.matcher(found).replaceAll("<hex>");
    return NUMBER.matcher(found).replaceAll("<n>");
  }
}
