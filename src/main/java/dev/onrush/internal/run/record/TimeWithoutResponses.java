package dev.onrush.internal.run.record;

import dev.onrush.internal.metrics.timeline.Row;
import dev.onrush.internal.metrics.timeline.Timeline;
import dev.onrush.units.Quantity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The longest time in which no request of a run had a response, although requests were waiting for
 * one. A percentile hides it: with concurrent users, each user has one request in this time, which
 * counts as much as a request of a millisecond.
 *
 * @param start the first moment without a response
 * @param end the moment of the next response, or of a timeout
 */
record TimeWithoutResponses(Duration start, Duration end) {

  private static final String NOTE = "no response came from ";

  private static final Duration SHORTEST = Duration.ofSeconds(5);

  /** The fewest responses that would have come in such a time at the rate of the other time. */
  private static final double FEWEST_MISSING = 20;

  /** Returns the longest such time of a run; empty if there is none. */
  static Optional<TimeWithoutResponses> longest(Timeline timeline) {
    Optional<TimeWithoutResponses> longest = Optional.empty();
    Duration start = Duration.ZERO;
    boolean began = false;
    for (Row row : timeline.rows()) {
      if (row.requests() == 0) {
        continue;
      }
      TimeWithoutResponses silence = new TimeWithoutResponses(start, row.start());
      start = row.end();
      boolean waited = row.max() >= silence.length().toMillis();
      if (began
          && waited
          && silence.isLong(timeline)
          && longest.filter(l -> l.length().compareTo(silence.length()) >= 0).isEmpty()) {
        longest = Optional.of(silence);
      }
      began = true;
    }
    return longest;
  }

  /** Whether responses were so frequent at other times that they did not stop by chance. */
  private boolean isLong(Timeline timeline) {
    double others = timeline.elapsed().minus(length()).toMillis();
    return length().compareTo(SHORTEST) >= 0
        && timeline.all().requests() * length().toMillis() >= FEWEST_MISSING * others;
  }

  private Duration length() {
    return end.minus(start);
  }

  /**
   * Returns the notes of a run, with one about this time if there is one. The log of a run that has
   * ended contains it already.
   */
  static List<String> added(List<String> notes, Timeline timeline) {
    if (notes.stream().anyMatch(note -> note.startsWith(NOTE))) {
      return notes;
    }
    List<String> all = new ArrayList<>(notes);
    longest(timeline).ifPresent(silence -> all.add(silence.note()));
    return all;
  }

  private String note() {
    return this
        + ", although requests were waiting; each counts only once in a percentile or an error rate,"
        + " so judge such a time with throughput().every(ofSeconds(5)).atLeast(…)";
  }

  /** {@code no response came from 00:07 to 00:16}. */
  @Override
  public String toString() {
    return NOTE + Quantity.clock(start) + " to " + Quantity.clock(end);
  }
}
