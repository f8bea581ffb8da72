package dev.onrush.internal.gatling.user;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onrush.plan.Slice;
import dev.onrush.plan.UserClass;
import dev.onrush.plan.UserSchedule;
import dev.onrush.profile.LoadProfile.ConcurrentUsers;
import io.gatling.javaapi.core.CoreDsl;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class PopulationTest {

  private static final UserClass CLASS =
      UserClass.named("U").task("t", CoreDsl.exec(session -> session));

  private static UserSchedule schedule(int users, Slice slice) {
    return new UserSchedule(
        List.of(CLASS), ConcurrentUsers.none().hold(users, Duration.ofHours(1)), slice);
  }

  @Test
  @Timeout(value = 30, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void in_a_slice_as_many_leave_as_are_more_than_its_share() {
    PlanClock clock = new PlanClock(schedule(10, new Slice(1, 3)));
    Population population = new Population(CLASS, clock, 0, 0);
    for (int i = 0; i < 5; i++) {
      population.invited();
    }

    while (!population.releaseIfSurplus()) {
      Thread.onSpinWait(); // no user leaves a population that was empty a tenth of a second ago
    }

    assertThat(population.releaseIfSurplus()).isTrue();
    // its share of 10 is 3
    assertThat(population.expected()).isEqualTo(3);
    assertThat(population.releaseIfSurplus()).isFalse();
    clock.follow(schedule(4, new Slice(1, 3)), false);
    assertThat(population.releaseIfSurplus()).isTrue();
    assertThat(population.releaseIfSurplus()).isTrue();
    assertThat(population.releaseIfSurplus()).isFalse();
    assertThat(population.expected()).isEqualTo(1);
  }
}
