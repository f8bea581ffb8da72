package dev.onrush.internal.page;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.onrush.internal.metrics.histogram.Distribution;
import dev.onrush.units.Percentile;

/**
 * All percentiles of a distribution, plotted as HdrHistogram does: one response in {@code x} took
 * at least this time, so that p99 is at 100 and p99.9 at 1000.
 */
public final class Spectrum {

  private static final int POINTS = 58;
  private static final double POINTS_PER_DECADE = 8;

  private Spectrum() {}

  /** Writes the columns {@code in} and {@code ms}; they are empty if there are no samples. */
  public static void write(ObjectNode node, Distribution times) {
    write(node, times, POINTS_PER_DECADE);
  }

  /** Writes the same columns with half the points per decade, for pages with many spectra. */
  public static void writeCoarse(ObjectNode node, Distribution times) {
    write(node, times, POINTS_PER_DECADE / 2);
  }

  private static void write(ObjectNode node, Distribution times, double pointsPerDecade) {
    ArrayNode in = node.putArray("in");
    ArrayNode ms = node.putArray("ms");
    if (times.count() == 0) {
      return;
    }
    Json.add(in, 1);
    Json.add(ms, times.min());
    double decades = Math.log10((double) times.count());
    double step = Math.max(1 / pointsPerDecade, decades / POINTS);
    for (double decade = step; decade < decades; decade += step) {
      double x = Math.pow(10, decade);
      Json.add(in, Json.digits(x));
      Json.add(ms, Json.digits(times.at(new Percentile(100 - 100 / x))));
    }
    if (times.count() > 1) {
      Json.add(in, (double) times.count());
      Json.add(ms, times.max());
    }
  }
}
