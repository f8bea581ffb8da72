package dev.onrush.baseline;

import dev.onrush.metrics.Interval;
import dev.onrush.metrics.Series.Kind;
import dev.onrush.plan.Phase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.BiPredicate;

/**
 * A run in blocks of time, to be compared with other runs. Requests of one second have much in
 * common, so not the request is the unit of chance but the block.
 *
 * <p>Only steady time counts: intervals that lie within a time whose level is held, from one second
 * after its start. Where no level is held, that is all time up to the end of the last phase. A
 * block never joins two such times. A response belongs to the interval in which it ended.
 *
 * <p>A block is an interval of about a second; of a long run, neighbours are merged until there are
 * at most 60 in all (with more than seven phases, at most eight in each).
 */
public final class RunBlocks {

  private static final int MOST = 60;
  private static final int MOST_IN_A_PHASE_AT_LEAST = 8;
  private static final Duration SETTLING = Duration.ofSeconds(1);

  /** Whose requests: a user class, and a request's name after its groups. */
  private record Requests(String userClass, String name) {}

  private record Cell(double seconds, Map<Requests, Block> requests) {

    Cell and(Cell next) {
      Map<Requests, Block> both = new HashMap<>(requests);
      next.requests.forEach((of, block) -> both.merge(of, block, Block::and));
      return new Cell(seconds + next.seconds, both);
    }
  }

  /** The blocks of one phase. */
  private static final class Stratum {
    private final Phase phase;
    private final int most;
    private List<Cell> cells = new ArrayList<>();
    private int width = 1;
    private int inLast;

    Stratum(Phase phase, int most) {
      this.phase = phase;
      this.most = most;
    }

    void add(Cell cell) {
      if (inLast == width && cells.size() == most) {
        halve();
      }
      if (cells.isEmpty() || inLast == width) {
        cells.add(cell);
        inLast = 1;
      } else {
        cells.set(cells.size() - 1, cells.get(cells.size() - 1).and(cell));
        inLast++;
      }
    }

    /** Merges neighbours in pairs; an odd one at the end waits for those to come. */
    private void halve() {
      List<Cell> merged = new ArrayList<>();
      for (int i = 0; i < cells.size(); i += 2) {
        merged.add(i + 1 < cells.size() ? cells.get(i).and(cells.get(i + 1)) : cells.get(i));
      }
      inLast = cells.size() % 2 == 0 ? 2 * width : width;
      width = 2 * width;
      cells = merged;
    }
  }

  private final List<Stratum> strata;

  private RunBlocks(List<Stratum> strata) {
    this.strata = strata;
  }

  /**
   * The blocks of a run.
   *
   * @param phases of the run
   * @param intervals in order
   */
  public static RunBlocks of(List<Phase> phases, Iterable<Interval> intervals) {
    RunBlocks blocks = empty(phases);
    intervals.forEach(blocks::add);
    return blocks;
  }

  /** No interval yet. */
  public static RunBlocks empty(List<Phase> phases) {
    List<Phase> held = phases.stream().filter(p -> p.held().isPresent()).toList();
    List<Phase> compared =
        held.isEmpty()
            ? phases
            : held.stream()
                .map(p -> new Phase(p.name(), p.start().plus(SETTLING), p.end(), p.held()))
                .toList();
    int most = Math.max(MOST_IN_A_PHASE_AT_LEAST, MOST / Math.max(1, compared.size()));
    return new RunBlocks(compared.stream().map(p -> new Stratum(p, most)).toList());
  }

  /** Takes the interval that follows. */
  public void add(Interval interval) {
    if (interval.length().isZero()) {
      return;
    }
    for (Stratum stratum : strata) {
      boolean within =
          interval.start().compareTo(stratum.phase.start()) >= 0
              && (stratum.phase.held().isPresent()
                  ? interval.end().compareTo(stratum.phase.end()) <= 0
                  : interval.start().compareTo(stratum.phase.end()) < 0);
      if (within) {
        stratum.add(cell(interval));
        return;
      }
    }
  }

  private static Cell cell(Interval interval) {
    Map<Requests, Block> requests = new HashMap<>();
    interval
        .tallies()
        .forEach(
            (series, tally) -> {
              if (series.kind() == Kind.REQUEST) {
                requests.merge(
                    new Requests(series.userClass(), series.name()),
                    Block.of(series.outcome(), tally),
                    Block::and);
              }
            });
    return new Cell(interval.length().toNanos() / 1e9, requests);
  }

  /** Names of all requests in steady time, in alphabetic order. */
  public List<String> requests() {
    TreeSet<String> names = new TreeSet<>();
    strata.forEach(s -> s.cells.forEach(c -> c.requests.keySet().forEach(r -> names.add(r.name))));
    return List.copyOf(names);
  }

  /** How many blocks there are. */
  public int size() {
    return strata.stream().mapToInt(s -> s.cells.size()).sum();
  }

  /** How many blocks each phase has. */
  int[] sizes() {
    return strata.stream().mapToInt(s -> s.cells.size()).toArray();
  }

  /** The blocks of one phase only. */
  RunBlocks in(String phase) {
    return new RunBlocks(strata.stream().filter(s -> s.phase.name().equals(phase)).toList());
  }

  /** The sum of the requests meant, in each block, phase by phase. */
  Sample select(BiPredicate<String, String> userClassAndName) {
    List<Cell> cells = strata.stream().flatMap(s -> s.cells.stream()).toList();
    return new Sample(
        cells.stream().map(cell -> select(cell, userClassAndName)).toList(),
        cells.stream().mapToDouble(Cell::seconds).toArray());
  }

  private static Block select(Cell cell, BiPredicate<String, String> userClassAndName) {
    Block sum = Block.EMPTY;
    for (Map.Entry<Requests, Block> entry : cell.requests.entrySet()) {
      if (userClassAndName.test(entry.getKey().userClass, entry.getKey().name)) {
        sum = sum.and(entry.getValue());
      }
    }
    return sum;
  }
}
