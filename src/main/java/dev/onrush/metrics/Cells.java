package dev.onrush.metrics;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;

/**
 * A run of any length in a bounded number of cells. A cell is one interval at first; whenever there
 * are too many, each is added to its neighbour, so that all but the last are of equally many
 * intervals. With a limit of 600, ten minutes are 600 cells of a second, and 24 hours 338 of 256.
 *
 * @param <T> what is kept of an interval, and can be added
 */
public final class Cells<T> {

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
  }

  private final int limit;
  private final BinaryOperator<T> sum;
  private List<Cell<T>> cells = new ArrayList<>();
  private int intervals = 1;
  private int inLast;

  /**
   * No cells yet.
   *
   * @param limit of their number, 2 or more
   * @param sum of what is in a cell and what follows
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
    Cell<T> next = new Cell<>(start, end, content);
    if (!cells.isEmpty() && inLast < intervals) {
      int last = cells.size() - 1;
      cells.set(last, merged(cells.get(last), next));
      inLast++;
      return;
    }
    if (cells.size() == limit) {
      coarsen();
      add(start, end, content);
      return;
    }
    cells.add(next);
    inLast = 1;
  }

  /** Half as many cells, each twice as long; for when they are fewer than allowed, yet too big. */
  public void coarsen() {
    boolean odd = cells.size() % 2 == 1;
    cells = pairs(cells);
    inLast = odd ? inLast : intervals + inLast;
    intervals *= 2;
  }

  /** The cells in order. */
  public List<Cell<T>> list() {
    return List.copyOf(cells);
  }

  /** The same in at most so many cells; this one stays as it is. */
  public List<Cell<T>> list(int atMost) {
    List<Cell<T>> fewer = cells;
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
