package dev.onrush.units;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The physical quantity that a number is; it writes the number and reads it back.
 *
 * @since 0.1.0
 */
public enum Quantity {
  /** Milliseconds. */
  TIME {
    @Override
    String written(double milliseconds, int more) {
      boolean seconds = Math.abs(milliseconds) >= 999.5;
      return seconds
          ? decimal(milliseconds / 1000, false, more) + " s"
          : decimal(milliseconds, false, more) + " ms";
    }

    @Override
    public double parse(String text) {
      return (double) parseDuration(text).toNanos() / NANOS_PER_MILLI;
    }

    @Override
    public String exact(double milliseconds) {
      boolean seconds = milliseconds >= 1000 && milliseconds % 10 == 0;
      return seconds ? plain(milliseconds / 1000) + " s" : plain(milliseconds) + " ms";
    }
  },

  /** Percent, 0 to 100. */
  SHARE {
    @Override
    String written(double percent, int more) {
      return decimal(percent, false, more) + " %";
    }

    @Override
    public double parse(String text) {
      return new Percent(withoutUnit(text, "%", "a share such as \"1 %\"")).value();
    }

    @Override
    public String exact(double percent) {
      return plain(percent) + " %";
    }
  },

  /** A number of things. */
  COUNT {
    @Override
    String written(double count, int more) {
      return grouped(shortened(BigDecimal.valueOf(count).setScale(more, RoundingMode.HALF_UP), 0));
    }

    @Override
    public double parse(String text) {
      double count = withoutUnit(text, "", "a whole number such as \"10\"");
      if (count != Math.rint(count)) {
        throw new IllegalArgumentException(
            "value was \"" + text + "\"; write a whole number such as \"10\"");
      }
      return count;
    }

    @Override
    public String exact(double count) {
      return plain(count);
    }
  },

  /** A number of things each second. */
  FREQUENCY {
    @Override
    String written(double perSecond, int more) {
      return decimal(perSecond, false, more) + "/s";
    }

    @Override
    public double parse(String text) {
      return withoutUnit(text, "/s", "a rate such as \"50/s\"");
    }

    @Override
    public String exact(double perSecond) {
      return plain(perSecond) + "/s";
    }
  },

  /** A number without a unit, or in one that only its name tells. */
  NUMBER {
    @Override
    String written(double number, int more) {
      return decimal(number, true, more);
    }

    @Override
    public double parse(String text) {
      Matcher matcher = SIZE.matcher(text.strip());
      if (!matcher.matches()) {
        throw new IllegalArgumentException(
            "value was \"" + text + "\"; write a number such as \"10\", \"0.95\" or \"500 MB\"");
      }
      double number = number(matcher.group(1));
      return switch (matcher.group(2) == null ? "" : matcher.group(2)) {
        case "kB" -> number * 1e3;
        case "MB" -> number * 1e6;
        case "GB" -> number * 1e9;
        case "KiB" -> number * (1 << 10);
        case "MiB" -> number * (1 << 20);
        case "GiB" -> number * (1 << 30);
        default -> number;
      };
    }

    @Override
    public String exact(double number) {
      return plain(number);
    }
  };

  /** The longest time that can be written: no run and no response takes longer. */
  public static final Duration LONGEST = Duration.ofDays(1000);

  private static final double NANOS_PER_MILLI = 1_000_000;

  private static final MathContext DIGITS = new MathContext(3, RoundingMode.HALF_UP);

  private static final MathContext TWELVE_DIGITS = new MathContext(12, RoundingMode.HALF_UP);

  /** More than a product of three factors has, and far less than the twelfth digit is worth. */
  private static final int ROUNDING_ERRORS = 16;

  /** Decimals that are added at most, to tell a figure from a bound. */
  private static final int MORE = 9;

  /** Not what Java adds to it: {@code 0x1p3}, {@code 1e3d}, {@code NaN}. */
  private static final Pattern DECIMAL = Pattern.compile("\\d+(\\.\\d+)?([eE][+-]?\\d{1,3})?");

  /** Above it, milliseconds do not fit into a long. */
  private static final Duration EXACT = Duration.ofMillis(Long.MAX_VALUE);

  private static final Pattern SIZE =
      Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*(kB|MB|GB|KiB|MiB|GiB)?");
  private static final Pattern DURATION =
      Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*(us|µs|ms|s|m|min|h|d)");

  /**
   * The number for people, with decimals by its size: two below 10, one below 100, none from there;
   * three digits at least below 1: {@code 206 ms}, {@code 1.50 s}, {@code 0.10 %}, {@code 12,000},
   * {@code 50.0/s}. Of {@link #NUMBER}, whole ones have none.
   *
   * @param value in the unit of the quantity
   */
  public final String text(double value) {
    return written(value, 0);
  }

  /**
   * The same beside a bound, with so many decimals that the two differ if they are not equal: 200.4
   * ms beside 200 ms is {@code 200.4 ms}.
   *
   * @param value in the unit of the quantity
   * @param bound in the unit of the quantity
   */
  public final String text(double value, double bound) {
    int more = 0;
    while (more < MORE
        && value != bound
        && whole(written(value, more)).equals(whole(written(bound, more)))) {
      more++;
    }
    return written(value, more);
  }

  private static String whole(String text) {
    return text.replaceFirst("\\.0+(?!\\d)", "");
  }

  /** With {@code more} decimals than usual. */
  abstract String written(double value, int more);

  /**
   * The number with all its digits, as {@link #parse} reads it.
   *
   * @param value in the unit of the quantity
   */
  public abstract String exact(double value);

  /**
   * The number that {@code text} writes, in the unit of the quantity.
   *
   * @throws IllegalArgumentException if it is not of this quantity; the message gives an example
   */
  public abstract double parse(String text);

  /** A time as text, exact to a millisecond: {@code 500 ms}, {@code 1.5 s}, {@code 2 min}. */
  public static String duration(Duration duration) {
    if (duration.abs().compareTo(EXACT) > 0) {
      return duration.toSeconds() + " s";
    }
    long millis = duration.toMillis();
    if (millis < 1000) {
      return plain((double) duration.toNanos() / NANOS_PER_MILLI) + " ms";
    }
    if (millis >= 3_600_000 && millis % 3_600_000 == 0) {
      return millis / 3_600_000 + " h";
    }
    if (millis >= 60_000 && millis % 60_000 == 0) {
      return millis / 60_000 + " min";
    }
    return plain(millis / 1000.0) + " s";
  }

  /** A time in the unit of {@link #TIME}. */
  public static double inMilliseconds(Duration time) {
    return time.toNanos() / NANOS_PER_MILLI;
  }

  /** A number of things as text: {@code 12,000}. */
  public static String count(long things) {
    return String.format(Locale.ROOT, "%,d", things);
  }

  /**
   * {@code 1 request}, {@code 12,000 requests}.
   *
   * @param thing in the singular; its plural ends in s, or in es after an s
   */
  public static String count(long things, String thing) {
    return count(things) + " " + (things == 1 ? thing : thing + (thing.endsWith("s") ? "es" : "s"));
  }

  /**
   * Elapsed time as a clock shows it, in whole seconds that have passed: {@code 01:05}, {@code
   * 2:00:00}. A moment so has the second that it is in, in every output.
   */
  public static String clock(Duration elapsed) {
    long seconds = Math.max(0, elapsed.toSeconds());
    return seconds < 3600
        ? String.format(Locale.ROOT, "%02d:%02d", seconds / 60, seconds % 60)
        : String.format(
            Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
  }

  /** The time that is left, in seconds that have begun: {@code 00:30} for 29.2 s. */
  public static String countdown(Duration left) {
    return clock(left.plusSeconds(1).minusNanos(1));
  }

  /**
   * Reads {@code 500 ms}, {@code 1.5 s}, {@code 2 min}, {@code 24 h}, {@code 1 d}.
   *
   * @throws IllegalArgumentException for anything else, and for more than {@link #LONGEST}
   */
  public static Duration parseDuration(String text) {
    Matcher matcher = DURATION.matcher(text.strip());
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "duration was \""
              + text
              + "\"; write a number and ms, s, min, h or d, such as \"500 ms\"");
    }
    double nanos =
        switch (matcher.group(2)) {
          case "us", "µs" -> 1e3;
          case "ms" -> 1e6;
          case "s" -> 1e9;
          case "m", "min" -> 60e9;
          case "h" -> 3600e9;
          default -> 86_400e9;
        };
    double time = Double.parseDouble(matcher.group(1)) * nanos;
    if (time > LONGEST.toNanos()) {
      throw new IllegalArgumentException(
          "duration was \""
              + text
              + "\"; up to "
              + duration(LONGEST)
              + " (1,000 days) are allowed");
    }
    return Duration.ofNanos(Math.round(time));
  }

  /**
   * Reads a decimal number without a sign: {@code 10}, {@code 0.95}, {@code 1e3}.
   *
   * @throws NumberFormatException for anything else, such as {@code NaN}, {@code 0x1p3} and {@code
   *     10f}, which Java reads
   */
  public static double number(String text) {
    double number = DECIMAL.matcher(text).matches() ? Double.parseDouble(text) : Double.NaN;
    if (!Double.isFinite(number)) {
      throw new NumberFormatException("not a decimal number: " + text);
    }
    return number;
  }

  /** A number with all its digits, without a trailing {@code .0}; from 1e16 with an exponent. */
  public static String plain(double value) {
    if (!(Math.abs(value) < 1e16)) {
      return String.valueOf(value).replace(".0E", "e").replace('E', 'e');
    }
    return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
  }

  /**
   * The product as of decimal numbers: 100 times 1.1 is 110, of binary fractions it is
   * 110.00000000000001. A number that has more than twelve digits keeps them, as a third does.
   */
  public static double times(double value, double factor) {
    double product = value * factor;
    if (!Double.isFinite(product)) {
      return product;
    }
    double rounded = BigDecimal.valueOf(product).round(TWELVE_DIGITS).doubleValue();
    return Math.abs(rounded - product) <= ROUNDING_ERRORS * Math.ulp(product) ? rounded : product;
  }

  private static String decimal(double value, boolean wholeIsWhole, int more) {
    if (!Double.isFinite(value)) {
      return String.valueOf(value);
    }
    double size = Math.abs(value);
    BigDecimal number = BigDecimal.valueOf(value);
    // What rounding carries to the next size has its decimals: 9.999 is 10.0.
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

  /** Without zeros at its end, but with so many decimals. */
  private static BigDecimal shortened(BigDecimal number, int decimals) {
    BigDecimal stripped = number.stripTrailingZeros();
    return stripped.scale() < decimals ? stripped.setScale(decimals) : stripped;
  }

  private static double withoutUnit(String text, String suffix, String allowed) {
    String digits = text.strip();
    if (digits.endsWith(suffix)) {
      digits = digits.substring(0, digits.length() - suffix.length()).strip();
    }
    try {
      return number(digits);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("value was \"" + text + "\"; write " + allowed, e);
    }
  }
}
