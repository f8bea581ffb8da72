package dev.onrush.internal.text;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Moments of a run as a log of the service has them. */
public final class WallClock {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private WallClock() {}

  /**
   * {@code 03:04:06 UTC}; with the day, where that is not the day on which the run started.
   *
   * @param started when the run did
   * @param at time since then
   */
  public static String of(Instant started, Duration at) {
    Instant moment = started.plus(at);
    return (day(started).equals(day(moment)) ? TIME : DAY).format(moment);
  }

  private static LocalDate day(Instant moment) {
    return LocalDate.ofInstant(moment, ZoneOffset.UTC);
  }
}
