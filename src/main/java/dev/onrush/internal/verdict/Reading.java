package dev.onrush.internal.verdict;

import dev.onrush.result.Verdict;
import dev.onrush.threshold.Condition;
import java.time.Duration;
import java.util.ArrayList;
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
 * @param otherwise what the value may have been if requests without an answer had got one; empty
 *     where all were answered
 */
record Reading(
    OptionalDouble value,
    long samples,
    String detail,
    Optional<Duration> moment,
    List<Double> otherwise) {

  Reading {
    otherwise = List.copyOf(otherwise);
  }

  Reading(OptionalDouble value, long samples, String detail, Optional<Duration> moment) {
    this(value, samples, detail, moment, List.of());
  }

  Reading(OptionalDouble value, long samples, String detail) {
    this(value, samples, detail, Optional.empty());
  }

  /** The same with something more to say; the first thing, if there was none. */
  Reading and(String more) {
    String both = detail.isEmpty() || more.isEmpty() ? detail + more : detail + ", " + more;
    return new Reading(value, samples, both, moment, otherwise);
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
    return new Reading(
        OptionalDouble.of(quotients.get(0)),
        samples,
        !otherwise.isEmpty()
            ? detail
            : other.otherwise.isEmpty() ? and(other.detail).detail : other.detail,
        Optional.empty(),
        quotients.subList(1, quotients.size()));
  }

  /** The value first. */
  private List<Double> possible() {
    List<Double> all = new ArrayList<>(List.of(value.orElseThrow()));
    all.addAll(otherwise);
    return all;
  }

  /** PASS or FAIL only if it is so whatever answers the requests without one had got. */
  Verdict verdict(Condition condition) {
    if (value.isEmpty()) {
      return Verdict.NO_DATA;
    }
    boolean holds = condition.holds(value.getAsDouble());
    return otherwise.stream().anyMatch(other -> condition.holds(other) != holds)
        ? Verdict.NO_DATA
        : holds ? Verdict.PASS : Verdict.FAIL;
  }
}
