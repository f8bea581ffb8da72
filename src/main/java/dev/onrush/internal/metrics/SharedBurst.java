package dev.onrush.internal.metrics;

import dev.onrush.internal.metrics.Series.Kind;
import java.util.HashMap;
import java.util.Map;

/**
 * What a burst of some injectors may have done to the requests of another one. The service is
 * shared: while it catches up after the burst, it answers everybody late, and may refuse anybody.
 *
 * @param micros the longest time since a burst began, in microseconds
 * @param requests how many requests were sent in bursts, of which each may have cost another one
 *     its place; 0 if there was no burst
 */
record SharedBurst(long micros, long requests) {

  static final SharedBurst NONE = new SharedBurst(0, 0);

  /** The bursts in these tallies of one injector. */
  static SharedBurst of(Map<Series, Tally> tallies) {
    SharedBurst all = NONE;
    for (Map.Entry<Series, Tally> entry : tallies.entrySet()) {
      if (entry.getKey().kind() == Kind.BURST) {
        // A request is recorded when it is sent and when it has ended.
        long requests = (entry.getValue().requests() + 1) / 2;
        all = all.and(new SharedBurst(longest(entry.getValue()), requests));
      }
    }
    return all;
  }

  private static long longest(Tally tally) {
    return Math.round(tally.times().max() * 1000);
  }

  /** This burst and another one in the same time. */
  SharedBurst and(SharedBurst other) {
    return new SharedBurst(Math.max(micros, other.micros), requests + other.requests);
  }

  /**
   * Returns the tallies of another injector in the same time. The time since the burst began counts
   * as the generators' own share of its response times, too, and of its failures and its responses
   * with a status of 400 or more, as many may be due to the burst as requests were sent in it.
   */
  Map<Series, Tally> in(Map<Series, Tally> tallies) {
    if (requests == 0) {
      return tallies;
    }
    Map<Series, Tally> affected = new HashMap<>();
    long doubtful = requests;
    for (Map.Entry<Series, Tally> entry : tallies.entrySet()) {
      Series series = entry.getKey();
      Tally tally = entry.getValue();
      if (series.kind() != Kind.REQUEST && series.kind() != Kind.DUE) {
        merge(affected, series, tally);
        continue;
      }
      Tally rest = tally.atLeastLess(micros);
      if (series.kind() == Kind.REQUEST && doubtful > 0) {
        doubtful -= takeDoubtful(series, rest, doubtful, affected);
      }
      if (rest.requests() > 0) {
        merge(affected, series, rest);
      }
    }
    return affected;
  }

  /** Moves up to {@code most} doubtful samples of a tally, and returns how many. */
  private static long takeDoubtful(
      Series series, Tally from, long most, Map<Series, Tally> affected) {
    Tally inBurst =
        switch (series.outcome()) {
          case FAILED -> from.take(most);
          case OK -> from.takeRefused(most);
          default -> new Tally();
        };
    if (inBurst.requests() > 0) {
      Outcome outcome =
          series.outcome() == Outcome.OK ? Outcome.OK_IN_BURST : Outcome.FAILED_IN_BURST;
      merge(affected, series.with(outcome), inBurst);
    }
    return inBurst.requests();
  }

  private static void merge(Map<Series, Tally> into, Series series, Tally tally) {
    into.computeIfAbsent(series, s -> new Tally()).add(tally);
  }
}
