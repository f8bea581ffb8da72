package dev.onrush.internal.page;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.onrush.internal.metrics.timeline.Cells.Cell;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/** Writes columns of numbers in a short form, since a page contains thousands of numbers. */
final class Json {

  private static final double THOUSANDTHS = 1000;
  private static final MathContext DIGITS = new MathContext(4);

  /**
   * Smaller numbers are written as 0: the page shows a number with its decimals, and JavaScript
   * formats at most 100 of them.
   */
  private static final double LEAST = 1e-30;

  private Json() {}

  /**
   * Writes a column with a number for each item. An infinite number or {@code NaN} becomes null,
   * which draws a gap.
   */
  static <T> void column(ObjectNode node, String name, List<T> items, ToDoubleFunction<T> figure) {
    ArrayNode column = node.putArray(name);
    items.forEach(item -> add(column, figure.applyAsDouble(item)));
  }

  /**
   * Writes a column of readings of the service, which can be of any magnitude. Readings below 1
   * keep four significant digits, larger ones are rounded to thousandths, and readings below
   * {@value #LEAST} become 0.
   */
  static void readings(ObjectNode node, DoubleStream values) {
    ArrayNode column = node.putArray("values");
    values.forEach(value -> addRounded(column, reading(value)));
  }

  private static double reading(double value) {
    double size = Math.abs(value);
    return size < LEAST ? 0 : size < 1 ? digits(value) : thousandth(value);
  }

  /** Writes the moments at which cells end, in milliseconds. */
  static void ends(ObjectNode node, List<? extends Cell<?>> cells) {
    ArrayNode ends = node.putArray("ends");
    cells.forEach(cell -> ends.add(cell.end().toMillis()));
  }

  /**
   * Rounds a figure of a histogram to four significant digits: the three that the histogram has,
   * and one more to be safe.
   */
  static double digits(double value) {
    return Double.isFinite(value) ? new BigDecimal(value).round(DIGITS).doubleValue() : value;
  }

  /** Adds a number rounded to thousandths; whole numbers are written without a fraction. */
  static void add(ArrayNode array, double value) {
    addRounded(array, thousandth(value));
  }

  private static double thousandth(double value) {
    return Math.rint(value * THOUSANDTHS) / THOUSANDTHS;
  }

  private static void addRounded(ArrayNode array, double value) {
    if (!Double.isFinite(value)) {
      array.addNull();
    } else if (value == (long) value) {
      array.add((long) value);
    } else {
      array.add(value);
    }
  }
}
