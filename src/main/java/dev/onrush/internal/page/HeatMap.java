package dev.onrush.internal.page;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.onrush.internal.metrics.histogram.Buckets;
import dev.onrush.internal.metrics.timeline.Cells.Cell;
import java.util.ArrayList;
import java.util.List;

/**
 * The heat map of response times: how many responses took how long, and when. The height of its
 * rows grows in proportion to the time. If all times are whole milliseconds, no row is narrower
 * than 1 ms, since finer rows would show as stripes.
 */
final class HeatMap {

  static final int COLUMNS = 200;
  private static final int ROWS = 40;

  /** The smallest height of a row in milliseconds, for times that are not whole milliseconds. */
  private static final double LEAST = 0.01;

  private HeatMap() {}

  /**
   * Writes {@code ends} of the columns, {@code edges} of the rows in ms, and counts by column and
   * row.
   */
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
    boolean[] whole = {true};
    for (Cell<Buckets> cell : cells) {
      cell.content()
          .forEach(
              (time, samples) -> {
                range[0] = Math.min(range[0], time);
                range[1] = Math.max(range[1], time);
                // The middle of a bucket deviates from the times in it by at most a thousandth.
                whole[0] &= Math.abs(time - Math.rint(time)) <= time / 1000;
              });
    }
    double least = whole[0] ? 1 : LEAST;
    double low = Math.max(least, least * Math.floor(Math.min(range[0], range[1]) / least));
    double step = Math.pow(range[1] / low, 1.0 / ROWS);
    List<Double> edges = new ArrayList<>(List.of(low));
    double edge = low;
    // There is at least one row, even if rounding puts the first edge above the only time.
    do {
      // Each edge is a multiple of the smallest height, and at least one of it above the edge
      // before.
      edge = least * Math.max(Math.rint(edge / least) + 1, Math.ceil(edge * step / least));
      edges.add(edge);
    } while (edge <= range[1]);
    return edges;
  }

  /** Returns the row of a time; a time below the first edge belongs to the first row. */
  private static int row(List<Double> edges, double time) {
    int row = 0;
    while (row < edges.size() - 2 && time >= edges.get(row + 1)) {
      row++;
    }
    return row;
  }
}
