package dev.onrush.internal.report.file;

import dev.onrush.internal.metrics.histogram.Distribution;
import dev.onrush.internal.page.Line;
import dev.onrush.internal.report.summary.Summary;
import dev.onrush.internal.run.record.RunRecord;
import dev.onrush.units.Percentile;
import dev.onrush.units.Quantity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * Builds {@code requests.csv}: one line for each request, and the sum of all requests in the last
 * line; times are in milliseconds.
 */
public final class RequestsCsv {

  /**
   * The percentiles that are also given without the part that the generator itself may have caused,
   * if that part is known.
   */
  private static final List<Percentile> LEAST = Stream.of(50, 95, 99).map(Percentile::new).toList();

  private RequestsCsv() {}

  public static String of(RunRecord result) {
    List<String> header =
        new ArrayList<>(
            List.of(
                "request",
                "requests",
                "failures",
                "error_rate_percent",
                "requests_per_s",
                "mean_ms",
                "min_ms",
                "max_ms",
                "standard_deviation_ms"));
    Line.PERCENTILES.forEach(percentile -> header.add(percentile + "_ms"));
    LEAST.forEach(percentile -> header.add(percentile + "_at_least_ms"));
    StringBuilder csv = new StringBuilder(Csv.line(header));
    Summary summary = new Summary(result);
    summary.requests().forEach(line -> csv.append(Csv.line(cells(line))));
    return csv.append(Csv.line(cells(summary.total()))).toString();
  }

  private static List<String> cells(Line line) {
    Distribution times = line.times();
    List<String> cells = new ArrayList<>();
    cells.add(line.name());
    cells.add(String.valueOf(line.of().requests()));
    cells.add(String.valueOf(line.of().failures()));
    cells.add(line.of().answerable() == 0 ? "" : Quantity.plain(line.of().errorRate()));
    cells.add(Quantity.plain(line.perSecond()));
    DoubleStream.concat(
            DoubleStream.of(times.mean(), times.min(), times.max(), times.standardDeviation()),
            Line.PERCENTILES.stream().mapToDouble((Percentile p) -> times.at(p)))
        // Without responses there is no time, so the cell is empty instead of 0.
        .forEach(time -> cells.add(times.count() == 0 ? "" : Quantity.plain(time)));
    Optional<Distribution> least = line.atLeast().map(Line::times).filter(of -> of.count() > 0);
    LEAST.forEach(p -> cells.add(least.map(of -> Quantity.plain(of.at(p))).orElse("")));
    return cells;
  }
}
