package dev.onrush.internal.verdict.probe;

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

/**
 * The reading of a probe so far.
 *
 * @param value in the unit of the measure; empty without data
 * @param samples within the scope
 * @param detail which request, which window, how certain; empty where nothing is to be said
 * @param moment when it was at its worst, if that is one moment of the run
 * @param otherwise what the value may have been instead if all had been seen, such as the answers
 *     to requests without one; empty where all was
 * @param uncertainty where the value truly lies if the generator's own share is taken away; empty
 *     where that share is not known
 */
public record Reading(
    OptionalDouble value,
    long samples,
    String detail,
    Optional<Duration> moment,
    List<Double> otherwise,
    Optional<Uncertainty> uncertainty) {

  public Reading {
    otherwise = List.copyOf(otherwise);
  }

  Reading(
      OptionalDouble value,
      long samples,
      String detail,
      Optional<Duration> moment,
      List<Double> otherwise) {
    this(value, samples, detail, moment, otherwise, Optional.empty());
  }

  Reading(OptionalDouble value, long samples, String detail, Optional<Duration> moment) {
    this(value, samples, detail, moment, List.of());
  }

  Reading(OptionalDouble value, long samples, String detail) {
    this(value, samples, detail, Optional.empty());
  }

  /** The same with something more to say; the first thing, if there was none. */
  public Reading and(String more) {
    String both = detail.isEmpty() || more.isEmpty() ? detail + more : detail + ", " + more;
    return new Reading(value, samples, both, moment, otherwise, uncertainty);
  }

  /** The same of something that was not all seen, and may have been one of these instead. */
  Reading orElse(List<Double> values) {
    return new Reading(value, samples, detail, moment, values, uncertainty);
  }

  /** The same, with the range in which the value truly lies. */
  Reading within(Optional<Uncertainty> range) {
    return new Reading(value, samples, detail, moment, otherwise, range);
  }

  static Reading none(long samples, String why) {
    return new Reading(OptionalDouble.empty(), samples, why);
  }

  static Reading of(double value, long samples, String detail) {
    return new Reading(OptionalDouble.of(value), samples, detail);
  }

  /** This value divided by another, which is not 0; both are there. */
  Reading dividedBy(Reading other) {
    List<Double> quotients = new ArrayList<>();
    for (double above : possible()) {
      other.possible().forEach(below -> quotients.add(above / below));
    }
    if (other.possible().stream().anyMatch(below -> below < 0)
        && other.possible().stream().anyMatch(below -> below > 0)) {
      // divided by what may be as small as can be
      quotients.addAll(List.of(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY));
    }
    quotients.removeIf(quotient -> quotient.isNaN()); // 0 by 0 says nothing that others do not
    return new Reading(
        OptionalDouble.of(quotients.get(0)),
        samples,
        !otherwise.isEmpty()
            ? detail
            : other.otherwise.isEmpty() ? and(other.detail).detail : other.detail,
        Optional.empty(),
        quotients.subList(1, quotients.size()),
        uncertainty.flatMap(above -> other.uncertainty.map(below -> quotient(above, below))));
  }

  private static Uncertainty quotient(Uncertainty above, Uncertainty below) {
    return new Uncertainty(
        above.least() / below.most(),
        below.least() == 0 ? Double.POSITIVE_INFINITY : above.most() / below.least());
  }

  /** The value first. */
  private List<Double> possible() {
    List<Double> all = new ArrayList<>(List.of(value.orElseThrow()));
    all.addAll(otherwise);
    return all;
  }

  /**
   * PASS or FAIL only if it is so whatever had been seen of all that was not, and however much of
   * the value was the generator's own.
   */
  public Verdict verdict(Condition condition) {
    if (value.isEmpty()) {
      return Verdict.NO_DATA;
    }
    if (!otherwise.isEmpty() && verdict(condition, wholeRange()) == Verdict.INVALID) {
      return Verdict.NO_DATA;
    }
    boolean holds = condition.holds(value.getAsDouble());
    return uncertainty
        .map(range -> verdict(condition, range))
        .orElse(holds ? Verdict.PASS : Verdict.FAIL);
  }

  /** From the least of all that it may be to the most; what is between them may be as well. */
  private Uncertainty wholeRange() {
    return new Uncertainty(Collections.min(possible()), Collections.max(possible()));
  }

  /** PASS if all of the range is good, FAIL if nothing of it is. */
  private static Verdict verdict(Condition condition, Uncertainty range) {
    if (condition.holds(range.least()) && condition.holds(range.most())) {
      return Verdict.PASS; // what is good on both ends is good between them
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
