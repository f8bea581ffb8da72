package dev.onrush.units;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The kind of quantity that a number measures. It formats such a number as text, and parses the
 * text.
 *
 * @since 0.1.0
 */
public enum Quantity {
  /** Milliseconds. */
  TIME {
    @Override
    String format(double milliseconds, int more) {
      boolean seconds = Math.abs(milliseconds) >= 999.5;
      return seconds
          ? Decimals.text(milliseconds / 1000, false, more) + " s"
          : Decimals.text(milliseconds, false, more) + " ms";
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
    String format(double percent, int more) {
      String text = Decimals.text(percent, false, more);
      return percent < ALL && text.startsWith("100") && more < MORE
          ? format(percent, more + 1)
          : text + " %";
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
    String format(double count, int more) {
      return Decimals.whole(count, more);
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

  /** A number of things per second. */
  FREQUENCY {
    @Override
    String format(double perSecond, int more) {
      return Decimals.text(perSecond, false, more) + "/s";
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

  /** A number without a unit, or with a unit that only the name of its metric tells. */
  NUMBER {
    @Override
    String format(double number, int more) {
      return Decimals.text(number, true, more);
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

  /** The longest time that is accepted. No run and no response takes longer. */
  public static final Duration LONGEST = Duration.ofDays(1000);

  private static final double NANOS_PER_MILLI = 1_000_000;

  /** The most decimals that are added to distinguish a figure from a bound. */
  private static final int MORE = 9;

  private static final double ALL = 100;

  /** The longest duration whose milliseconds fit into a long. */
  private static final Duration EXACT = Duration.ofMillis(Long.MAX_VALUE);

  private static final Pattern SIZE =
      Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*(kB|MB|GB|KiB|MiB|GiB)?");
  private static final Pattern DURATION =
      Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*(us|µs|ms|s|m|min|h|d)");

  /**
   * Returns the number as rounded text for people: {@code 206 ms}, {@code 1.50 s}, {@code 0.10 %},
   * {@code 12,000}, {@code 50.0/s}. The size of the number determines its decimals: two from 1 on,
   * one from 10 on, none from 100 on. A number below 1 has three significant digits, without zeros
   * at the end after the second decimal. A count, a whole {@link #NUMBER}, and 0 have no decimals.
   * A share has as many decimals as are needed to tell it from 100 %: {@code 99.98 %}.
   *
   * @param value in the unit of the quantity
   */
  public final String text(double value) {
    return format(value, 0);
  }

  /**
   * Returns the number as text to be shown next to a bound. It has as many decimals as are needed,
   * up to nine more than usual, for the two texts to differ if the numbers do: 200.4 ms next to 200
   * ms is {@code 200.4 ms}.
   *
   * @param value in the unit of the quantity
   * @param bound in the unit of the quantity
   */
  public final String text(double value, double bound) {
    int more = 0;
    while (more < MORE
        && value != bound
        && whole(format(value, more)).equals(whole(format(bound, more)))) {
      more++;
    }
    return format(value, more);
  }

  private static String whole(String text) {
    return text.replaceFirst("\\.0+(?!\\d)", "");
  }

  /** Returns the number as text, with {@code more} additional decimals. */
  abstract String format(double value, int more);

  /**
   * Returns the number as text with all its digits, in the form that {@link #parse} reads.
   *
   * @param value in the unit of the quantity
   */
  public abstract String exact(double value);

  /**
   * Parses a number of this quantity.
   *
   * @return the number, in the unit of the quantity
   * @throws IllegalArgumentException if {@code text} is not a number of this quantity; the message
   *     gives an example
   */
  public abstract double parse(String text);

  /**
   * Returns a time as text, exact to a millisecond: {@code 500 ms}, {@code 1.5 s}, {@code 2 min}.
   */
  public static String duration(Duration duration) {
    if (duration.abs().compareTo(EXACT) > 0) {
      return duration.toSeconds() + " s";
    }
    if (duration.isNegative()) {
      return "-" + duration(duration.negated());
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

  /** Returns a time in the unit of {@link #TIME}, which is milliseconds. */
  public static double inMilliseconds(Duration time) {
    return time.toNanos() / NANOS_PER_MILLI;
  }

  /** Returns a number of things as text: {@code 12,000}. */
  public static String count(long things) {
    return String.format(Locale.ROOT, "%,d", things);
  }

  /**
   * Returns a number of things with their name: {@code 1 request}, {@code 12,000 requests}.
   *
   * @param thing the name in the singular; its plural is formed with s, or with es after an s
   */
  public static String count(long things, String thing) {
    return count(things) + " " + (things == 1 ? thing : thing + (thing.endsWith("s") ? "es" : "s"));
  }

  /**
   * Returns an elapsed time as a clock shows it, rounded down to whole seconds: {@code 01:05},
   * {@code 2:00:00}. All outputs round in this way, so that they show the same second for a moment.
   * A negative time is shown as 0.
   */
  public static String clock(Duration elapsed) {
    long seconds = Math.max(0, elapsed.toSeconds());
    return seconds < 3600
        ? String.format(Locale.ROOT, "%02d:%02d", seconds / 60, seconds % 60)
        : String.format(
            Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
  }

  /**
   * Returns a remaining time as a clock shows it, rounded up to whole seconds: {@code 00:30} for
   * 29.2 s.
   */
  public static String countdown(Duration left) {
    return clock(left.plusSeconds(1).minusNanos(1));
  }

  /**
   * Parses a duration: {@code 500 us}, {@code 500 ms}, {@code 1.5 s}, {@code 2 min} or {@code 2 m},
   * {@code 24 h}, {@code 1 d}.
   *
   * @throws IllegalArgumentException if {@code text} has another form, or is longer than {@link
   *     #LONGEST}
   */
  public static Duration parseDuration(String text) {
    Matcher matcher = DURATION.matcher(text.strip());
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "duration was \""
              + text
              + "\"; write a number with a unit (ms, s, min, h or d), such as \"500 ms\"");
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
              + "\"; at most "
              + count(LONGEST.toDays())
              + " days are allowed");
    }
    return Duration.ofNanos(Math.round(time));
  }

  /**
   * Parses a decimal number without a sign: {@code 10}, {@code 0.95}, {@code 1e3}.
   *
   * @throws NumberFormatException if {@code text} has another form, such as {@code NaN}, {@code
   *     0x1p3} and {@code 10f}, which Java accepts
   */
  public static double number(String text) {
    return Decimals.parse(text);
  }

  /**
   * Returns a number as text with all its digits, without a trailing {@code .0}. From 1e16 on, the
   * text has an exponent.
   */
  public static String plain(double value) {
    return Decimals.plain(value);
  }

  /**
   * Returns the product that decimal arithmetic gives: 100 times 1.1 is 110, and not the
   * 110.00000000000001 of binary arithmetic. A product with more than twelve digits, such as a
   * third, keeps all of them.
   */
  public static double times(double value, double factor) {
    return Decimals.times(value, factor);
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
