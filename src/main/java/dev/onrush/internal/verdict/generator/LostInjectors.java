package dev.onrush.internal.verdict.generator;

import dev.onrush.internal.metrics.InjectorStatistics;
import dev.onrush.internal.metrics.timeline.Row;
import dev.onrush.result.GeneratorFinding;
import dev.onrush.units.Quantity;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The injectors of a run that were lost. A loss is noticed after some seconds of silence, but the
 * load of the injector is missing from its last report on.
 */
final class LostInjectors {

  /**
   * The end of the last row in which each injector has reported; before its first report, the time
   * when that was due.
   */
  private final Map<String, Duration> heard = new HashMap<>();

  /** The time of the last report of each lost injector. */
  private final Map<String, Duration> lost = new LinkedHashMap<>();

  /** Adds the statistics of an injector in the next row. */
  void add(String name, InjectorStatistics injector, Row row) {
    Duration last = heard.getOrDefault(name, row.start());
    if (injector.lost()) {
      lost.putIfAbsent(name, last);
    } else {
      heard.put(name, injector.hasReported() ? row.end() : last);
    }
  }

  /**
   * Returns the findings.
   *
   * @param injectors the number of injectors of the run, including the lost ones
   * @param end the end of the run, or of the known part of it
   */
  Stream<GeneratorFinding> findings(int injectors, Duration end) {
    return lost.entrySet().stream()
        .map(
            of ->
                new GeneratorFinding(
                    of.getKey()
                        + " was lost at "
                        + Quantity.clock(of.getValue())
                        + "; "
                        + part(injectors)
                        + " of the load was missing from then on",
                    of.getValue(),
                    end));
  }

  private static String part(int injectors) {
    return switch (injectors) {
      case 1 -> "all";
      case 2 -> "half";
      case 3 -> "a third";
      case 4 -> "a quarter";
      default -> "1/" + injectors;
    };
  }
}
