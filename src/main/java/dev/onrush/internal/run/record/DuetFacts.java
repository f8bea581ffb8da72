package dev.onrush.internal.run.record;

import dev.onrush.internal.duet.Duet;
import dev.onrush.units.Quantity;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Reads and writes the facts of a run that describe its duet. */
public final class DuetFacts {

  private static final String MARGIN = "duet margin";
  private static final String STOPS = "stop when certain";

  private DuetFacts() {}

  /** Whether the run is a duet. */
  public static boolean isDuet(RunInfo info) {
    return info.facts().containsKey(RunInfo.AGAINST);
  }

  /** Returns the terms of a duet as facts. */
  public static Map<String, String> of(Duet.Terms terms) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put(RunInfo.AGAINST, terms.a());
    facts.put(MARGIN, Quantity.SHARE.exact(terms.margin()));
    if (terms.stops()) {
      facts.put(STOPS, "yes");
    }
    return facts;
  }

  /** The terms of the duet; empty if the run is not a duet. */
  static Optional<Duet.Terms> terms(RunInfo info) {
    return Optional.ofNullable(info.facts().get(RunInfo.AGAINST))
        .map(
            a ->
                new Duet.Terms(
                    a,
                    info.facts().getOrDefault("target", ""),
                    Quantity.SHARE.parse(info.facts().getOrDefault(MARGIN, "5 %")),
                    info.facts().containsKey(STOPS)));
  }
}
