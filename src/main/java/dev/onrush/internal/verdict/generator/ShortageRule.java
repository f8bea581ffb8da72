package dev.onrush.internal.verdict.generator;

import dev.onrush.internal.metrics.Shortage;
import dev.onrush.internal.metrics.timeline.Row;
import dev.onrush.result.GeneratorFinding;
import dev.onrush.units.Quantity;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Stream;

/** Finds requests that failed because the generator had run out of something, such as ports. */
final class ShortageRule {

  private final Map<Shortage, Period> periods = new EnumMap<>(Shortage.class);

  /** The time from the first row with such a failure to the last one. */
  private record Period(Row first, Row last, long requests) {
    Period and(Period next) {
      return new Period(first, next.last, requests + next.requests);
    }

    GeneratorFinding of(Shortage shortage) {
      return new GeneratorFinding(
          "the generator ran out of "
              + shortage.what()
              + ", and "
              + Quantity.count(requests, "request")
              + " failed from "
              + Quantity.clock(first.start())
              + " to "
              + Quantity.clock(last.end())
              + "; "
              + shortage.remedy(),
          first.start(),
          last.end());
    }
  }

  void add(Row row) {
    row.shortages()
        .forEach((shortage, n) -> periods.merge(shortage, new Period(row, row, n), Period::and));
  }

  Stream<GeneratorFinding> findings() {
    return periods.entrySet().stream().map(entry -> entry.getValue().of(entry.getKey()));
  }
}
