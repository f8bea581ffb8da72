package dev.onrush.internal.page;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.onrush.internal.metrics.Interval;
import dev.onrush.internal.metrics.Series.Kind;
import dev.onrush.internal.metrics.timeline.Cells.Cell;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A run's intervals, reduced to what the charts of each request and of each group show. The size of
 * the data is bounded, however long the run is and however many requests it has: the more requests
 * there are, the coarser is the time in their charts.
 */
public final class RequestsOverTime {

  private static final int CELLS = 150;
  private static final int FEWEST_CELLS = 40;

  /** The maximum number of cells of all requests together on a page. */
  private static final long CELLS_OF_ALL = 9_000;

  /** A request, or a group of them. */
  private record Subject(Kind kind, String name) {}

  private final FiguresOverTime<Subject> subjects = new FiguresOverTime<>(CELLS);
  private List<Cell<Map<Subject, Figures>>> shown = List.of();

  /** Adds the next interval. */
  public void add(Interval interval) {
    Map<Subject, Figures> figures = new HashMap<>();
    interval
        .tallies()
        .forEach(
            (series, tally) -> {
              // Tables show the metrics; the facts about the generator show the remaining kinds.
              if (series.kind() == Kind.REQUEST || series.kind() == Kind.GROUP) {
                figures.merge(
                    new Subject(series.kind(), series.name()),
                    Figures.of(series, tally),
                    Figures::and);
              }
            });
    shown = List.of();
    subjects.add(interval, figures);
  }

  /** Writes the moments at which the cells of {@link #write} end. */
  public void writeEnds(ObjectNode node) {
    Json.ends(node, shown());
  }

  /**
   * Writes the charts of one request or one group: response times, and the counts of each cell. The
   * counts of failures and of unsent requests are written only if there are any.
   */
  public void write(ObjectNode node, Kind kind, String name) {
    Subject subject = new Subject(kind, name);
    List<Figures> figures =
        shown().stream().map(c -> c.content().getOrDefault(subject, Figures.NONE)).toList();
    Json.column(node, "ok", figures, of -> of.ok());
    if (figures.stream().anyMatch(of -> of.failed() > 0)) {
      Json.column(node, "failed", figures, of -> of.failed());
    }
    if (figures.stream().anyMatch(of -> of.unsent() > 0)) {
      Json.column(node, "unsent", figures, of -> of.unsent());
    }
    PercentileColumns.write(node, figures);
  }

  /** Returns cells that are coarse enough for the charts of all requests to fit on one page. */
  private List<Cell<Map<Subject, Figures>>> shown() {
    if (shown.isEmpty()) {
      long many =
          subjects.list().stream()
              .flatMap(cell -> cell.content().keySet().stream())
              .distinct()
              .count();
      long cells = Math.min(CELLS, CELLS_OF_ALL / Math.max(1, many));
      shown = subjects.list((int) Math.max(FEWEST_CELLS, cells));
    }
    return shown;
  }
}
