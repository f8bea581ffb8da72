package dev.onrush.internal.page;

import dev.onrush.internal.metrics.Interval;
import dev.onrush.internal.metrics.timeline.Cells;
import dev.onrush.internal.metrics.timeline.Cells.Cell;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The figures of many subjects over a run. Their memory is bounded, however long the run was and
 * however many subjects it had: coarser cells share more buckets.
 *
 * @param <K> what the figures are of, such as a request
 */
final class FiguresOverTime<K> {

  /** Bytes of buckets kept at the same time. */
  private static final long BUCKETS = 32_000_000;

  private final Cells<Map<K, Figures>> cells;
  private long buckets;

  /**
   * None yet.
   *
   * @param atMost so many cells
   */
  FiguresOverTime(int atMost) {
    cells = new Cells<>(atMost, FiguresOverTime::union);
  }

  /** Adds the figures of the interval that follows. */
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

  /** The cells in order. */
  List<Cell<Map<K, Figures>>> list() {
    return cells.rated();
  }

  /** The same in at most so many cells. */
  List<Cell<Map<K, Figures>>> list(int atMost) {
    return cells.list(atMost);
  }

  private static <K> Map<K, Figures> union(Map<K, Figures> one, Map<K, Figures> other) {
    Map<K, Figures> both = new LinkedHashMap<>(one);
    other.forEach((subject, figures) -> both.merge(subject, figures, Figures::and));
    return both;
  }
}
