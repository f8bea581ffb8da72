package dev.onrush.internal.page;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.onrush.internal.metrics.timeline.Cells.Cell;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/** Columns of numbers, written short: thousands of them go into one page. */
final class Json {

  private static final double THOUSANDTHS = 1000;
  private static final MathContext DIGITS = new MathContext(4);

  /** Less is 0: the page writes a number with its decimals, of which JavaScript has 100 at most. */
  private static final double LEAST = 1e-30;

  private Json() {}

  /** A column with a number for each item; what is not a number is null, which draws a gap. */
  static <T> void column(ObjectNode node, String name, List<T> items, ToDoubleFunction<T> figure) {
    ArrayNode column = node.putArray(name);
    items.forEach(item -> add(column, figure.applyAsDouble(item)));
  }

  /**
   * A column of readings of the service, which are of any size: small ones have digits where others
   * have thousandths. Below {@value #LEAST} they are 0.
   */
  static void readings(ObjectNode node, DoubleStream values) {
    ArrayNode column = node.putArray("values");
    values.forEach(value -> addRounded(column, reading(value)));
  }

  private static double reading(double value) {
    double size = Math.abs(value);
    return size < LEAST ? 0 : size < 1 ? digits(value) : thousandth(value);
  }

  /** The moments at which cells end, in milliseconds. */
  static void ends(ObjectNode node, List<? extends Cell<?>> cells) {
    ArrayNode ends = node.putArray("ends");
    cells.forEach(cell -> ends.add(cell.end().toMillis()));
  }

  /** A figure of a histogram with the digits that it has, which is three, and one to be safe. */
  static double digits(double value) {
    return Double.isFinite(value) ? new BigDecimal(value).round(DIGITS).doubleValue() : value;
  }

  /** A number to a thousandth; whole ones without a fraction. */
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
