package dev.onrush.dsl;

import dev.onrush.profile.HeldLevel;
import dev.onrush.profile.LoadProfile;
import dev.onrush.profile.LoadProfile.ArrivalRate;
import dev.onrush.profile.LoadProfile.ConcurrentUsers;
import dev.onrush.profile.Stage;
import dev.onrush.units.Rate;
import java.time.Duration;
import java.util.List;

/** A level of load in a plan as it is written: concurrent users, or arrivals per second. */
sealed interface Level {

  /** Turns a number of users, or a rate, into a level. */
  interface Kind<T> {
    Level level(T height);
  }

  record Users(int users) implements Level {
    public Users {
      ConcurrentUsers.checked(users);
    }

    @Override
    public double height() {
      return users;
    }

    @Override
    public HeldLevel.Unit unit() {
      return HeldLevel.Unit.USERS;
    }

    @Override
    public LoadProfile profile(List<Stage> stages) {
      return new ConcurrentUsers(stages);
    }
  }

  record Arrivals(Rate rate) implements Level {
    public Arrivals {
      ArrivalRate.checked(rate);
    }

    @Override
    public double height() {
      return rate.perSecond();
    }

    @Override
    public HeldLevel.Unit unit() {
      return HeldLevel.Unit.ARRIVALS;
    }

    @Override
    public LoadProfile profile(List<Stage> stages) {
      return new ArrivalRate(stages, ArrivalRate.Spacing.EVEN);
    }
  }

  /**
   * Returns the stage from one level to another: a jump if {@code time} is zero, and no stage at
   * all if the levels are also equal.
   */
  static List<Stage> ramp(String phase, double from, double to, Duration time) {
    return time.isZero() && from == to ? List.of() : List.of(new Stage(phase, from, to, time));
  }

  /**
   * Returns {@code top} after checking that it is above the level {@code from} at which a profile
   * begins to rise.
   *
   * @param name the name of {@code top} for the message
   */
  static Level above(Level from, Level top, String name) {
    if (top.height() <= from.height()) {
      throw new IllegalArgumentException(
          name
              + " was "
              + top.unit().exact(top.height())
              + "; it must be above "
              + from.unit().exact(from.height())
              + ", the level in from(…); raise it in to(…), or lower from(…)");
    }
    return top;
  }

  double height();

  HeldLevel.Unit unit();

  LoadProfile profile(List<Stage> stages);
}
