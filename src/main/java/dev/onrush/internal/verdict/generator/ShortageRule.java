package dev.onrush.internal.verdict.generator;

import dev.onrush.internal.metrics.Shortage;
import dev.onrush.internal.metrics.timeline.Row;
import dev.onrush.internal.verdict.figure.Span;
import dev.onrush.result.GeneratorFinding;
import dev.onrush.result.GeneratorFinding.Effect;
import dev.onrush.units.Quantity;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Finds requests that failed because the generator had run out of a resource, such as ports. */
final class ShortageRule {

  private final Map<Shortage, Failed> failed = new EnumMap<>(Shortage.class);

  /** The requests that failed because of one shortage. */
  private static final class Failed {

    private final FaultSpans times = new FaultSpans();
    private long requests;

    void add(Row row, long more) {
      times.add(new Span(row.start(), row.end()));
      requests += more;
    }

    List<GeneratorFinding> findings(Shortage shortage) {
      Span whole = times.whole();
      return times.findings(
          "the generator "
              + shortage.description()
              + ", and "
              + Quantity.count(requests, "request")
              + " failed from "
              + Quantity.clock(whole.from())
              + " to "
              + Quantity.clock(whole.to())
              + "; "
              + shortage.remedy(),
          Effect.LOAD);
    }
  }

  void add(Row row) {
    row.shortages()
        .forEach((shortage, n) -> failed.computeIfAbsent(shortage, s -> new Failed()).add(row, n));
  }

  /**
   * Returns a finding for each time in which requests failed; findings of one shortage have the
   * same text.
   */
  Stream<GeneratorFinding> findings() {
    return failed.entrySet().stream()
        .flatMap(entry -> entry.getValue().findings(entry.getKey()).stream());
  }
}
