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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Finds a service, its heap or its machine that has no memory left. */
final class MemoryExhausted implements CauseRule {

  private static final Pattern SAID =
      Pattern.compile(
          "OutOfMemoryError|cannot allocate memory|\\bENOMEM\\b|JavaScript heap out of memory",
          Pattern.CASE_INSENSITIVE);

  private static final double FACTOR = 2;

  /** The least time in which tasks wait for memory, in seconds per second. */
  private static final double WAITS = 0.1;

  private static final String MORE_MEMORY =
      "more memory, a smaller heap or cache, or fewer concurrent requests";

  private static final double MEBIBYTE = 1_048_576;

  @Override
  public Optional<Cause> examine(Evidence evidence) {
    Optional<String> said = Texts.failures(evidence, SAID);
    FigureOverTime waits = evidence.service().of(Meaning.MEMORY_WAIT);
    Optional<Rise> rise = Rise.of(evidence, waits, FACTOR, WAITS);
    return memories(evidence).stream()
        .flatMap(memory -> full(evidence, memory, rise, said).stream())
        .findFirst()
        .or(
            () ->
                said.map(
                    text ->
                        cause(
                            Confidence.STRONG,
                            evidence.since(),
                            List.of(text),
                            MORE_MEMORY,
                            List.of())));
  }

  /** Memory with a limit, and what to try if it is full. */
  private record Memory(String of, FigureOverTime used, FigureOverTime limit, String advice) {}

  /** The memory of the service and of its machine, and the heap. */
  private static List<Memory> memories(Evidence evidence) {
    List<Memory> memories = new ArrayList<>();
    for (String of : evidence.service().instances(Meaning.MEMORY_LIMIT)) {
      memories.add(
          new Memory(
              of,
              evidence.service().of(Meaning.MEMORY_USED, of),
              evidence.service().of(Meaning.MEMORY_LIMIT, of),
              MORE_MEMORY));
    }
    memories.add(
        new Memory(
            "heap",
            evidence.service().of(Meaning.HEAP_USED),
            evidence.service().of(Meaning.HEAP_LIMIT),
            Texts.LARGER_HEAP));
    return memories;
  }

  /**
   * Returns the cause if memory is full. Memory that was full before as well is no cause, unless
   * tasks wait for memory or failures report it.
   */
  private static Optional<Cause> full(
      Evidence evidence, Memory memory, Optional<Rise> waits, Optional<String> said) {
    FigureOverTime used = memory.used();
    FigureOverTime limit = memory.limit();
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
                            + memory.of()
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
                    memory.advice(),
                    full.series()));
  }

  private static Cause cause(
      Confidence confidence,
      Duration since,
      List<String> sentences,
      String advice,
      List<String> series) {
    return new Cause(
        "memory exhausted", confidence, since, sentences, advice, Texts.PAGE + "memory", series);
  }
}
