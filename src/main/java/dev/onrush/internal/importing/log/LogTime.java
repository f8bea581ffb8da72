package dev.onrush.internal.importing.log;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.OptionalLong;

/** Parses the times that logs contain, to microseconds since 1970. */
public final class LogTime {

  private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";

  /** The length of {@code 10/Oct/2000:13:55:36 -0700}. */
  private static final int CLF_LENGTH = 26;

  private static final long SECOND = 1_000_000;

  /**
   * The first number that is not seconds since 1970 but milliseconds; as seconds it is the year
   * 5138. Each further factor of 1,000 selects the next smaller unit.
   */
  private static final double LATEST_SECOND = 1e11;

  private LogTime() {}

  /** Parses {@code 10/Oct/2000:13:55:36 -0700}; empty if the text does not have this format. */
  static OptionalLong common(String text) {
    if (text.length() != CLF_LENGTH || text.charAt(2) != '/' || text.charAt(20) != ' ') {
      return OptionalLong.empty();
    }
    int month = MONTHS.indexOf(text.substring(3, 6));
    try {
      long day = LocalDate.of(number(text, 7, 11), 1 + month / 3, number(text, 0, 2)).toEpochDay();
      long seconds =
          day * 86_400
              + number(text, 12, 14) * 3_600L
              + number(text, 15, 17) * 60L
              + number(text, 18, 20);
      long zone = number(text, 22, 24) * 3_600L + number(text, 24, 26) * 60L;
      return month < 0 || month % 3 != 0
          ? OptionalLong.empty()
          : OptionalLong.of(SECOND * (text.charAt(21) == '-' ? seconds + zone : seconds - zone));
    } catch (DateTimeException | NumberFormatException e) {
      return OptionalLong.empty();
    }
  }

  private static int number(String text, int from, int to) {
    int number = 0;
    for (int i = from; i < to; i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        throw new NumberFormatException(text);
      }
      number = 10 * number + digit;
    }
    return number;
  }

  /**
   * Parses a time such as {@code 2026-11-28T13:55:36.123Z}, also with a zone offset, a time as in
   * {@link #common}, or a number; empty if the text is none of them.
   */
  public static OptionalLong any(String text) {
    String given = text.strip();
    if (given.startsWith("[") && given.endsWith("]")) {
      given = given.substring(1, given.length() - 1);
    }
    OptionalLong common = common(given);
    return common.isPresent() ? common : iso(given.toUpperCase(Locale.ROOT));
  }

  private static OptionalLong iso(String text) {
    try {
      Instant at =
          text.endsWith("Z") ? Instant.parse(text) : OffsetDateTime.parse(text).toInstant();
      return OptionalLong.of(SECOND * at.getEpochSecond() + at.getNano() / 1_000);
    } catch (DateTimeException e) {
      return epoch(text);
    }
  }

  /**
   * Parses seconds, milliseconds, microseconds or nanoseconds since 1970. The size of the number
   * determines the unit.
   */
  private static OptionalLong epoch(String text) {
    try {
      double number = Double.parseDouble(text);
      if (!(number > 0 && number < 1e20)) {
        return OptionalLong.empty();
      }
      double unit = SECOND;
      for (double latest = LATEST_SECOND; number >= latest; latest *= 1_000) {
        unit /= 1_000;
      }
      return OptionalLong.of(Math.round(number * unit));
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }
}
