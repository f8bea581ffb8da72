package dev.onrush.internal.finding.cause;

import dev.onrush.internal.finding.evidence.Ceiling;
import dev.onrush.internal.finding.evidence.Evidence;
import dev.onrush.internal.finding.evidence.FigureOverTime;
import dev.onrush.internal.service.Meaning;
import dev.onrush.result.Cause;
import dev.onrush.result.Cause.Confidence;
import java.util.List;
import java.util.Optional;

/**
 * Finds a service whose threads for requests are all busy. This is only some evidence: the threads
 * wait for something, which may be the cause.
 */
final class ServerThreads implements CauseRule {

  @Override
  public Optional<Cause> examine(Evidence evidence) {
    return of(evidence, Meaning.SERVER_THREADS_BUSY, Meaning.SERVER_THREADS_LIMIT)
        .or(
            () ->
                evidence.service().of(Meaning.EXECUTOR_WAITING).mean(evidence.during()).orElse(0)
                        >= 1
                    ? of(evidence, Meaning.EXECUTOR_ACTIVE, Meaning.EXECUTOR_LIMIT)
                    : Optional.empty())
        .map(cause -> Frames.add(cause, evidence));
  }

  private static Optional<Cause> of(Evidence evidence, Meaning busy, Meaning limit) {
    return evidence.service().instances(limit).stream()
        .flatMap(
            name -> {
              FigureOverTime used = evidence.service().of(busy, name);
              return Ceiling.of(evidence, used, evidence.service().of(limit, name), Ceiling.FULL)
                  .map(full -> cause(name, full))
                  .stream();
            })
        .findFirst();
  }

  private static Cause cause(String name, Ceiling full) {
    return new Cause(
        "server threads exhausted",
        Confidence.SOME,
        full.since(),
        List.of(
            "threads"
                + (name.isEmpty() ? "" : " of " + name)
                + ": "
                + Texts.count(full.used())
                + " of "
                + Texts.count(full.limit())
                + " busy"
                + Texts.since(full.since())),
        "a thread dump under this load, which shows what they wait for; more threads if this is"
            + " always slow",
        Texts.PAGE + "server-threads",
        full.series());
  }
}
