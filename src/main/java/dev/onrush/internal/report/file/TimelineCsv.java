package dev.onrush.internal.report.file;

import dev.onrush.internal.metrics.InjectorStatistics;
import dev.onrush.internal.metrics.timeline.Row;
import dev.onrush.internal.run.record.RunRecord;
import dev.onrush.units.Quantity;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/**
 * Builds {@code timeline.csv}: one line for each interval; times are in milliseconds, moments in
 * seconds.
 */
public final class TimelineCsv {

  private TimelineCsv() {}

  public static String of(RunRecord result) {
    List<Row> rows = result.timeline().rows();
    TreeSet<String> classes = new TreeSet<>();
    rows.forEach(row -> classes.addAll(row.users().keySet()));
    StringBuilder csv = new StringBuilder();
    List<String> header =
        new ArrayList<>(
            List.of(
                "start_s",
                "end_s",
                "requests",
                "failures",
                "requests_per_s",
                "p50_ms",
                "p95_ms",
                "p99_ms",
                "max_ms",
                "users"));
    classes.forEach(c -> header.add("users " + c));
    TreeSet<String> metrics = new TreeSet<>();
    rows.forEach(row -> metrics.addAll(row.service().keySet()));
    metrics.forEach(m -> header.add("service " + m));
    List<String> injectors =
        rows.stream().flatMap(row -> row.injectors().keySet().stream()).distinct().toList();
    for (String injector : injectors) {
      header.addAll(
          List.of("cpu_percent " + injector, "lag_p99_ms " + injector, "begun " + injector));
    }
    csv.append(Csv.line(header));
    for (Row row : rows) {
      boolean timed = row.timed() > 0;
      List<String> cells = new ArrayList<>();
      cells.add(seconds(row.start().toMillis()));
      cells.add(seconds(row.end().toMillis()));
      cells.add(String.valueOf(row.requests()));
      cells.add(String.valueOf(row.failures()));
      cells.add(String.format(Locale.ROOT, "%.2f", row.requestsPerSecond()));
      for (double time : new double[] {row.p50(), row.p95(), row.p99(), row.max()}) {
        cells.add(timed ? Quantity.plain(time) : ""); // without a time the cell is empty, not 0
      }
      cells.add(String.valueOf(row.activeUsers()));
      classes.forEach(c -> cells.add(String.valueOf(row.users().getOrDefault(c, 0L))));
      metrics.forEach(
          m -> cells.add(row.service().containsKey(m) ? Quantity.plain(row.service().get(m)) : ""));
      for (String name : injectors) {
        InjectorStatistics injector = row.injectors().getOrDefault(name, InjectorStatistics.SILENT);
        boolean told = injector.hasReported();
        cells.add(told ? injector.vitals().map(v -> Quantity.plain(100 * v.cpu())).orElse("") : "");
        cells.add(told ? Quantity.plain(injector.lag()) : "");
        cells.add(told ? String.valueOf(injector.arrived()) : "");
      }
      csv.append(Csv.line(cells));
    }
    return csv.toString();
  }

  private static String seconds(long millis) {
    return String.format(Locale.ROOT, "%.3f", millis / 1000.0);
  }
}
