package dev.onrush.dsl;

import dev.onrush.plan.CapacitySearch;
import dev.onrush.units.Given;
import dev.onrush.units.Rate;

/**
 * A capacity search without its levels: {@code
 * capacitySearch().from(perSecond(50)).upTo(perSecond(2_000)).holdFor(ofSeconds(20))}. It looks for
 * the highest load at which the plan's thresholds are met. Immutable.
 *
 * @since 0.1.0
 */
public final class CapacitySteps {

  CapacitySteps() {}

  /**
   * Returns this search with its first level, in concurrent users. The service should certainly
   * sustain this level.
   *
   * @param users the level of the first probe; 1 to 1,000,000
   * @throws IllegalArgumentException if {@code users} is outside its range
   */
  public From<Integer> from(int users) {
    return new From<>(new Level.Users(users), Level.Users::new);
  }

  /**
   * Returns this search with its first level, in arrivals per second. The service should certainly
   * sustain this level.
   *
   * @param rate the level of the first probe; above 0/s, at most 1,000,000/s
   * @throws IllegalArgumentException if {@code rate} is null or outside its range
   */
  public From<Rate> from(Rate rate) {
    return new From<>(new Level.Arrivals(rate), Level.Arrivals::new);
  }

  /**
   * A search without its highest level. Immutable.
   *
   * @param <T> the type of the levels: a number of users, or a rate
   */
  public static final class From<T> {
    private final Level first;
    private final Level.Kind<T> kind;

    From(Level first, Level.Kind<T> kind) {
      if (first.height() == 0) {
        throw new IllegalArgumentException(
            "first level of a capacity search was "
                + first.unit().exact(0)
                + "; it must be above 0");
      }
      this.first = first;
      this.kind = kind;
    }

    /**
     * Returns the search, with the highest level that it tries. The capacity of a service that
     * sustains this level is reported as "at least" this level. The generator must be able to send
     * this load.
     *
     * @param most above the first level, at most 1,000,000
     * @throws IllegalArgumentException if {@code most} is null, or a level is outside its range
     */
    public CapacitySearch upTo(T most) {
      return new CapacitySearch(
          first.unit(),
          first.height(),
          kind.level(Given.value(most, "highest level of a capacity search")).height());
    }
  }
}
