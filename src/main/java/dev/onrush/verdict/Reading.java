package dev.onrush.verdict;

import java.util.OptionalDouble;

/**
 * What a probe has found so far.
 *
 * @param value in the unit of the measure; empty without data
 * @param samples within the scope
 * @param detail which request, which window, how certain; empty where nothing is to be said
 */
record Reading(OptionalDouble value, long samples, String detail) {

  static Reading none(long samples, String why) {
    return new Reading(OptionalDouble.empty(), samples, why);
  }

  static Reading of(double value, long samples, String detail) {
    return new Reading(OptionalDouble.of(value), samples, detail);
  }
}
