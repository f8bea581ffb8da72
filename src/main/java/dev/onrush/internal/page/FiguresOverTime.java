package dev.onrush.internal.page;

import dev.onrush.internal.metrics.Interval;
import dev.onrush.internal.metrics.timeline.Cells;
import dev.onrush.internal.metrics.timeline.Cells.Cell;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The figures of many subjects over a run. Their memory is bounded, however long the run is and
 * however many subjects it has: coarser cells share more buckets.
 *
 * @param <K> the kind of subject, such as a request
 */
final class FiguresOverTime<K> {

  /** The limit for the size of all kept buckets, in bytes. */
  private static final long BUCKETS = 32_000_000;

  private final Cells<Map<K, Figures>> cells;
  private long buckets;

  /**
   * Creates an empty collection of figures.
   *
   * @param atMost the maximum number of cells
   */
  FiguresOverTime(int atMost) {
    cells = new Cells<>(atMost, FiguresOverTime::union);
  }

  /** Adds the figures of the next interval. */
  void add(Interval interval, Map<K, Figures> figures) {
    cells.add(interval.start(), interval.end(), figures);
    buckets += size(figures);
    if (buckets > BUCKETS) {
      buckets = kept();
      while (buckets > BUCKETS / 2 && cells.list().size() > 2) {
        cells.coarsen();
        buckets = kept();
      }
    }
  }

  private long kept() {
    return cells.list().stream().mapToLong(cell -> size(cell.content())).sum();
  }

  private static long size(Map<?, Figures> figures) {
    return figures.values().stream().mapToLong(of -> of.times().size()).sum();
  }

  /** Returns the cells in order. */
  List<Cell<Map<K, Figures>>> list() {
    return cells.rated();
  }

  /** Returns the cells in order, merged to at most {@code atMost}. */
  List<Cell<Map<K, Figures>>> list(int atMost) {
    return cells.list(atMost);
  }

  private static <K> Map<K, Figures> union(Map<K, Figures> one, Map<K, Figures> other) {
    Map<K, Figures> both = new LinkedHashMap<>(one);
    other.forEach((subject, figures) -> both.merge(subject, figures, Figures::and));
    return both;
  }
}
