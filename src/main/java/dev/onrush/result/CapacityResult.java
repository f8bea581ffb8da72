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
   * The flow whose load was searched while the others held theirs; empty if the plan has one flow.
   */
  Optional<String> flow();

  /** The capacity: the highest level that held below any that broke; empty if none held. */
  OptionalDouble proven();

  /** The lowest level that broke; empty if none did. */
  OptionalDouble breakingPoint();

  /** The level above which p95 climbs; empty if it does not double. */
  OptionalDouble knee();

  /** The result in one sentence. */
  String sentence();
}
