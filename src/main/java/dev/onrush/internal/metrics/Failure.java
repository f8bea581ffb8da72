package dev.onrush.internal.metrics;

import java.util.regex.Pattern;

/**
 * The status code and the error text of a failed request.
 *
 * @param code status code; empty where there was no response
 * @param text the reason, with what differs from one time to the next taken out
 */
public record Failure(String code, String text) {

  private static final Pattern UUID =
      Pattern.compile("\\p{XDigit}{8}(?:-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");

  /** Long hexadecimal words; one without a digit may be a word of a language. */
  private static final Pattern HEX = Pattern.compile("\\b(?=\\p{XDigit}*\\d)\\p{XDigit}{16,}\\b");

  /** Numbers from four digits; not a status, nor the port of an address. */
  private static final Pattern NUMBER = Pattern.compile("(?<![\\w.\\]]:)(?<![\\d.])\\d{4,}(?!\\d)");

  /**
   * One text for texts that differ in an id or a number of four digits or more only: {@code "order
   * 83120 not found"} and {@code "order 83121 not found"} are both {@code "order <n> not found"}.
   */
  public static String normalised(String text) {
    String found = UUID.matcher(text).replaceAll("<uuid>");
    found = HEX.matcher(found).replaceAll("<hex>");
    return NUMBER.matcher(found).replaceAll("<n>");
  }
}
