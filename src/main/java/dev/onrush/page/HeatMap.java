package dev.onrush.page;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.onrush.metrics.Buckets;
import dev.onrush.metrics.Cells.Cell;
import java.util.ArrayList;
import java.util.List;

/**
 * How many responses took how long, and when. Rows grow in proportion, but none is narrower than a
 * millisecond: stamps are whole milliseconds, and finer rows would be stripes.
 */
final class HeatMap {

  static final int COLUMNS = 200;
  private static final int ROWS = 40;

  private HeatMap() {}

  /** {@code ends} of the columns, {@code edges} of the rows in ms, and counts by column and row. */
  static void write(ObjectNode node, List<Cell<Buckets>> cells) {
    List<Double> edges = edges(cells);
    Json.ends(node, cells);
    Json.column(node, "edges", edges, edge -> edge);
    ArrayNode columns = node.putArray("columns");
    for (Cell<Buckets> cell : cells) {
      long[] counts = new long[edges.size() - 1];
      cell.content().forEach((time, samples) -> counts[row(edges, time)] += samples);
      ArrayNode column = columns.addArray();
      for (long count : counts) {
        column.add(count);
      }
    }
  }

  private static List<Double> edges(List<Cell<Buckets>> cells) {
    double[] range = {Double.MAX_VALUE, 1};
    for (Cell<Buckets> cell : cells) {
      cell.content()
          .forEach(
              (time, samples) -> {
                range[0] = Math.min(range[0], time);
                range[1] = Math.max(range[1], time);
              });
    }
    double low = Math.max(1, Math.floor(Math.min(range[0], range[1])));
    double step = Math.pow(range[1] / low, 1.0 / ROWS);
    List<Double> edges = new ArrayList<>(List.of(low));
    for (double edge = low; edge <= range[1]; edges.add(edge)) {
      edge = Math.max(edge + 1, Math.ceil(edge * step));
    }
    return edges;
  }

  /** What is below the first edge belongs to the first row. */
  private static int row(List<Double> edges, double time) {
    int row = 0;
    while (row < edges.size() - 2 && time >= edges.get(row + 1)) {
      row++;
    }
    return row;
  }
}
