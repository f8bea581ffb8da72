package dev.onrush.verdict;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a probe has found so far.
 *
 * @param value in the unit of the measure; empty without data
 * @param samples within the scope
 * @param detail which request, which window, how certain; empty where nothing is to be said
 * @param moment when it was at its worst, if that is one moment of the run
 */
record Reading(OptionalDouble value, long samples, String detail, Optional<Duration> moment) {

  Reading(OptionalDouble value, long samples, String detail) {
    this(value, samples, detail, Optional.empty());
  }

  static Reading none(long samples, String why) {
    return new Reading(OptionalDouble.empty(), samples, why);
  }

  static Reading of(double value, long samples, String detail) {
    return new Reading(OptionalDouble.of(value), samples, detail);
  }
}
