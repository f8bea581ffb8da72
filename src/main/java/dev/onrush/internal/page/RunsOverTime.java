package dev.onrush.internal.page;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.onrush.internal.metrics.Interval;
import dev.onrush.internal.metrics.Series.Kind;
import dev.onrush.internal.metrics.timeline.Cells;
import dev.onrush.units.Percentile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;

/**
 * Several runs of one plan on one clock, which starts with each of them: since the plans are the
 * same, so are the phases at any moment. All runs have the same cells, at most 600, each of whole
 * seconds. An interval belongs to the cell that contains its middle, since the intervals of
 * different runs end some milliseconds apart. If the time after a run's last full second is too
 * short for a rate, it belongs to the cell before.
 */
public final class RunsOverTime {

  private static final int CELLS = 600;
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  /** The figures of one run in one cell; {@code watched} is the sum of its intervals. */
  private record Cell(Figures figures, Duration watched) {
    static final Cell EMPTY = new Cell(Figures.NONE, Duration.ZERO);

    Cell and(Figures more, Duration longer) {
      return new Cell(figures.and(more), watched.plus(longer));
    }

    /** Returns a figure of this cell; {@code NaN} if the run has no interval in it. */
    double of(ToDoubleFunction<Figures> figure) {
      return watched.isZero() ? Double.NaN : figure.applyAsDouble(figures);
    }

    double perSecond() {
      return of(f -> f.requests() * 1e9 / watched.toNanos());
    }
  }

  private final long length;
  private final long cell;
  private final int count;
  private final List<List<Cell>> runs = new ArrayList<>();

  /**
   * Creates a collection without runs.
   *
   * @param longest the duration of the longest run that will be added
   */
  public RunsOverTime(Duration longest) {
    this.length = Math.max(1, longest.toNanos());
    long seconds = Math.max(1, Math.round((double) length / SECOND));
    long each = (seconds + CELLS - 1) / CELLS;
    this.cell = SECOND * each;
    this.count = (int) ((seconds + each - 1) / each);
  }

  /** Adds a run and returns the consumer of its intervals, which must be passed in order. */
  public Consumer<Interval> next() {
    List<Cell> cells = new ArrayList<>(Collections.nCopies(count, Cell.EMPTY));
    runs.add(cells);
    return interval -> {
      long middle = (interval.start().toNanos() + interval.end().toNanos()) / 2;
      int at = (int) Math.min(middle / cell, cells.size() - 1);
      Figures figures =
          interval.tallies().entrySet().stream()
              .filter(e -> e.getKey().kind() == Kind.REQUEST)
              .map(e -> Figures.of(e.getKey(), e.getValue()))
              .reduce(Figures.NONE, Figures::and);
      cells.set(at, cells.get(at).and(figures, interval.end().minus(interval.start())));
    };
  }

  /**
   * Writes the {@code ends} of the cells in ms, and for each of the {@code runs} a column for each
   * figure.
   */
  public void write(ObjectNode node) {
    ArrayNode ends = node.putArray("ends");
    for (int i = 1; i < count; i++) {
      ends.add(i * cell / 1_000_000);
    }
    ends.add(length / 1_000_000);
    ArrayNode array = node.putArray("runs");
    for (List<Cell> measured : runs) {
      List<Cell> cells = rated(measured);
      ObjectNode run = array.addObject();
      Json.column(run, "perSecond", cells, Cell::perSecond);
      Json.column(run, "errorRate", cells, c -> c.of(Figures::errorRate));
      for (int percentile : new int[] {50, 95, 99}) {
        Percentile of = new Percentile(percentile);
        Json.column(run, of.toString(), cells, c -> c.of(f -> f.at(of)));
      }
    }
  }

  private static List<Cell> rated(List<Cell> cells) {
    int last = lastWatched(cells, cells.size());
    int before = lastWatched(cells, last);
    if (before < 0 || cells.get(last).watched.compareTo(Cells.SHORTEST) >= 0) {
      return cells;
    }
    List<Cell> rated = new ArrayList<>(cells);
    rated.set(before, cells.get(before).and(cells.get(last).figures, cells.get(last).watched));
    rated.set(last, Cell.EMPTY);
    return rated;
  }

  /**
   * Returns the index of the last cell before {@code end} in which the run has an interval; -1 if
   * there is no such cell.
   */
  private static int lastWatched(List<Cell> cells, int end) {
    int last = end - 1;
    while (last >= 0 && cells.get(last).watched.isZero()) {
      last--;
    }
    return last;
  }
}
