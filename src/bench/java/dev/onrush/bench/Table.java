package dev.onrush.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * A Markdown table of figures from several rounds: for each thing measured the median, the minimum
 * and the maximum, and the ratio of its median to the median of the first.
 */
final class Table {

  private final String unit;
  private final int decimals;
  private final Map<String, List<Double>> rows = new LinkedHashMap<>();

  /**
   * Creates an empty table.
   *
   * @param unit the unit of all figures
   */
  Table(String unit, int decimals) {
    this.unit = unit;
    this.decimals = decimals;
  }

  void add(String name, double figure) {
    rows.computeIfAbsent(name, n -> new ArrayList<>()).add(figure);
  }

  /** Returns the median of a thing that has been measured. */
  double median(String name) {
    return Processes.median(rows.getOrDefault(name, List.of()));
  }

  String markdown() {
    StringBuilder text = new StringBuilder();
    text.append("| ").append(unit).append(" | median | min | max | ratio | rounds |\n");
    text.append("|---|---:|---:|---:|---:|---:|\n");
    OptionalDouble first = OptionalDouble.empty();
    for (Map.Entry<String, List<Double>> row : rows.entrySet()) {
      List<Double> values = row.getValue();
      double median = Processes.median(values);
      first = first.isPresent() ? first : OptionalDouble.of(median);
      text.append(
          String.format(
              Locale.ROOT,
              "| %s | %s | %s | %s | %.2f | %d |%n",
              row.getKey(),
              number(median),
              number(values.stream().min(Double::compare).orElseThrow()),
              number(values.stream().max(Double::compare).orElseThrow()),
              median / first.getAsDouble(),
              values.size()));
    }
    return text.toString();
  }

  private String number(double value) {
    return String.format(Locale.ROOT, "%,." + decimals + "f", value);
  }
}
