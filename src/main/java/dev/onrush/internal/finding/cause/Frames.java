package dev.onrush.internal.finding.cause;

import dev.onrush.internal.finding.evidence.Evidence;
import dev.onrush.internal.finding.evidence.FigureOverTime;
import dev.onrush.internal.service.Meaning;
import dev.onrush.internal.verdict.figure.Span;
import dev.onrush.result.Cause;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** Finds the methods in which more threads of the service are than before. */
final class Frames {

  private static final int SHOWN = 2;
  private static final double FACTOR = 2;

  /** The fewest threads in a method, on average. */
  private static final double LEAST = 1;

  private Frames() {}

  private record Increase(String frame, OptionalDouble before, double during) {

    double threads() {
      return during - before.orElse(0);
    }

    String text(Evidence evidence) {
      String now = frame + " " + Texts.count(during);
      return before.isPresent()
          ? now + " (" + Texts.before(evidence, Texts.count(before.getAsDouble())) + ")"
          : now;
    }
  }

  /** Returns the cause with the methods in which threads are as its last sentence. */
  static Cause add(Cause cause, Evidence evidence) {
    Optional<String> frames = more(evidence);
    if (frames.isEmpty()) {
      return cause;
    }
    List<String> sentences = new ArrayList<>(cause.evidence());
    sentences.add(frames.get());
    return new Cause(
        cause.name(),
        cause.confidence(),
        cause.since(),
        sentences,
        cause.advice(),
        cause.page(),
        cause.series());
  }

  /**
   * Describes the methods with more threads, such as {@code methods with more threads:
   * com.shop.Cart.total 14 (0 before)}; empty if nothing is known.
   */
  static Optional<String> more(Evidence evidence) {
    List<String> frames =
        evidence.service().instances(Meaning.THREADS_AT).stream()
            .map(
                frame ->
                    new Increase(
                        frame,
                        mean(evidence, frame, evidence.before()),
                        mean(evidence, frame, evidence.during()).orElse(0)))
            .filter(of -> of.during >= LEAST && of.during >= FACTOR * of.before.orElse(0))
            .sorted(Comparator.comparingDouble(Increase::threads).reversed())
            .limit(SHOWN)
            .map(of -> of.text(evidence))
            .toList();
    return frames.isEmpty()
        ? Optional.empty()
        : Optional.of(
            frames.stream().collect(Collectors.joining(", ", "methods with more threads: ", "")));
  }

  /**
   * The mean number of threads at a frame. A frame without a thread has no reading, which counts as
   * 0. Empty if threads were not read at all.
   */
  private static OptionalDouble mean(Evidence evidence, String frame, Span span) {
    long readings = evidence.service().of(Meaning.THREADS).readings(span);
    FigureOverTime threads = evidence.service().of(Meaning.THREADS_AT, frame);
    return readings == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(threads.mean(span).orElse(0) * threads.readings(span) / readings);
  }
}
