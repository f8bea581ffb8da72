package dev.onrush.internal.finding.cause;

import dev.onrush.internal.finding.evidence.Evidence;
import dev.onrush.internal.finding.evidence.FigureOverTime;
import dev.onrush.internal.finding.evidence.Rise;
import dev.onrush.internal.service.Meaning;
import dev.onrush.result.Cause;
import dev.onrush.result.Cause.Confidence;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds tables that are read from start to end, far more than before and also per request: an index
 * is missing, or not used.
 */
final class MissingIndex implements CauseRule {

  /** The fewest rows per second; fewer cost nothing. */
  private static final double ROWS = 10_000;

  private static final double FACTOR = 5;

  private record Found(String table, Rise rise, List<String> series) {}

  @Override
  public Optional<Cause> examine(Evidence all) {
    Evidence evidence = all.comparedEarlier();
    return evidence.service().instances(Meaning.SEQUENTIAL_ROWS).stream()
        .flatMap(table -> rise(evidence, table))
        .max(Comparator.comparingDouble(found -> found.rise.during()))
        .map(found -> cause(evidence, found));
  }

  private static Stream<Found> rise(Evidence evidence, String table) {
    FigureOverTime rows = evidence.service().of(Meaning.SEQUENTIAL_ROWS, table);
    return Rise.of(evidence, rows, FACTOR, ROWS)
        .filter(rise -> rise.isForEachRequest(evidence, FACTOR))
        .stream()
        .map(rise -> new Found(table, rise, rows.series()));
  }

  private static Cause cause(Evidence evidence, Found found) {
    boolean compared =
        found.rise.level().isPresent()
            && found.rise.since().compareTo(evidence.before().from()) > 0;
    return new Cause(
        "missing index",
        compared ? Confidence.STRONG : Confidence.SOME,
        found.rise.since(),
        Texts.sentences(
            Texts.rose(
                evidence,
                "sequential scans of "
                    + found.table
                    + ": "
                    + Texts.count(found.rise.during())
                    + " rows/s",
                found.rise,
                rows -> Texts.count(rows) + " rows/s"),
            Statements.slowest(evidence, found.table)),
        "an index on the columns by which " + found.table + " is searched; EXPLAIN shows which",
        Texts.PAGE + "missing-index",
        found.series);
  }
}
