package dev.onrush.internal.importing.session;

import dev.onrush.units.Quantity;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How many entries there are, and from when to when.
 *
 * @param count the number of entries
 * @param first the earliest time, in microseconds since 1970
 * @param last the latest time, in microseconds since 1970
 */
public record EntryTimes(long count, long first, long last) {

  /** No entry. */
  public static final EntryTimes NONE = new EntryTimes(0, Long.MAX_VALUE, Long.MIN_VALUE);

  /** Returns these times and one more. */
  public EntryTimes with(long at) {
    return new EntryTimes(count + 1, Math.min(first, at), Math.max(last, at));
  }

  /**
   * Returns how many requests these are, and that none is in the period, for messages.
   *
   * @param from the start of the period; {@link Long#MIN_VALUE} if it has none
   * @param until the end of the period; {@link Long#MAX_VALUE} if it has none
   */
  public String noneIn(long from, long until) {
    return Quantity.count(count, "request")
        + (count == 1
            ? " at " + at(first) + ", which is not"
            : " from " + at(first) + " to " + at(last) + ", none of them")
        + " in the period of "
        + Stream.of(
                from == Long.MIN_VALUE ? "" : "--from " + at(from),
                until == Long.MAX_VALUE ? "" : "--until " + at(until))
            .filter(option -> !option.isEmpty())
            .collect(Collectors.joining(" "))
        + "; choose a period with requests";
  }

  private static Instant at(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }
}
