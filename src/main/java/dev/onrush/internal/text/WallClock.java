package dev.onrush.internal.text;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Formats moments of a run in UTC. */
public final class WallClock {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private WallClock() {}

  /**
   * Returns the time of day, such as {@code 03:04:06 UTC}. The date precedes it if it is not the
   * date on which the run started.
   *
   * @param started the start of the run
   * @param at the time since the start
   */
  public static String of(Instant started, Duration at) {
    Instant moment = started.plus(at);
    return (day(started).equals(day(moment)) ? TIME : DAY).format(moment);
  }

  /** Returns a moment to the second: {@code 2026-01-31T12:00:00Z}. */
  public static String second(Instant moment) {
    return moment.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private static LocalDate day(Instant moment) {
    return LocalDate.ofInstant(moment, ZoneOffset.UTC);
  }
}
