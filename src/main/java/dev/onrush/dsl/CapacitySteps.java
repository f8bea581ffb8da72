package dev.onrush.dsl;

import dev.onrush.plan.CapacitySearch;
import dev.onrush.plan.HeldLevel;
import dev.onrush.units.Given;
import dev.onrush.units.Percent;
import dev.onrush.units.Rate;
import java.time.Duration;

/**
 * A search for the highest load that keeps the plan's thresholds: {@code
 * capacitySearch().from(perSecond(50)).upTo(perSecond(2_000)).holdFor(ofSeconds(20))}.
 */
public final class CapacitySteps {

  CapacitySteps() {}

  /** Concurrent users of the first probe, which the service surely bears. */
  public From<Integer> from(int users) {
    return new From<>(new Level.Users(users), Level.Users::new, HeldLevel.Unit.USERS);
  }

  /** Arrivals each second of the first probe, which the service surely bears. */
  public From<Rate> from(Rate rate) {
    return new From<>(new Level.Arrivals(rate), Level.Arrivals::new, HeldLevel.Unit.ARRIVALS);
  }

  /**
   * Asks for the highest level.
   *
   * @param <T> users or rates, as the first level was
   */
  public static final class From<T> {
    private final Level first;
    private final SpikeProfile.Kind<T> kind;
    private final HeldLevel.Unit unit;

    From(Level first, SpikeProfile.Kind<T> kind, HeldLevel.Unit unit) {
      this.first = first;
      this.kind = kind;
      this.unit = unit;
    }

    /**
     * The highest level that is tried; a service that bears it is said to bear "at least" it. The
     * generator must be able to send as much.
     */
    public CapacitySearch upTo(T most) {
      return new CapacitySearch(
          unit,
          first.height(),
          kind.level(Given.value(most, "highest level of a capacity search")).height(),
          Duration.ofSeconds(5),
          Duration.ofSeconds(20),
          Duration.ofSeconds(60),
          new Percent(5),
          20);
    }
  }
}
