package dev.onrush.internal.finding.cause;

import dev.onrush.internal.finding.evidence.Evidence;
import dev.onrush.internal.finding.evidence.FigureOverTime;
import dev.onrush.internal.finding.evidence.Rise;
import dev.onrush.internal.service.Meaning;
import dev.onrush.result.Cause;
import dev.onrush.result.Cause.Confidence;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Finds a service that stands still for garbage collection. */
final class GarbageCollection implements CauseRule {

  private static final double STRONG = 0.2;
  private static final double SOME = 0.1;
  private static final double FACTOR = 2;

  @Override
  public Optional<Cause> examine(Evidence evidence) {
    FigureOverTime pauses = evidence.service().of(Meaning.GC_TIME);
    FigureOverTime heap = evidence.service().of(Meaning.HEAP_USED);
    OptionalDouble full =
        heap.by(evidence.service().of(Meaning.HEAP_LIMIT)).mean(evidence.during());
    OptionalDouble kept = evidence.service().of(Meaning.HEAP_KEPT).mean(evidence.during());
    List<String> series = new ArrayList<>(pauses.series());
    series.addAll(heap.series());
    return Rise.of(evidence, pauses, FACTOR, SOME)
        .map(
            rise ->
                new Cause(
                    "garbage collection",
                    rise.during() >= STRONG ? Confidence.STRONG : Confidence.SOME,
                    rise.since(),
                    Texts.sentences(
                        Texts.rose(
                            evidence,
                            "pauses of garbage collection: "
                                + Texts.percent(rise.during())
                                + " of the time",
                            rise,
                            Texts::percent),
                        kept.isPresent()
                            ? Optional.of(
                                "old objects after a collection: "
                                    + Texts.percent(kept.getAsDouble())
                                    + " of their heap")
                            : full.isPresent()
                                ? Optional.of(
                                    "heap: " + Texts.percent(full.getAsDouble()) + " full")
                                : Optional.empty()),
                    Texts.LARGER_HEAP,
                    Texts.PAGE + "garbage-collection",
                    series));
  }
}
