package dev.onrush.internal.finding.cause;

import dev.onrush.internal.finding.evidence.Ceiling;
import dev.onrush.internal.finding.evidence.Evidence;
import dev.onrush.internal.finding.evidence.FigureOverTime;
import dev.onrush.internal.service.Meaning;
import dev.onrush.result.Cause;
import dev.onrush.result.Cause.Confidence;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Finds a database that accepts no more connections. */
final class DatabaseConnections implements CauseRule {

  private static final Pattern REFUSED =
      Pattern.compile(
          "too many (clients|connections)|remaining connection slots|ORA-00018|ORA-12516",
          Pattern.CASE_INSENSITIVE);

  /** The number of connections that may be free for a moment if each request opens its own. */
  private static final double FREE = 1.5;

  /** The least increase of failures, as a share of all requests. */
  private static final double MORE = 0.01;

  private static final String ADVICE =
      "a connection pool; its size times the number of instances must be below max_connections";

  @Override
  public Optional<Cause> examine(Evidence evidence) {
    Optional<String> said = Texts.failures(evidence, REFUSED);
    FigureOverTime used = evidence.service().of(Meaning.DATABASE_CONNECTIONS);
    FigureOverTime limit = evidence.service().of(Meaning.DATABASE_CONNECTIONS_LIMIT);
    double allowed = limit.median(evidence.during()).orElse(0);
    double full = allowed == 0 ? 1 : Math.min(Ceiling.FULL, 1 - FREE / allowed);
    Optional<Ceiling> ceiling = Ceiling.of(evidence, used, limit, full);
    boolean fail =
        evidence.load().failureShare(evidence.during())
            > evidence.load().failureShare(evidence.before()) + MORE;
    if (ceiling.isEmpty() || !fail) {
      return said.map(
          text ->
              new Cause(
                  "database connections",
                  Confidence.STRONG,
                  evidence.since(),
                  List.of(text),
                  ADVICE,
                  Texts.PAGE + "database-connections",
                  List.of()));
    }
    Ceiling found = ceiling.get();
    return Optional.of(
        new Cause(
            "database connections",
            Confidence.STRONG,
            found.since(),
            Texts.sentences(
                "connections of the database: "
                    + Texts.count(used.max(evidence.during()).orElse(0))
                    + " of "
                    + Texts.count(found.limit())
                    + Texts.since(found.since())
                    + ", and requests fail",
                said),
            ADVICE,
            Texts.PAGE + "database-connections",
            found.series()));
  }
}
