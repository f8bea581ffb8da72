package dev.onrush.dsl;

import dev.onrush.plan.ArrivalRate;
import dev.onrush.plan.ConcurrentUsers;
import dev.onrush.plan.LoadProfile;
import dev.onrush.plan.Stage;
import dev.onrush.units.Rate;
import java.util.List;

/** A height of a profile: so many users, or so many arrivals each second; never a bare number. */
sealed interface Level {

  record Users(int users) implements Level {
    public Users {
      ConcurrentUsers.checked(users);
    }

    @Override
    public double height() {
      return users;
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
    public LoadProfile profile(List<Stage> stages) {
      return new ArrivalRate(stages, ArrivalRate.Spacing.EVEN);
    }
  }

  double height();

  LoadProfile profile(List<Stage> stages);
}
