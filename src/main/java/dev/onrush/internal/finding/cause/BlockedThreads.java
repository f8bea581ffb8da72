package dev.onrush.internal.finding.cause;

import dev.onrush.internal.finding.evidence.Evidence;
import dev.onrush.internal.finding.evidence.FigureOverTime;
import dev.onrush.internal.finding.evidence.Rise;
import dev.onrush.internal.service.Meaning;
import dev.onrush.result.Cause;
import dev.onrush.result.Cause.Confidence;
import java.util.List;
import java.util.Optional;

/** Finds threads of the service that wait for each other at a monitor. */
final class BlockedThreads implements CauseRule {

  private static final double FACTOR = 2;

  /** The fewest waiting threads, on average. */
  private static final double LEAST = 2;

  /** The share of the concurrent requests from which the evidence is strong. */
  private static final double MOST = 0.5;

  @Override
  public Optional<Cause> examine(Evidence evidence) {
    FigureOverTime blocked = evidence.service().of(Meaning.THREADS_BLOCKED);
    double concurrency = evidence.all().concurrency(evidence.during());
    return Rise.of(evidence, blocked, FACTOR, LEAST)
        .map(
            rise ->
                new Cause(
                    "blocked threads",
                    rise.during() >= MOST * concurrency ? Confidence.STRONG : Confidence.SOME,
                    rise.since(),
                    Texts.sentences(
                        Texts.rose(
                            evidence,
                            "threads of the service that wait for a monitor: "
                                + Texts.count(rise.during()),
                            rise,
                            Texts::count),
                        Frames.more(evidence)),
                    "a shorter synchronized block, or none; a thread dump under this load shows"
                        + " which one",
                    Texts.PAGE + "blocked-threads",
                    List.copyOf(blocked.series())));
  }
}
