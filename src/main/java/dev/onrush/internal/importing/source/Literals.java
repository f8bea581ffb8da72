package dev.onrush.internal.importing.source;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;

/** Formats numbers and times as a person would write them in Java. */
final class Literals {

  /** A smaller part of a user, or of an arrival each second, is none. */
  private static final int MOST_DECIMALS = 9;

  private Literals() {}

  /** Formats a number as {@code 6_213}. */
  static String number(long number) {
    String digits = Long.toString(number);
    return digits.length() < 4 ? digits : digits.replaceAll("(?<=\\d)(?=(?:\\d{3})+$)", "_");
  }

  /** Formats hundredths of a percent as percent, such as {@code 58.25}. */
  static String hundredths(int share) {
    return BigDecimal.valueOf(share, 2).stripTrailingZeros().toPlainString();
  }

  /** Formats a number with four significant digits, but at most nine decimals. */
  static String decimal(double value) {
    BigDecimal rounded = new BigDecimal(value).round(new MathContext(4, RoundingMode.HALF_UP));
    return (rounded.scale() > MOST_DECIMALS
            ? rounded.setScale(MOST_DECIMALS, RoundingMode.HALF_UP)
            : rounded)
        .stripTrailingZeros()
        .toPlainString();
  }

  /** Returns the expression of a duration, such as {@code ofMinutes(90)}. */
  static Code time(Duration time) {
    long millis = time.toMillis();
    if (millis == 0) {
      return Code.text("ZERO");
    }
    String unit;
    long count;
    if (millis % 1_000 != 0) {
      unit = "ofMillis";
      count = millis;
    } else if (millis % 60_000 != 0) {
      unit = "ofSeconds";
      count = millis / 1_000;
    } else if (millis % 3_600_000 != 0) {
      unit = "ofMinutes";
      count = millis / 60_000;
    } else {
      unit = "ofHours";
      count = millis / 3_600_000;
    }
    return Code.call(unit, Code.text(number(count)));
  }

  /** Formats seconds as {@code 4.2 s}. */
  static String seconds(double seconds) {
    return decimal(Math.round(seconds * 100) / 100.0) + " s";
  }
}
