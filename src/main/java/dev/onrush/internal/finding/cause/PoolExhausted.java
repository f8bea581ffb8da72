package dev.onrush.internal.finding.cause;

import dev.onrush.internal.finding.evidence.Ceiling;
import dev.onrush.internal.finding.evidence.Evidence;
import dev.onrush.internal.finding.evidence.FigureOverTime;
import dev.onrush.internal.service.Meaning;
import dev.onrush.result.Cause;
import dev.onrush.result.Cause.Confidence;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** All connections of a pool are in use, and callers wait for one. */
final class PoolExhausted implements CauseRule {

  private static final double WAITED = 0.5;

  /** Callers that waited before as well, by so much fewer, are not what broke it. */
  private static final double MORE = 1.5;

  @Override
  public Optional<Cause> examine(Evidence evidence) {
    return evidence.service().instances(Meaning.POOL_LIMIT).stream()
        .flatMap(pool -> examine(evidence, pool).stream())
        .findFirst();
  }

  private static Optional<Cause> examine(Evidence evidence, String pool) {
    FigureOverTime waiting = evidence.service().of(Meaning.POOL_WAITING, pool);
    boolean known = waiting.readings(evidence.during()) > 0;
    double waited = waiting.mean(evidence.during()).orElse(0);
    if (known
        && (waiting.share(evidence.during(), callers -> callers >= 1) < WAITED
            || waited < MORE * waiting.mean(evidence.before()).orElse(0))) {
      return Optional.empty();
    }
    return Ceiling.of(
            evidence,
            evidence.service().of(Meaning.POOL_USED, pool),
            evidence.service().of(Meaning.POOL_LIMIT, pool),
            Ceiling.FULL)
        .map(
            full -> {
              List<String> series = new ArrayList<>(full.series());
              series.addAll(waiting.series());
              return new Cause(
                  "connection pool exhausted",
                  known ? Confidence.STRONG : Confidence.SOME,
                  full.since(),
                  List.of(
                      "connections"
                          + (pool.isEmpty() ? "" : " of " + pool)
                          + ": "
                          + Texts.count(full.used())
                          + " of "
                          + Texts.count(full.limit())
                          + Texts.since(full.since())
                          + (known ? ", " + Texts.count(waited) + " waiting" : "")),
                  "a larger pool, fewer connections per request, or shorter use of each",
                  Texts.PAGE + "connection-pool",
                  series);
            });
  }
}
