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
    public String text(double milliseconds) {
      return milliseconds(milliseconds);
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
    public String text(double percent) {
      return significant(percent) + " %";
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
    public String text(double count) {
      return count(Math.round(count));
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
    public String text(double perSecond) {
      return significant(perSecond) + "/s";
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
    public String text(double number) {
      return significant(number);
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

  /** Not what Java adds to it: {@code 0x1p3}, {@code 1e3d}, {@code NaN}. */
  private static final Pattern DECIMAL = Pattern.compile("\\d+(\\.\\d+)?([eE][+-]?\\d{1,3})?");

  /** Above it, milliseconds do not fit into a long. */
  private static final Duration EXACT = Duration.ofMillis(Long.MAX_VALUE);

  private static final Pattern SIZE =
      Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*(kB|MB|GB|KiB|MiB|GiB)?");
  private static final Pattern DURATION =
      Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*(us|µs|ms|s|m|min|h|d)");

  /**
   * The number for people, rounded to three significant digits below 100 and to whole ones above:
   * {@code 206 ms}, {@code 1.53 s}, {@code 0.1 %}, {@code 12,000}, {@code 50/s}.
   *
   * @param value in the unit of the quantity
   */
  public abstract String text(double value);

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

  /** Elapsed time as a clock shows it, to the nearest second: {@code 01:05}, {@code 2:00:00}. */
  public static String clock(Duration elapsed) {
    long seconds = Math.max(0, elapsed.plusMillis(500).toSeconds());
    return seconds < 3600
        ? String.format(Locale.ROOT, "%02d:%02d", seconds / 60, seconds % 60)
        : String.format(
            Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
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

  private static String milliseconds(double milliseconds) {
    return milliseconds < 999.5
        ? significant(milliseconds) + " ms"
        : significant(milliseconds / 1000) + " s";
  }

  /** Three significant digits, and all digits of the integer part: 0.123, 12.3, 206, 4310. */
  private static String significant(double value) {
    if (value == 0) {
      return "0";
    }
    BigDecimal number = BigDecimal.valueOf(value);
    BigDecimal rounded =
        Math.abs(value) >= 100
            ? number.setScale(0, RoundingMode.HALF_UP)
            : number.round(new MathContext(3, RoundingMode.HALF_UP));
    return rounded.stripTrailingZeros().toPlainString();
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
