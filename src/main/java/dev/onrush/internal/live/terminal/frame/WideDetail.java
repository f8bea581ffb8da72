package dev.onrush.internal.live.terminal.frame;

import dev.onrush.internal.metrics.Series;
import dev.onrush.internal.metrics.Series.Kind;
import dev.onrush.internal.metrics.histogram.Distribution;
import dev.onrush.internal.metrics.timeline.Row;
import dev.onrush.internal.metrics.timeline.Selection;
import dev.onrush.internal.metrics.timeline.Timeline;
import dev.onrush.internal.run.RunState;
import dev.onrush.units.Percentile;
import java.util.Comparator;
import java.util.List;

/**
 * The details that only a wide terminal has room for: the run over time, and its single requests.
 *
 * @param rows the latest rows of the run, in order
 * @param requests the worst requests, at most {@value #REQUESTS}
 * @param otherRequests the number of further requests
 */
public record WideDetail(List<Point> rows, List<RequestFigures> requests, int otherRequests) {

  static final int REQUESTS = 10;
  static final int POINTS = 24;

  public static final WideDetail NONE = new WideDetail(List.of(), List.of(), 0);

  private static final Comparator<RequestFigures> WORST_FIRST =
      Comparator.comparingLong(RequestFigures::failures)
          .thenComparingDouble(RequestFigures::p95)
          .reversed()
          .thenComparing(RequestFigures::name);

  public WideDetail {
    rows = List.copyOf(rows);
    requests = List.copyOf(requests);
  }

  /**
   * The figures of a row; times in milliseconds.
   *
   * @param errorRate the error rate in percent
   */
  public record Point(double perSecond, double p95, double errorRate) {
    static Point of(Row row) {
      return new Point(row.requestsPerSecond(), row.p95(), 100 * row.errorShare());
    }
  }

  /**
   * The figures of a request since the run's start; times in milliseconds, 0 without a response.
   *
   * @param errorRate the error rate in percent
   */
  public record RequestFigures(
      String name,
      long requests,
      long timed,
      long failures,
      double p50,
      double p95,
      double p99,
      double errorRate) {
    static RequestFigures of(String name, Selection of) {
      Distribution times = of.all().times();
      return new RequestFigures(
          name,
          of.requests(),
          times.count(),
          of.failures(),
          times.at(Percentile.P50),
          times.at(Percentile.P95),
          times.at(Percentile.P99),
          of.answerable() == 0 ? 0 : of.errorRate());
    }
  }

  static WideDetail of(RunState state) {
    Timeline timeline = state.timeline();
    List<Row> rows = timeline.rows();
    List<RequestFigures> requests =
        timeline.selectBy(Kind.REQUEST, Series::name).entrySet().stream()
            .map(e -> RequestFigures.of(e.getKey(), e.getValue()))
            .sorted(WORST_FIRST)
            .toList();
    int shown = Math.min(REQUESTS, requests.size());
    return new WideDetail(
        rows.subList(Math.max(0, rows.size() - POINTS), rows.size()).stream()
            .map(Point::of)
            .toList(),
        requests.subList(0, shown),
        requests.size() - shown);
  }
}
