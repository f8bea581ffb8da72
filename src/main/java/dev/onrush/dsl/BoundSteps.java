package dev.onrush.dsl;

import dev.onrush.threshold.Condition;
import dev.onrush.threshold.Condition.Between;
import dev.onrush.threshold.Condition.Bound;
import dev.onrush.threshold.Condition.Comparison;
import dev.onrush.threshold.Measure;
import dev.onrush.threshold.Threshold;
import dev.onrush.units.Given;
import java.util.function.ToDoubleFunction;

/**
 * A threshold without its bound, which one of the methods adds: {@code below(ofSeconds(1))}.
 * Immutable.
 *
 * @param <B> the type of the bound: Duration, Percent, Rate, or a number
 * @since 0.1.0
 */
public class BoundSteps<B> {

  private final Measure measure;
  final ToDoubleFunction<B> toNumber;

  BoundSteps(Measure measure, ToDoubleFunction<B> toNumber) {
    this.measure = measure;
    this.toNumber = toNumber;
  }

  /**
   * Returns the threshold that is met by values below the bound.
   *
   * @throws IllegalArgumentException if the bound is null, negative, or outside the values that the
   *     measure can have, or if no value or every value of the measure would meet the threshold
   */
  public final Threshold below(B bound) {
    return threshold(Comparison.BELOW, bound);
  }

  /**
   * Returns the threshold that is met by the bound and by values below it.
   *
   * @throws IllegalArgumentException if the bound is null, negative, or outside the values that the
   *     measure can have, or if no value or every value of the measure would meet the threshold
   */
  public final Threshold atMost(B bound) {
    return threshold(Comparison.AT_MOST, bound);
  }

  /**
   * Returns the threshold that is met by values above the bound.
   *
   * @throws IllegalArgumentException if the bound is null, negative, or outside the values that the
   *     measure can have, or if no value or every value of the measure would meet the threshold
   */
  public final Threshold above(B bound) {
    return threshold(Comparison.ABOVE, bound);
  }

  /**
   * Returns the threshold that is met by the bound and by values above it.
   *
   * @throws IllegalArgumentException if the bound is null, negative, or outside the values that the
   *     measure can have, or if no value or every value of the measure would meet the threshold
   */
  public final Threshold atLeast(B bound) {
    return threshold(Comparison.AT_LEAST, bound);
  }

  /**
   * Returns the threshold that is met by the bound only; for counts.
   *
   * @throws IllegalArgumentException if the bound is null, negative, or outside the values that the
   *     measure can have, or if no value or every value of the measure would meet the threshold
   */
  public final Threshold exactly(B bound) {
    return threshold(Comparison.EQUAL, bound);
  }

  /**
   * Returns the threshold that is met by values from {@code low} to {@code high}, both included.
   *
   * @throws IllegalArgumentException if an argument is null, negative, or outside the values that
   *     the measure can have, if {@code low} is above {@code high}, or if every value of the
   *     measure would meet the threshold
   */
  public final Threshold between(B low, B high) {
    return threshold(Between.of(number(low), number(high), measure.quantity()));
  }

  private Threshold threshold(Comparison comparison, B bound) {
    return threshold(new Bound(comparison, number(bound)));
  }

  private double number(B bound) {
    return toNumber.applyAsDouble(Given.value(bound, "bound of threshold \"" + measure + "\""));
  }

  private Threshold threshold(Condition condition) {
    return new Threshold(measure, condition);
  }
}
