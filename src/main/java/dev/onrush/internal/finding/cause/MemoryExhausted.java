package dev.onrush.internal.finding.cause;

import dev.onrush.internal.finding.evidence.Ceiling;
import dev.onrush.internal.finding.evidence.Evidence;
import dev.onrush.internal.finding.evidence.FigureOverTime;
import dev.onrush.internal.finding.evidence.Rise;
import dev.onrush.internal.service.Meaning;
import dev.onrush.result.Cause;
import dev.onrush.result.Cause.Confidence;
import dev.onrush.units.Quantity;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Finds a service, or its machine, that has no memory left. */
final class MemoryExhausted implements CauseRule {

  private static final Pattern SAID =
      Pattern.compile(
          "OutOfMemoryError|cannot allocate memory|\\bENOMEM\\b|JavaScript heap out of memory",
          Pattern.CASE_INSENSITIVE);

  private static final double FACTOR = 2;

  /** The least time in which tasks wait for memory, in seconds per second. */
  private static final double WAITS = 0.1;

  private static final double MEBIBYTE = 1_048_576;

  @Override
  public Optional<Cause> examine(Evidence evidence) {
    Optional<String> said = Texts.failures(evidence, SAID);
    FigureOverTime waits = evidence.service().of(Meaning.MEMORY_WAIT);
    Optional<Rise> rise = Rise.of(evidence, waits, FACTOR, WAITS);
    return evidence.service().instances(Meaning.MEMORY_LIMIT).stream()
        .flatMap(of -> full(evidence, of, rise, said).stream())
        .findFirst()
        .or(
            () ->
                said.map(
                    text -> cause(Confidence.STRONG, evidence.since(), List.of(text), List.of())));
  }

  /**
   * Returns the cause if memory is full. Memory that was full before as well is no cause, unless
   * tasks wait for memory or failures report it.
   */
  private static Optional<Cause> full(
      Evidence evidence, String of, Optional<Rise> waits, Optional<String> said) {
    FigureOverTime used = evidence.service().of(Meaning.MEMORY_USED, of);
    FigureOverTime limit = evidence.service().of(Meaning.MEMORY_LIMIT, of);
    boolean isNew = used.by(limit).level(evidence.before()).orElse(1) < Ceiling.FULL;
    return Ceiling.of(evidence, used, limit, Ceiling.FULL)
        .filter(full -> waits.isPresent() || said.isPresent() || isNew)
        .map(
            full ->
                cause(
                    waits.isPresent() || said.isPresent() ? Confidence.STRONG : Confidence.SOME,
                    full.since(),
                    Texts.sentences(
                        "memory of the "
                            + of
                            + ": "
                            + Quantity.count(Math.round(full.used() / MEBIBYTE))
                            + " of "
                            + Quantity.count(Math.round(full.limit() / MEBIBYTE))
                            + " MiB"
                            + Texts.since(full.since())
                            + waits
                                .map(
                                    rise ->
                                        ", and tasks wait for memory "
                                            + Texts.percent(rise.during())
                                            + " of the time")
                                .orElse(""),
                        said),
                    full.series()));
  }

  private static Cause cause(
      Confidence confidence, Duration since, List<String> sentences, List<String> series) {
    return new Cause(
        "memory exhausted",
        confidence,
        since,
        sentences,
        "more memory, a smaller heap or cache, or fewer concurrent requests",
        Texts.PAGE + "memory",
        series);
  }
}
