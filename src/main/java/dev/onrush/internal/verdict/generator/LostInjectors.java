package dev.onrush.internal.verdict.generator;

import dev.onrush.internal.metrics.timeline.Row;
import dev.onrush.result.GeneratorFinding;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/** The injectors of a run that were lost, each with the first row without it. */
final class LostInjectors {

  private final Map<String, Row> firstWithout = new LinkedHashMap<>();

  void add(String name, Row row) {
    firstWithout.putIfAbsent(name, row);
  }

  /**
   * The findings.
   *
   * @param injectors of the run, the lost ones included
   * @param end of the run, or of what is known of it
   */
  Stream<GeneratorFinding> findings(int injectors, Duration end) {
    return firstWithout.entrySet().stream()
        .map(
            lost ->
                new GeneratorFinding(
                    lost.getKey()
                        + " was lost"
                        + GeneratorRule.at(lost.getValue())
                        + "; "
                        + part(injectors)
                        + " of the load was missing from then on",
                    lost.getValue().start(),
                    end));
  }

  private static String part(int injectors) {
    return switch (injectors) {
      case 1 -> "all";
      case 2 -> "half";
      case 3 -> "a third";
      case 4 -> "a quarter";
      default -> "1 part in " + injectors;
    };
  }
}
