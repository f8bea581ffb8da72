package dev.onrush.internal.finding.cause;

import dev.onrush.internal.finding.evidence.Evidence;
import dev.onrush.internal.finding.evidence.FigureOverTime;
import dev.onrush.internal.finding.evidence.Rise;
import dev.onrush.internal.service.Meaning;
import dev.onrush.result.Cause;
import dev.onrush.result.Cause.Confidence;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Finds database sessions that wait for each other's locks, or writers that are refused with status
 * 409.
 */
final class LockConflicts implements CauseRule {

  private static final Pattern SAID =
      Pattern.compile(
          "deadlock detected|could not serialize access|lock timeout|could not obtain lock",
          Pattern.CASE_INSENSITIVE);

  private static final int STATUS = 409;
  private static final double FACTOR = 2;

  /** The fewest waiting sessions, on average. */
  private static final double WAITING = 1;

  private static final String ADVICE =
      "shorter transactions, rows in one order, a retry after a conflict, or fewer writers of one"
          + " row";

  @Override
  public Optional<Cause> examine(Evidence evidence) {
    return waits(evidence).or(() -> refused(evidence));
  }

  private static Optional<Cause> waits(Evidence evidence) {
    FigureOverTime waiters = evidence.service().of(Meaning.LOCK_WAITERS);
    return Rise.of(evidence, waiters, FACTOR, WAITING)
        .map(
            rise ->
                cause(
                    Texts.sentences(
                        Texts.rose(
                            evidence,
                            "sessions that wait for a lock: " + Texts.count(rise.during()),
                            rise,
                            Texts::count),
                        Texts.failures(evidence, SAID)),
                    rise.since(),
                    waiters.series()));
  }

  private static Optional<Cause> refused(Evidence evidence) {
    return Refused.of(evidence, STATUS)
        .map(found -> cause(List.of(found.text("409 (conflict)")), found.since(), List.of()));
  }

  private static Cause cause(List<String> sentences, Duration since, List<String> series) {
    return new Cause(
        "lock conflicts",
        Confidence.STRONG,
        since,
        sentences,
        ADVICE,
        Texts.PAGE + "lock-conflicts",
        series);
  }
}
