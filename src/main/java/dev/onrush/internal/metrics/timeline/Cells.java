package dev.onrush.internal.metrics.timeline;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a run of any length in a bounded number of cells. A cell is one interval at first. Whenever
 * there are too many cells, each is merged with its neighbour, so that all cells but the last span
 * the same number of intervals. With a limit of 600, ten minutes of one-second intervals are 600
 * cells of one second, and 24 hours are 338 cells of 256 seconds.
 *
 * @param <T> the content that is kept of an interval, and can be added
 */
public final class Cells<T> {

  /** The shortest time over which a rate is meaningful: one request in 40 ms would be 25/s. */
  public static final Duration SHORTEST = Duration.ofMillis(500);

  /**
   * The sum of neighbouring intervals.
   *
   * @param start the start of the first interval, since the run's start
   * @param end the end of the last interval, since the run's start
   */
  public record Cell<T>(Duration start, Duration end, T content) {

    public Duration length() {
      return end.minus(start);
    }

    /**
     * The rate of {@code count} events within the cell, per second; 0 if the cell has no length.
     */
    public double perSecond(double count) {
      return length().isZero() ? 0 : count * 1e9 / length().toNanos();
    }
  }

  /** A part of the unfinished cell, and the number of intervals that it spans. */
  private record Part<T>(int intervals, Cell<T> cell) {}

  private final int limit;
  private final BinaryOperator<T> sum;
  private List<Cell<T>> full = new ArrayList<>();
  private int intervals = 1;

  /**
   * The parts of the unfinished cell. Each part spans a power of two of intervals, and fewer than
   * the part before. Thus an interval is merged with a part of its own length, and not with all
   * that the cell contains.
   */
  private final List<Part<T>> parts = new ArrayList<>();

  /** The cached result of {@link #list}, since a report calls it for each request. */
  private @Nullable List<Cell<T>> listed;

  /**
   * Creates an empty list of cells.
   *
   * @param limit the greatest number of cells, 2 or more
   * @param sum adds the content of a cell and of the cell that follows; must leave both unchanged
   */
  public Cells(int limit, BinaryOperator<T> sum) {
    if (limit < 2) {
      throw new IllegalArgumentException("limit of cells was " + limit + "; it is 2 or more");
    }
    this.limit = limit;
    this.sum = sum;
  }

  /** Adds the next interval. */
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

  /**
   * Halves the number of cells by making each twice as long. For cells that are within the limit
   * but take too much memory.
   */
  public void coarsen() {
    listed = null;
    if (full.size() % 2 == 1) {
      parts.add(0, new Part<>(intervals, full.remove(full.size() - 1)));
    }
    full = pairs(full);
    intervals *= 2;
  }

  /** The number of intervals in a full cell. */
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
   * Returns the cells for rates. The rest after the last full second of a run, if it is shorter
   * than {@link #SHORTEST}, is merged into the cell before it.
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

  /**
   * Returns the cells as {@link #rated} does, merged until they are at most {@code atMost}. This
   * object is left unchanged.
   */
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
