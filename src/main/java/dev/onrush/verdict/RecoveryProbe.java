package dev.onrush.verdict;

import dev.onrush.metrics.Series.Kind;
import dev.onrush.metrics.Timeline;
import dev.onrush.metrics.Timeline.Row;
import dev.onrush.plan.Phase;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * How long after a phase the service was as before it: the time from the phase's end to the first
 * of three seconds in a row whose p95 is at most half as long again as the median p95 of the phase
 * before (or 10 ms longer, where that is more), and whose error rate is at most one percentage
 * point higher.
 */
final class RecoveryProbe {

  private static final int ROWS = 3;
  private static final double LONGER = 1.5;
  private static final double LONGER_MILLIS = 10;
  private static final double MORE_ERRORS = 0.01;

  private RecoveryProbe() {}

  static Reading after(String phase, List<Phase> phases, Timeline timeline) {
    long requests =
        timeline.select(s -> s.kind() == Kind.REQUEST && s.phase().equals(phase)).requests();
    return new Reading(after(phase, phases, timeline.rows()), requests, "");
  }

  /**
   * The time in milliseconds, to the nearest second; infinite if it never was as before, empty
   * where less than three seconds with requests lie before or three seconds after the phase.
   */
  static OptionalDouble after(String phase, List<Phase> phases, List<Row> rows) {
    List<String> names = phases.stream().map(Phase::name).toList();
    int index = names.indexOf(phase);
    if (index < 1) {
      return OptionalDouble.empty();
    }
    Phase before = phases.get(index - 1);
    Duration end = phases.get(index).end();
    List<Row> calm =
        rows.stream()
            .filter(row -> row.requests() > 0)
            .filter(row -> row.start().compareTo(before.start()) >= 0)
            .filter(row -> row.end().compareTo(before.end()) <= 0)
            .toList();
    List<Row> later = rows.stream().filter(row -> row.start().compareTo(end) >= 0).toList();
    if (calm.size() < ROWS || later.size() < ROWS) {
      return OptionalDouble.empty();
    }
    double usual = calm.stream().mapToDouble(Row::p95).sorted().toArray()[calm.size() / 2];
    double p95 = Math.max(usual * LONGER, usual + LONGER_MILLIS);
    double errors =
        (double) calm.stream().mapToLong(Row::failures).sum()
                / calm.stream().mapToLong(Row::requests).sum()
            + MORE_ERRORS;
    Optional<Row> recovered =
        IntStream.rangeClosed(0, later.size() - ROWS)
            .filter(
                i ->
                    later.subList(i, i + ROWS).stream()
                        .allMatch(
                            row ->
                                row.requests() > 0
                                    && row.p95() <= p95
                                    && (double) row.failures() / row.requests() <= errors))
            .mapToObj(later::get)
            .findFirst();
    return OptionalDouble.of(
        recovered
            // Intervals begin within a second of the phase's end; more than that is not known.
            .map(row -> 1_000.0 * Math.round(row.start().minus(end).toMillis() / 1_000.0))
            .orElse(Double.POSITIVE_INFINITY));
  }
}
