package dev.onrush.internal.baseline;

import dev.onrush.internal.metrics.Interval;
import dev.onrush.internal.metrics.timeline.Cells;
import dev.onrush.internal.metrics.timeline.Cells.Cell;
import dev.onrush.profile.HeldLevel.Unit;
import dev.onrush.profile.Phase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

/**
 * A run in blocks of time, for comparison with other runs. Requests within one second are
 * correlated, so the statistical unit is the block and not the request.
 *
 * <p>Only steady time counts: intervals within a phase that holds a level, from one second after
 * its start. If no phase holds a level, all time up to the end of the last phase counts. A block
 * never joins two phases. A response belongs to the interval in which it ended.
 *
 * <p>A block is an interval of about a second. In a long run, neighbours are merged until there are
 * at most 60 blocks in all (with more than six phases, at most ten in each).
 */
public final class RunBlocks {

  private static final int MOST = 60;

  /**
   * The least maximum of blocks in a phase. When one more block arrives, all are merged in pairs,
   * and half of the maximum plus the new block must still be enough.
   */
  private static final int MOST_IN_A_PHASE_AT_LEAST = 2 * (Resampling.LEAST_IN_A_PHASE - 1);

  private static final Duration SETTLING = Duration.ofSeconds(1);

  /** The user class and the name, after its groups, of a request. */
  private record Requests(String userClass, String name) {}

  /** The blocks of one period. */
  private static final class Stratum {
    private final Phase phase;

    /** The titles of the phases that are current in the period: one of each flow, or several. */
    private final Set<String> titles;

    /** The ends of these phases by title, without those that are current in a later period too. */
    private final Map<String, Duration> ends;

    private final Cells<Map<Requests, Block>> cells;

    /**
     * The requests that were sent in the phases and answered after their end, without as many as
     * were sent before and answered in the period. Under a constant load, both are equally many.
     */
    private final Map<Requests, Long> late = new HashMap<>();

    private Duration leftOut = Duration.ZERO;

    /**
     * The time in which the generator stood still for 30 ms or longer, and sent less than it could
     * have. Arrivals are made up for.
     */
    private Duration stoodStill = Duration.ZERO;

    /** Creates a period without blocks. */
    Stratum(Phase phase, Set<String> titles, Map<String, Duration> ends, int most) {
      this.phase = phase;
      this.titles = titles;
      this.ends = ends;
      this.cells = new Cells<>(most, RunBlocks::both);
    }

    List<Cell<Map<Requests, Block>>> list() {
      return cells.list();
    }

    /**
     * Adds an interval, or the sum of {@code count} intervals. Returns false if it does not lie
     * within the period.
     */
    boolean add(Interval interval, long count) {
      boolean within =
          interval.start().compareTo(phase.start()) >= 0
              && (phase.held().isPresent()
                  ? interval.end().compareTo(phase.end()) <= 0
                  : interval.start().compareTo(phase.end()) < 0);
      if (within) {
        cells.add(interval.start(), interval.end(), cell(interval));
        if (phase.held().filter(level -> level.unit() == Unit.USERS).isPresent()) {
          stoodStill = stoodStill.plus(interval.pauses());
        }
        countLate(interval, title -> !titles.contains(title), -1);
      } else if (count > 1) {
        leftOut = leftOut.plus(common(interval));
      }
      return within;
    }

    /** Counts the late requests of this period in an interval that is in no block. */
    void addLate(Interval interval) {
      countLate(interval, title -> isOver(title, interval.start()), 1);
    }

    private boolean isOver(String title, Duration at) {
      Duration end = ends.get(title);
      return end != null && at.compareTo(end) >= 0;
    }

    private void countLate(Interval interval, Predicate<String> sentIn, int sign) {
      interval.forEachRequest(
          (series, tally) -> {
            if (series.outcome().sent() && sentIn.test(series.phase())) {
              late.merge(
                  new Requests(series.userClass(), series.name()),
                  sign * tally.requests(),
                  Long::sum);
            }
          });
    }

    /** The part of an interval that lies within the phase. */
    private Duration common(Interval interval) {
      Duration start = Collections.max(List.of(interval.start(), phase.start()));
      Duration end = Collections.min(List.of(interval.end(), phase.end()));
      return Collections.max(List.of(end.minus(start), Duration.ZERO));
    }
  }

  private static Map<Requests, Block> both(Map<Requests, Block> one, Map<Requests, Block> next) {
    Map<Requests, Block> both = new HashMap<>(one);
    next.forEach((of, block) -> both.merge(of, block, Block::and));
    return both;
  }

  private final List<Stratum> strata;
  private final Predicate<String> userClasses;

  private RunBlocks(List<Stratum> strata, Predicate<String> userClasses) {
    this.strata = strata;
    this.userClasses = userClasses;
  }

  /** The same blocks, with only the requests of the user classes that {@code some} accepts. */
  public RunBlocks of(Predicate<String> some) {
    return new RunBlocks(strata, some);
  }

  /**
   * Returns the blocks of a run of one flow.
   *
   * @param phases the phases of the run
   * @param intervals in order
   */
  public static RunBlocks of(List<Phase> phases, Iterable<Interval> intervals) {
    RunBlocks blocks = empty(phases, phases);
    intervals.forEach(blocks::add);
    return blocks;
  }

  /**
   * Returns blocks without any interval yet.
   *
   * @param periods the periods that are compared: those of them that hold a level above 0, or all
   *     if none does
   * @param phases the phases of the run, whose titles its samples have. With several flows, they
   *     are not the periods, and may begin before a period and end after it
   */
  public static RunBlocks empty(List<Phase> periods, List<Phase> phases) {
    List<Phase> held =
        periods.stream()
            .filter(p -> p.held().filter(level -> level.height() > 0).isPresent())
            .toList();
    List<Phase> compared = held.isEmpty() ? periods : held;
    int most = Math.max(MOST_IN_A_PHASE_AT_LEAST, MOST / Math.max(1, compared.size()));
    List<Stratum> strata = new ArrayList<>();
    for (int i = 0; i < compared.size(); i++) {
      List<Phase> later = compared.subList(i + 1, compared.size());
      Set<String> titles = new HashSet<>();
      Map<String, Duration> ends = new HashMap<>();
      for (Phase phase : phases) {
        if (overlap(phase, compared.get(i))) {
          titles.add(phase.title());
          if (later.stream().noneMatch(period -> overlap(phase, period))) {
            ends.put(phase.title(), phase.end());
          }
        }
      }
      strata.add(new Stratum(settled(compared.get(i)), titles, ends, most));
    }
    return new RunBlocks(strata, userClass -> true);
  }

  private static boolean overlap(Phase one, Phase other) {
    return one.start().compareTo(other.end()) < 0 && other.start().compareTo(one.end()) < 0;
  }

  private static Phase settled(Phase phase) {
    return phase.held().isEmpty()
        ? phase
        : new Phase(phase.name(), phase.start().plus(SETTLING), phase.end(), phase.held());
  }

  /** Adds the next interval. */
  public void add(Interval interval) {
    add(interval, 1);
  }

  /** Adds the next interval, or the sum of the next {@code count} intervals. */
  public void add(Interval interval, long count) {
    if (interval.length().isZero()) {
      return;
    }
    for (Stratum stratum : strata) {
      if (stratum.add(interval, count)) {
        return;
      }
    }
    strata.forEach(stratum -> stratum.addLate(interval));
  }

  /**
   * The steady time that is in no block: the log of a very long run contains only sums of many
   * seconds, and some of them reach beyond steady time.
   */
  Duration leftOut() {
    return strata.stream().map(s -> s.leftOut).reduce(Duration.ZERO, Duration::plus);
  }

  private static Map<Requests, Block> cell(Interval interval) {
    Map<Requests, Block> requests = new HashMap<>();
    interval.forEachRequest(
        (series, tally) ->
            requests.merge(
                new Requests(series.userClass(), series.name()),
                Block.of(series.outcome(), tally),
                Block::and));
    return requests;
  }

  /** Names of all requests in steady time, in alphabetic order. */
  public List<String> requests() {
    TreeSet<String> names = new TreeSet<>();
    strata.forEach(
        s -> s.list().forEach(c -> c.content().keySet().forEach(r -> names.add(r.name))));
    return List.copyOf(names);
  }

  /** The number of blocks. */
  public int size() {
    return strata.stream().mapToInt(s -> s.list().size()).sum();
  }

  /** The number of blocks in each phase. */
  int[] sizes() {
    return strata.stream().mapToInt(s -> s.list().size()).toArray();
  }

  /** The blocks of one phase only. */
  RunBlocks in(String phase) {
    return new RunBlocks(
        strata.stream().filter(s -> s.phase.name().equals(phase)).toList(), userClasses);
  }

  /** Returns the sum of the selected requests in each block, phase by phase. */
  Sample select(BiPredicate<String, String> userClassAndName) {
    List<Cell<Map<Requests, Block>>> cells =
        strata.stream().flatMap(s -> s.list().stream()).toList();
    return new Sample(
        cells.stream().map(cell -> select(cell.content(), userClassAndName)).toList(),
        cells.stream().mapToDouble(cell -> cell.length().toNanos() / 1e9).toArray(),
        strata.stream().mapToDouble(s -> s.stoodStill.toNanos() / 1e9).sum(),
        Math.max(0, strata.stream().mapToLong(s -> late(s, userClassAndName)).sum()));
  }

  private long late(Stratum stratum, BiPredicate<String, String> userClassAndName) {
    return stratum.late.entrySet().stream()
        .filter(of -> userClasses.test(of.getKey().userClass))
        .filter(of -> userClassAndName.test(of.getKey().userClass, of.getKey().name))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  private Block select(Map<Requests, Block> cell, BiPredicate<String, String> userClassAndName) {
    Block sum = Block.EMPTY;
    for (Map.Entry<Requests, Block> entry : cell.entrySet()) {
      String userClass = entry.getKey().userClass;
      if (userClasses.test(userClass) && userClassAndName.test(userClass, entry.getKey().name)) {
        sum = sum.and(entry.getValue());
      }
    }
    return sum;
  }
}
