package dev.onrush.internal.verdict.probe;

import dev.onrush.internal.metrics.histogram.Distribution;
import dev.onrush.result.Uncertainty;
import dev.onrush.result.Verdict;
import dev.onrush.threshold.Condition;
import dev.onrush.threshold.Condition.Bound;
import dev.onrush.threshold.Condition.Comparison;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.DoubleUnaryOperator;

/**
 * The reading of a probe so far.
 *
 * @param value in the unit of the measure; empty without data
 * @param samples the number of samples within the scope
 * @param detail such as the request, the window, or the certainty; empty if there is nothing to say
 * @param moment when the figure was at its worst, if that is one moment of the run
 * @param alternatives other values that the figure might have if all had been seen, such as the
 *     answers to requests without one; empty if all was seen
 * @param uncertainty the range of the true value without the generator's own share; empty if that
 *     share is unknown
 * @param nearness how near the figure is to being certain, if its value is 0 until it is: a number
 *     that orders such readings of one measure; 0 for any other measure
 */
public record Reading(
    OptionalDouble value,
    long samples,
    String detail,
    Optional<Duration> moment,
    List<Double> alternatives,
    Optional<Uncertainty> uncertainty,
    double nearness) {

  /** Separates the statements of a detail. */
  static final String SEPARATOR = "; ";

  public Reading {
    alternatives = List.copyOf(alternatives);
  }

  Reading(OptionalDouble value, long samples, String detail, Optional<Duration> moment) {
    this(value, samples, detail, moment, List.of(), Optional.empty(), 0);
  }

  Reading(OptionalDouble value, long samples, String detail) {
    this(value, samples, detail, Optional.empty());
  }

  /** Returns the reading with more detail, which is added to the present detail. */
  public Reading and(String more) {
    String both = detail.isEmpty() || more.isEmpty() ? detail + more : detail + SEPARATOR + more;
    return new Reading(value, samples, both, moment, alternatives, uncertainty, nearness);
  }

  /**
   * Returns the reading of a percentile, in which a value that cannot be distinguished from a bound
   * is equal to it: 5.002 and 5 are the same to the three digits of a histogram.
   */
  Reading roundedTo(Condition condition) {
    DoubleUnaryOperator rounded =
        figure ->
            condition.sides().stream()
                .mapToDouble(Bound::bound)
                .filter(bound -> bound <= figure && bound >= Distribution.leastOfBucket(figure))
                .findFirst()
                .orElse(figure);
    return new Reading(
        value.isPresent() ? OptionalDouble.of(rounded.applyAsDouble(value.getAsDouble())) : value,
        samples,
        detail,
        moment,
        alternatives.stream().map(rounded::applyAsDouble).toList(),
        uncertainty.map(
            range ->
                new Uncertainty(
                    rounded.applyAsDouble(range.least()), rounded.applyAsDouble(range.most()))),
        nearness);
  }

  /** Returns the reading with other values that it may have, because not all was seen. */
  Reading withAlternatives(List<Double> values) {
    return new Reading(value, samples, detail, moment, values, uncertainty, nearness);
  }

  /** Returns the reading with the range of its true value. */
  Reading within(Optional<Uncertainty> range) {
    return new Reading(value, samples, detail, moment, alternatives, range, nearness);
  }

  /** Returns the reading with how near its figure is to being certain. */
  Reading withNearness(double order) {
    return new Reading(value, samples, detail, moment, alternatives, uncertainty, order);
  }

  static Reading none(long samples, String why) {
    return new Reading(OptionalDouble.empty(), samples, why);
  }

  static Reading of(double value, long samples, String detail) {
    return new Reading(OptionalDouble.of(value), samples, detail);
  }

  /** Divides this value by another, which is not 0. Both readings must have a value. */
  Reading dividedBy(Reading other) {
    List<Double> quotients = new ArrayList<>();
    for (double above : possible()) {
      other.possible().forEach(below -> quotients.add(above / below));
    }
    if (other.possible().stream().anyMatch(below -> below < 0)
        && other.possible().stream().anyMatch(below -> below > 0)) {
      // the divisor may be arbitrarily close to 0
      quotients.addAll(List.of(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY));
    }
    quotients.removeIf(quotient -> quotient.isNaN()); // 0 / 0 adds nothing to the other values
    return new Reading(
        OptionalDouble.of(quotients.get(0)),
        samples,
        !alternatives.isEmpty()
            ? detail
            : !other.alternatives.isEmpty() || detail.equals(other.detail)
                ? other.detail
                : and(other.detail).detail,
        Optional.empty(),
        quotients.subList(1, quotients.size()),
        uncertainty.flatMap(above -> other.uncertainty.map(below -> quotient(above, below))),
        0);
  }

  private static Uncertainty quotient(Uncertainty above, Uncertainty below) {
    return new Uncertainty(
        above.least() / below.most(),
        below.least() == 0 ? Double.POSITIVE_INFINITY : above.most() / below.least());
  }

  /** All possible values, the measured one first. */
  private List<Double> possible() {
    List<Double> all = new ArrayList<>(List.of(value.orElseThrow()));
    all.addAll(alternatives);
    return all;
  }

  /**
   * Returns PASS or FAIL only if this is the verdict for any unseen data, and for any part of the
   * value that the generator may have caused. Otherwise NO_DATA if unseen data could change it, or
   * INVALID if the generator's share could.
   */
  public Verdict verdict(Condition condition) {
    if (value.isEmpty()) {
      return Verdict.NO_DATA;
    }
    if (!alternatives.isEmpty() && verdict(condition, wholeRange()) == Verdict.INVALID) {
      return Verdict.NO_DATA;
    }
    boolean holds = condition.holds(value.getAsDouble());
    return uncertainty
        .map(range -> verdict(condition, range))
        .orElse(holds ? Verdict.PASS : Verdict.FAIL);
  }

  /**
   * The range from the least to the greatest possible value; all values in between are possible
   * too.
   */
  private Uncertainty wholeRange() {
    return new Uncertainty(Collections.min(possible()), Collections.max(possible()));
  }

  /**
   * PASS if the condition holds in the whole range, FAIL if it holds nowhere in the range,
   * otherwise INVALID.
   */
  private static Verdict verdict(Condition condition, Uncertainty range) {
    if (condition.holds(range.least()) && condition.holds(range.most())) {
      return Verdict.PASS; // a condition that holds at both ends holds in between
    }
    return condition.sides().stream().anyMatch(side -> isBeyond(side, range))
        ? Verdict.FAIL
        : Verdict.INVALID;
  }

  private static boolean isBeyond(Bound side, Uncertainty range) {
    return side.comparison() == Comparison.EQUAL
        ? side.bound() < range.least() || side.bound() > range.most()
        : !side.holds(range.least()) && !side.holds(range.most());
  }
}
