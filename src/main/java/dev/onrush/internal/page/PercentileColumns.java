package dev.onrush.internal.page;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.onrush.units.Percentile;
import java.util.List;
import java.util.stream.Stream;

/** The response times of a chart: a column for p50, p95, p99 and the maximum. */
final class PercentileColumns {

  private static final List<Percentile> TIMES =
      Stream.of(50, 95, 99, 100).map(Percentile::new).toList();
  private static final List<String> NAMES = List.of("p50", "p95", "p99", "max");

  private PercentileColumns() {}

  static void write(ObjectNode node, List<Figures> figures) {
    List<double[]> times = figures.stream().map(of -> of.at(TIMES)).toList();
    for (int i = 0; i < TIMES.size(); i++) {
      int column = i;
      Json.column(node, NAMES.get(i), times, of -> Json.digits(of[column]));
    }
  }
}
