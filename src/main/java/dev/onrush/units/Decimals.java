package dev.onrush.units;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.regex.Pattern;

/** Decimal numbers as text, and their arithmetic. */
final class Decimals {

  private static final MathContext DIGITS = new MathContext(3, RoundingMode.HALF_UP);

  private static final MathContext TWELVE_DIGITS = new MathContext(12, RoundingMode.HALF_UP);

  /**
   * The tolerance for rounding errors, in units in the last place. It is more than the rounding
   * error of a product of three factors, and far less than one in the twelfth digit.
   */
  private static final int ROUNDING_ERRORS = 16;

  /**
   * A decimal number, without the forms that Java also accepts: {@code 0x1p3}, {@code 1e3d}, {@code
   * NaN}.
   */
  private static final Pattern DECIMAL = Pattern.compile("\\d+(\\.\\d+)?([eE][+-]?\\d{1,3})?");

  private Decimals() {}

  /** Parses a decimal number without a sign: {@code 10}, {@code 0.95}, {@code 1e3}. */
  static double parse(String text) {
    double number = DECIMAL.matcher(text).matches() ? Double.parseDouble(text) : Double.NaN;
    if (!Double.isFinite(number)) {
      throw new NumberFormatException("not a decimal number: " + text);
    }
    return number;
  }

  /** Returns a number as text with all its digits, without a trailing {@code .0}. */
  static String plain(double value) {
    if (!(Math.abs(value) < 1e16)) {
      return String.valueOf(value).replace(".0E", "e").replace('E', 'e');
    }
    return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
  }

  /** Returns the product that decimal arithmetic gives: 100 times 1.1 is 110. */
  static double times(double value, double factor) {
    double product = value * factor;
    if (!Double.isFinite(product)) {
      return product;
    }
    double rounded = BigDecimal.valueOf(product).round(TWELVE_DIGITS).doubleValue();
    return Math.abs(rounded - product) <= ROUNDING_ERRORS * Math.ulp(product) ? rounded : product;
  }

  /** Returns a whole number as text: {@code 12,000}; with {@code more} decimals if it has them. */
  static String whole(double value, int more) {
    return grouped(shortened(BigDecimal.valueOf(value).setScale(more, RoundingMode.HALF_UP), 0));
  }

  /**
   * Returns a number as rounded text for people: {@code 206}, {@code 1.50}, {@code 0.10}.
   *
   * @param wholeIsWhole whether a whole number has no decimals
   * @param more the number of additional decimals
   */
  static String text(double value, boolean wholeIsWhole, int more) {
    if (!Double.isFinite(value)) {
      return String.valueOf(value);
    }
    double size = Math.abs(value);
    BigDecimal number = BigDecimal.valueOf(value);
    // A number that is rounded up to the next size gets the decimals of that size: 9.999 is 10.0.
    int usual = number.signum() == 0 ? 0 : decimals(number.round(DIGITS));
    BigDecimal rounded = number.setScale(usual + more, RoundingMode.HALF_UP);
    if (more == 0 && (wholeIsWhole || size == 0) && size == Math.rint(size)) {
      rounded = rounded.setScale(0, RoundingMode.HALF_UP);
    } else if (more > 0 || size < 1) {
      rounded = shortened(rounded, Math.min(usual, 2));
    }
    return grouped(rounded);
  }

  private static String grouped(BigDecimal number) {
    return String.format(Locale.ROOT, "%,." + Math.max(0, number.scale()) + "f", number);
  }

  private static int decimals(BigDecimal number) {
    int digitsBeforePoint = number.precision() - number.scale();
    return Math.max(0, DIGITS.getPrecision() - digitsBeforePoint);
  }

  /** Removes zeros at the end of a number, but leaves at least {@code decimals} decimals. */
  private static BigDecimal shortened(BigDecimal number, int decimals) {
    BigDecimal stripped = number.stripTrailingZeros();
    return stripped.scale() < decimals ? stripped.setScale(decimals) : stripped;
  }
}
