package dev.onrush.internal.finding.cause;

import dev.onrush.internal.finding.evidence.Ceiling;
import dev.onrush.internal.finding.evidence.Evidence;
import dev.onrush.internal.finding.evidence.FigureOverTime;
import dev.onrush.internal.service.Meaning;
import dev.onrush.result.Cause;
import dev.onrush.result.Cause.Confidence;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Finds a pool whose connections are all in use, while callers wait for one. */
final class PoolExhausted implements CauseRule {

  private static final double WAITED = 0.5;

  /**
   * The least factor by which more callers wait than before. If almost as many callers waited
   * before, they did not cause the breach.
   */
  private static final double MORE = 1.5;

  /** The messages of HikariCP, Commons DBCP, SQLAlchemy, node-postgres, psycopg and Npgsql. */
  private static final Pattern SAID =
      Pattern.compile(
          "connection is not available, request timed out|timeout waiting for idle object"
              + "|QueuePool limit of size|timeout exceeded when trying to connect|PoolTimeout"
              + "|connection pool (has been )?exhausted",
          Pattern.CASE_INSENSITIVE);

  private static final String ADVICE =
      "a larger pool, fewer connections per request, or shorter use of each";

  @Override
  public Optional<Cause> examine(Evidence evidence) {
    Optional<String> said = Texts.failures(evidence, SAID);
    return evidence.service().instances(Meaning.POOL_LIMIT).stream()
        .flatMap(pool -> examine(evidence, pool, said).stream())
        .findFirst()
        .or(
            () ->
                said.map(
                    text -> cause(Confidence.STRONG, evidence.since(), List.of(text), List.of())));
  }

  private static Optional<Cause> examine(Evidence evidence, String pool, Optional<String> said) {
    FigureOverTime waiting = evidence.service().of(Meaning.POOL_WAITING, pool);
    boolean known = waiting.readings(evidence.during()) > 0;
    double waited = waiting.mean(evidence.during()).orElse(0);
    if (known
        && (waiting.share(evidence.during(), callers -> callers >= 1) < WAITED
            || waited < MORE * waiting.level(evidence.before()).orElse(0))) {
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
              return cause(
                  known || said.isPresent() ? Confidence.STRONG : Confidence.SOME,
                  full.since(),
                  Texts.sentences(
                      "connections"
                          + (pool.isEmpty() ? "" : " of " + pool)
                          + ": "
                          + Texts.count(full.used())
                          + " of "
                          + Texts.count(full.limit())
                          + Texts.since(full.since())
                          + (known ? ", " + Texts.count(waited) + " waiting" : ""),
                      said),
                  series);
            });
  }

  private static Cause cause(
      Confidence confidence, Duration since, List<String> sentences, List<String> series) {
    return new Cause(
        "connection pool exhausted",
        confidence,
        since,
        sentences,
        ADVICE,
        Texts.PAGE + "connection-pool",
        series);
  }
}
