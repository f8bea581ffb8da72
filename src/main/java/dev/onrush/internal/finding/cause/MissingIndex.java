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

  /** The sequential scans of a table, with the expressions of its series. */
  private record TableScans(String table, Rise rise, List<String> series) {}

  @Override
  public Optional<Cause> examine(Evidence all) {
    Evidence evidence = all.comparedEarlier();
    return evidence.service().instances(Meaning.SEQUENTIAL_ROWS).stream()
        .flatMap(table -> rise(evidence, table))
        .max(Comparator.comparingDouble(scans -> scans.rise.during()))
        .map(scans -> cause(evidence, scans));
  }

  private static Stream<TableScans> rise(Evidence evidence, String table) {
    FigureOverTime rows = evidence.service().of(Meaning.SEQUENTIAL_ROWS, table);
    return Rise.of(evidence, rows, FACTOR, ROWS)
        .filter(rise -> rise.isForEachRequest(evidence, FACTOR))
        .stream()
        .map(rise -> new TableScans(table, rise, rows.series()));
  }

  private static Cause cause(Evidence evidence, TableScans scans) {
    boolean compared =
        scans.rise.level().isPresent()
            && scans.rise.since().compareTo(evidence.before().from()) > 0;
    return new Cause(
        "missing index",
        compared ? Confidence.STRONG : Confidence.SOME,
        scans.rise.since(),
        Texts.sentences(
            Texts.rose(
                evidence,
                "sequential scans of "
                    + scans.table
                    + ": "
                    + Texts.count(scans.rise.during())
                    + " rows/s",
                scans.rise,
                rows -> Texts.count(rows) + " rows/s"),
            Statements.slowest(evidence, scans.table)),
        "an index on the columns by which " + scans.table + " is searched; EXPLAIN shows which",
        Texts.PAGE + "missing-index",
        scans.series);
  }
}
