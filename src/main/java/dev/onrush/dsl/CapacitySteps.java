package dev.onrush.dsl;

import dev.onrush.plan.CapacitySearch;
import dev.onrush.units.Given;
import dev.onrush.units.Rate;

/**
 * A search, without its levels, for the highest load that keeps the plan's thresholds: {@code
 * capacitySearch().from(perSecond(50)).upTo(perSecond(2_000)).holdFor(ofSeconds(20))}. Immutable.
 *
 * @since 0.1.0
 */
public final class CapacitySteps {

  CapacitySteps() {}

  /**
   * Concurrent users of the first probe, which the service surely bears.
   *
   * @param users 1 to 1,000,000
   * @throws IllegalArgumentException if it is outside 0 to 1,000,000
   */
  public From<Integer> from(int users) {
    return new From<>(new Level.Users(users), Level.Users::new);
  }

  /**
   * Arrivals per second of the first probe, which the service surely bears.
   *
   * @param rate above 0/s, at most 1,000,000/s
   * @throws IllegalArgumentException if it is above 1,000,000/s
   */
  public From<Rate> from(Rate rate) {
    return new From<>(new Level.Arrivals(rate), Level.Arrivals::new);
  }

  /**
   * A search that lacks its highest level. Immutable.
   *
   * @param <T> users or rates, as the first level was
   */
  public static final class From<T> {
    private final Level first;
    private final Level.Kind<T> kind;

    From(Level first, Level.Kind<T> kind) {
      this.first = first;
      this.kind = kind;
    }

    /**
     * The search, with the highest level that is tried; a service that bears it is said to bear "at
     * least" it. The generator must be able to send as much.
     *
     * @param most above the first level, at most 1,000,000
     * @throws IllegalArgumentException if the levels are outside their ranges
     */
    public CapacitySearch upTo(T most) {
      return new CapacitySearch(
          first.unit(),
          first.height(),
          kind.level(Given.value(most, "highest level of a capacity search")).height());
    }
  }
}
