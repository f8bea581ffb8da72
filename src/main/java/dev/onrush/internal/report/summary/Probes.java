package dev.onrush.internal.report.summary;

import dev.onrush.internal.capacity.ProbeResult;
import dev.onrush.internal.capacity.SearchResult;
import dev.onrush.internal.page.Line;
import dev.onrush.internal.run.record.RunRecord;
import dev.onrush.units.Quantity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Formats the probes of a search for the capacity, as tables show them. */
public final class Probes {

  /** An explanation of the columns and notes, as reports show it. */
  public static final String RULES =
      "Answered/s: responses per second that did not fail while the level was held, regardless of when the"
          + " request was sent. Capacity: the highest load that held, below every load that broke. Breaking point: the lowest"
          + " load that broke; the distance between the two is the accuracy of the capacity. Knee: where"
          + " the logarithm of p95 over load lies farthest below the straight line from its first point to"
          + " its last, beyond which each step of load adds more response time (V. Satopää et al., Finding a"
          + " \"Kneedle\" in a Haystack, 2011). A probe lasts as long as its level is held: only a soak test at the"
          + " capacity finds a queue that takes longer to overflow.";

  public static final List<String> COLUMNS =
      List.of("probe", "load", "answered/s", "p95", "errors %", "outcome", "note");

  private Probes() {}

  /** Returns the search of a run, if it has at least one probe. */
  public static Optional<SearchResult> of(RunRecord result) {
    return result.capacity().filter(found -> !found.probes().isEmpty());
  }

  /**
   * Describes the capacity, the breaking point and the knee, and what the other flows did
   * meanwhile.
   */
  public static List<String> facts(SearchResult found) {
    List<String> facts = new ArrayList<>();
    facts.add("capacity: " + found.figure());
    facts.add(
        "breaking point: "
            + (found.breakingPoint().isPresent()
                ? found.asked().text(found.breakingPoint().getAsDouble())
                    + found.brokeFirst().map(first -> "; " + first).orElse("")
                : "none"));
    facts.add(
        "knee: "
            + (found.knee().isPresent()
                ? "response times climb from " + found.asked().text(found.knee().getAsDouble())
                : "none"));
    if (!found.beside().isEmpty()) {
      facts.add(
          "other flows: "
              + String.join(", ", found.beside())
              + "; the figures of the probes are of flow "
              + found.flow().orElse(""));
    }
    return List.copyOf(facts);
  }

  /**
   * Returns the capacity, the breaking point and the knee, by name: {@code ≥ 40/s}, {@code 48/s}.
   */
  public static Map<String, String> tiles(SearchResult found) {
    Map<String, String> tiles = new LinkedHashMap<>();
    tiles.put("Capacity", level(found, "\u2265\u00a0", found.proven(), "no level held"));
    tiles.put("Breaking point", level(found, "", found.breakingPoint(), "no level broke"));
    found.knee().ifPresent(knee -> tiles.put("Knee", found.asked().text(knee)));
    return tiles;
  }

  private static String level(
      SearchResult found, String before, OptionalDouble level, String none) {
    return level.isPresent() ? before + found.asked().text(level.getAsDouble()) : none;
  }

  /** Returns a row, one text for each of {@link #COLUMNS}. */
  public static List<String> texts(SearchResult found, ProbeResult probe) {
    return List.of(
        String.valueOf(probe.number()),
        found.asked().text(probe.level()),
        Line.number(probe.answered()),
        probe.p95().isPresent() ? Quantity.TIME.text(probe.p95().getAsDouble()) : "-",
        probe.hasAttempts() ? Line.number(probe.errorRate()) : "-",
        probe.outcome().toString(),
        note(found, probe));
  }

  /** Describes a probe: {@code Probe 3, 400/s: broke}. */
  public static String event(SearchResult found, ProbeResult probe) {
    return "Probe "
        + probe.number()
        + ", "
        + found.asked().text(probe.level())
        + ": "
        + probe.outcome();
  }

  private static String note(SearchResult found, ProbeResult probe) {
    String what = found.note(probe);
    return what.isEmpty() || probe.why().isEmpty() ? what + probe.why() : what + ": " + probe.why();
  }
}
