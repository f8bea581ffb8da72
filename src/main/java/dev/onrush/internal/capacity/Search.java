package dev.onrush.internal.capacity;

import dev.onrush.plan.CapacitySearch;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * The choice of the next level in a search for the capacity, a pure function of the outcomes so
 * far.
 *
 * <p>The level doubles until one breaks. Then the middle between the highest level that held and
 * the lowest that broke is tried, until the two are as close as the tolerance demands. Near the
 * capacity a probe may hold or break by chance, so the two deciding levels are each probed twice.
 * If the outcomes differ, a third probe decides, and the search continues from there if necessary:
 * a level that held by chance is taken back, and a level that broke by chance does not end the
 * search.
 */
public final class Search {

  /** The number of equal outcomes that settle a level. */
  private static final int CERTAIN = 2;

  /** The next step. */
  sealed interface Next {}

  /** A probe of this level. */
  record Probe(double level) implements Next {}

  /** The end of the search. */
  record Done(SearchEnd ending) implements Next {}

  /** How often one level held, and how often it broke. */
  private record LevelCounts(int held, int broke) {
    static final LevelCounts NONE = new LevelCounts(0, 0);

    LevelCounts and(LevelOutcome outcome) {
      return new LevelCounts(
          held + (outcome == LevelOutcome.HELD ? 1 : 0),
          broke + (outcome == LevelOutcome.BROKE ? 1 : 0));
    }

    boolean holds() {
      return held > broke;
    }

    boolean breaks() {
      return broke > held;
    }

    boolean isOpen() {
      return held == broke && held > 0;
    }
  }

  private final CapacitySearch asked;
  private final NavigableMap<Double, LevelCounts> levels = new TreeMap<>();
  private final List<ProbeOutcome> outcomes;

  Search(CapacitySearch asked, List<ProbeOutcome> outcomes) {
    this.asked = asked;
    this.outcomes = List.copyOf(outcomes);
    for (ProbeOutcome outcome : outcomes) {
      levels.merge(
          outcome.level(),
          LevelCounts.NONE.and(outcome.outcome()),
          (counts, same) -> counts.and(outcome.outcome()));
    }
  }

  /** The lowest level that broke, as far as is known. */
  OptionalDouble broke() {
    return levels.entrySet().stream()
        .filter(e -> e.getValue().breaks())
        .mapToDouble(e -> e.getKey())
        .min();
  }

  /** The highest level that held below all levels that broke, as far as is known. */
  OptionalDouble held() {
    double below = broke().orElse(Double.POSITIVE_INFINITY);
    return levels.entrySet().stream()
        .filter(e -> e.getValue().holds() && e.getKey() < below)
        .mapToDouble(e -> e.getKey())
        .max();
  }

  /** The number of times that this level held. */
  int timesHeld(double level) {
    return seen(level).held();
  }

  /** The number of times that this level broke. */
  int timesBroke(double level) {
    return seen(level).broke();
  }

  Next next() {
    Next next = wanted();
    return next instanceof Probe && outcomes.size() >= asked.probes()
        ? new Done(SearchEnd.OUT_OF_PROBES)
        : next;
  }

  private Next wanted() {
    if (outcomes.isEmpty()) {
      return new Probe(asked.first());
    }
    ProbeOutcome last = outcomes.get(outcomes.size() - 1);
    if (!last.outcome().isMeasured()) {
      return repetitions(last) < CERTAIN
          ? new Probe(last.level())
          : new Done(
              last.outcome() == LevelOutcome.INVALID ? SearchEnd.GENERATOR : SearchEnd.NO_DATA);
    }
    OptionalDouble held = held();
    OptionalDouble broke = broke();
    Optional<Double> undecided = undecided(held, broke);
    if (undecided.isPresent()) {
      return new Probe(undecided.get());
    }
    if (broke.isEmpty()) {
      return climbing(held.orElseThrow());
    }
    double high = broke.getAsDouble();
    // A higher level held, so this level may have broken by chance: it is probed again first.
    boolean contradicted =
        levels.tailMap(high, false).values().stream().anyMatch(LevelCounts::holds);
    if (held.isEmpty() || contradicted) {
      if (seen(high).broke() < CERTAIN) {
        return new Probe(high);
      }
      if (held.isEmpty()) {
        return new Done(SearchEnd.BROKE_AT_ONCE);
      }
    }
    return closing(held.getAsDouble(), high);
  }

  /** The number of times that the last outcome occurred since the last measured probe. */
  private int repetitions(ProbeOutcome last) {
    int seen = 0;
    for (int i = outcomes.size() - 1; i >= 0 && !outcomes.get(i).outcome().isMeasured(); i--) {
      seen += outcomes.get(i).equals(last) ? 1 : 0;
    }
    return seen;
  }

  /** A level between the two that held as often as it broke. */
  private Optional<Double> undecided(OptionalDouble held, OptionalDouble broke) {
    return levels
        .subMap(held.orElse(0), false, broke.orElse(Double.MAX_VALUE), false)
        .entrySet()
        .stream()
        .filter(e -> e.getValue().isOpen())
        .map(e -> e.getKey())
        .findFirst();
  }

  private Next climbing(double held) {
    if (held < asked.most()) {
      return new Probe(Math.min(asked.most(), asked.rounded(held * CapacitySearch.GROWTH)));
    }
    return timesHeld(held) < CERTAIN ? new Probe(held) : new Done(SearchEnd.HELD_ALL);
  }

  private Next closing(double held, double broke) {
    OptionalDouble middle = middle(asked, held, broke);
    if (middle.isPresent()) {
      return new Probe(middle.getAsDouble());
    }
    if (timesHeld(held) < CERTAIN) {
      return new Probe(held);
    }
    return timesBroke(broke) < CERTAIN ? new Probe(broke) : new Done(SearchEnd.FOUND);
  }

  /**
   * The level between two levels that a search tries if the lower one held and the higher one
   * broke; empty if the two are as close as the search demands.
   */
  public static OptionalDouble middle(CapacitySearch search, double held, double broke) {
    double middle = search.rounded((held + broke) / 2);
    boolean close = broke - held <= search.tolerance().value() / 100 * held;
    return !close && middle > held && middle < broke
        ? OptionalDouble.of(middle)
        : OptionalDouble.empty();
  }

  private LevelCounts seen(double level) {
    return levels.getOrDefault(level, LevelCounts.NONE);
  }
}
