package dev.onrush.result;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The result of a capacity search. Levels are concurrent users, or arrivals per second. Immutable.
 *
 * @since 0.1.0
 */
public interface CapacityResult {

  /**
   * The flow whose capacity was searched while the other flows held their levels; empty if the plan
   * has only one flow.
   */
  Optional<String> flow();

  /**
   * The capacity: the highest level that held and is below every level that broke; empty if there
   * is no such level.
   */
  OptionalDouble proven();

  /** The lowest level that broke; empty if no level broke. */
  OptionalDouble breakingPoint();

  /**
   * The level above which p95 climbs; empty if p95 does not at least double, or does not bend
   * upwards at any level.
   */
  OptionalDouble knee();

  /** The result in one sentence. */
  String sentence();
}
