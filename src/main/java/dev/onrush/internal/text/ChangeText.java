package dev.onrush.internal.text;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Formats a change of a figure, in the same way for all outputs. */
public final class ChangeText {

  /** The change in percent from which a factor is easier to read: 100 % is twice as much. */
  private static final double FACTOR = 100;

  /** The change in percent of a figure that is zero now. */
  private static final double NOTHING_LEFT = -100;

  private static final String POINTS = " points";

  private ChangeText() {}

  /**
   * Returns a change as text: {@code +18 %}, {@code ×25}, or {@code +1.2 points} for a share of
   * requests.
   *
   * @param change the change in percent, from -100, or in percentage points
   * @param relative whether the change is in percent
   */
  public static String change(double change, boolean relative) {
    return isFactor(change, relative) ? factor(change) : beside(change, relative);
  }

  /**
   * Returns a change beside the limit of a threshold, which is in percent: {@code +18 %}, {@code
   * +2400 %}, or {@code +1.2 points}.
   */
  public static String beside(double change, boolean relative) {
    return withUnit(signed(change), relative);
  }

  /**
   * Returns the interval of a change in the same form: {@code +12 to +25 %}, {@code ×20 to ×31}.
   *
   * @param low the lower end, in the unit of the change
   * @param high the upper end
   */
  public static String interval(double change, double low, double high, boolean relative) {
    return isFactor(change, relative)
        ? factor(low) + " to " + factor(high)
        : beside(low, high, relative);
  }

  /** Returns the interval of a change beside the limit of a threshold: {@code +305 to +520 %}. */
  public static String beside(double low, double high, boolean relative) {
    return signed(low) + " to " + signed(high) + (relative ? " %" : POINTS);
  }

  /** Whether the change is written as a factor, which it is if the figure at least doubles. */
  public static boolean isFactor(double change, boolean relative) {
    return relative && change >= FACTOR;
  }

  /** Returns a change as a factor: {@code ×25} for a change of 2,400 %. */
  public static String factor(double change) {
    return Double.isFinite(change) ? "×" + digits(1 + change / 100) : "×∞";
  }

  /** Returns a number with its sign: {@code +18}, {@code -2.4}, {@code 0}. */
  public static String signed(double value) {
    if (!Double.isFinite(value)) {
      return value > 0 ? "+∞" : "-∞";
    }
    String digits = digits(value);
    return value > 0 && !digits.equals("0") ? "+" + digits : digits;
  }

  /**
   * Returns a number as text: {@code 18}, {@code 2.4}, {@code 0}. It is whole from 10 on, and has
   * up to two significant digits below. Only a change that leaves nothing is {@code -100}.
   */
  public static String digits(double value) {
    if (Math.abs(value) < 0.005) {
      return "0";
    }
    BigDecimal exact = BigDecimal.valueOf(value);
    BigDecimal rounded =
        Math.abs(value) >= 10
            ? exact.setScale(0, RoundingMode.HALF_UP)
            : exact.round(new MathContext(2, RoundingMode.HALF_UP));
    if (value > NOTHING_LEFT && rounded.doubleValue() == NOTHING_LEFT) {
      rounded = exact.setScale(0, RoundingMode.DOWN);
    }
    return rounded.stripTrailingZeros().toPlainString();
  }

  /** Returns a number with its unit: {@code 18 %}, {@code 0.5 points}, {@code 1 point}. */
  public static String withUnit(String number, boolean relative) {
    if (relative) {
      return number + " %";
    }
    boolean isOne = number.equals("1") || number.equals("+1") || number.equals("-1");
    return number + (isOne ? " point" : POINTS);
  }
}
