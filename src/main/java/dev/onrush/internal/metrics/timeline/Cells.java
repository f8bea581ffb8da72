package dev.onrush.internal.metrics.timeline;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A run of any length in a bounded number of cells. A cell is one interval at first; whenever there
 * are too many, each is added to its neighbour, so that all but the last are of equally many
 * intervals. With a limit of 600, ten minutes are 600 cells of a second, and 24 hours 338 of 256.
 *
 * @param <T> what is kept of an interval, and can be added
 */
public final class Cells<T> {

  /** A rate over less than this says nothing: one request in 40 ms would be 25/s. */
  public static final Duration SHORTEST = Duration.ofMillis(500);

  /**
   * The sum of neighbouring intervals.
   *
   * @param start of the first, since the run's start
   * @param end of the last, since the run's start
   */
  public record Cell<T>(Duration start, Duration end, T content) {

    public Duration length() {
      return end.minus(start);
    }

    /** The rate of so many within the cell; 0 if it has no length. */
    public double perSecond(double count) {
      return length().isZero() ? 0 : count * 1e9 / length().toNanos();
    }
  }

  /** A part of the cell at work, of so many intervals. */
  private record Part<T>(int intervals, Cell<T> cell) {}

  private final int limit;
  private final BinaryOperator<T> sum;
  private List<Cell<T>> full = new ArrayList<>();
  private int intervals = 1;

  /**
   * The cell at work. Each part is of a power of two of intervals, and of fewer than the part
   * before: an interval is added to as few as it, and not to all that the cell has.
   */
  private final List<Part<T>> parts = new ArrayList<>();

  /** What {@link #list} has found; a report asks again for each request. */
  private @Nullable List<Cell<T>> listed;

  /**
   * No cells yet.
   *
   * @param limit of their number, 2 or more
   * @param sum of what is in a cell and what follows; leaves both as they are
   */
  public Cells(int limit, BinaryOperator<T> sum) {
    if (limit < 2) {
      throw new IllegalArgumentException("limit of cells was " + limit + "; it is 2 or more");
    }
    this.limit = limit;
    this.sum = sum;
  }

  /** Adds the interval that follows. */
  public void add(Duration start, Duration end, T content) {
    if (parts.isEmpty() && full.size() == limit) {
      coarsen();
    }
    push(new Part<>(1, new Cell<>(start, end, content)));
  }

  private void push(Part<T> next) {
    listed = null;
    Part<T> part = next;
    while (!parts.isEmpty() && parts.get(parts.size() - 1).intervals == part.intervals) {
      Part<T> before = parts.remove(parts.size() - 1);
      part = new Part<>(2 * part.intervals, merged(before.cell, part.cell));
    }
    if (part.intervals == intervals) {
      full.add(part.cell);
    } else {
      parts.add(part);
    }
  }

  /** Half as many cells, each twice as long; for when they are fewer than allowed, yet too big. */
  public void coarsen() {
    listed = null;
    if (full.size() % 2 == 1) {
      parts.add(0, new Part<>(intervals, full.remove(full.size() - 1)));
    }
    full = pairs(full);
    intervals *= 2;
  }

  /** How many intervals a cell is of. */
  public int intervals() {
    return intervals;
  }

  /** The cells in order. */
  public List<Cell<T>> list() {
    List<Cell<T>> known = listed;
    if (known == null) {
      List<Cell<T>> all = new ArrayList<>(full);
      parts.stream().map(Part::cell).reduce(this::merged).ifPresent(all::add);
      known = List.copyOf(all);
      listed = known;
    }
    return known;
  }

  /**
   * The same for rates: what is left behind the last full second of a run, if it is less than half
   * of one, belongs to the cell before.
   */
  public List<Cell<T>> rated() {
    List<Cell<T>> all = list();
    int last = all.size() - 1;
    if (last < 1 || all.get(last).length().compareTo(SHORTEST) >= 0) {
      return all;
    }
    List<Cell<T>> rated = new ArrayList<>(all.subList(0, last - 1));
    rated.add(merged(all.get(last - 1), all.get(last)));
    return List.copyOf(rated);
  }

  /** The same as {@link #rated}, in at most so many cells; this one stays as it is. */
  public List<Cell<T>> list(int atMost) {
    List<Cell<T>> fewer = rated();
    while (fewer.size() > atMost) {
      fewer = pairs(fewer);
    }
    return List.copyOf(fewer);
  }

  private List<Cell<T>> pairs(List<Cell<T>> all) {
    List<Cell<T>> pairs = new ArrayList<>();
    for (int i = 0; i < all.size(); i += 2) {
      pairs.add(i + 1 < all.size() ? merged(all.get(i), all.get(i + 1)) : all.get(i));
    }
    return pairs;
  }

  private Cell<T> merged(Cell<T> first, Cell<T> second) {
    return new Cell<>(first.start(), second.end(), sum.apply(first.content(), second.content()));
  }
}
