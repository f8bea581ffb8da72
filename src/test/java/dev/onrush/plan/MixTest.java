package dev.onrush.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onrush.profile.LoadProfile.ConcurrentUsers;
import io.gatling.javaapi.core.CoreDsl;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class MixTest {

  private static UserClass userClass(String name) {
    return UserClass.named(name).task("t", CoreDsl.exec(session -> session));
  }

  private static final List<UserClass> COMMUNITY =
      List.of(userClass("B").weight(8), userClass("A").weight(2), userClass("H").weight(1));

  @Test
  void weights_8_2_1_of_100_users_are_73_18_and_9() {
    // quotas 72.7, 18.2 and 9.1: whole parts 72, 18, 9; the remaining one goes to the largest
    // fraction
    assertThat(Mix.of(COMMUNITY).of(100)).containsExactly(73, 18, 9);
  }

  @Test
  void parts_add_up_to_every_total() {
    Mix mix = Mix.of(COMMUNITY);

    for (int total = 0; total <= 3_000; total++) {
      assertThat(Arrays.stream(mix.of(total)).sum()).isEqualTo(total);
    }
  }

  @Test
  void ties_go_to_the_class_named_first() {
    Mix mix = Mix.of(List.of(userClass("X"), userClass("Y")));

    assertThat(mix.of(3)).containsExactly(2, 1);
  }

  @Test
  void fixed_users_are_served_before_weights() {
    Mix mix = Mix.of(List.of(userClass("W").weight(3), userClass("F").fixed(2)));

    assertThat(mix.of(1)).containsExactly(0, 1);
    assertThat(mix.of(10)).containsExactly(8, 2);
  }

  @Test
  void fractions_of_arrivals_are_not_rounded() {
    assertThat(Mix.of(COMMUNITY).fraction(0)).isEqualTo(8.0 / 11);
  }

  @Test
  void classes_add_up_to_the_profile_at_every_moment_of_a_ramp() {
    ConcurrentUsers profile = ConcurrentUsers.none().rampTo(500, Duration.ofSeconds(20));
    UserSchedule schedule = new UserSchedule(COMMUNITY, profile);

    for (int millis = 0; millis < 20_000; millis += 10) {
      Duration at = Duration.ofMillis(millis);
      int sum = schedule.usersAt(0, at) + schedule.usersAt(1, at) + schedule.usersAt(2, at);
      assertThat(sum).isEqualTo(profile.usersAt(at));
    }
  }

  @Test
  void a_crowd_grows_in_a_ramp_and_not_on_a_plateau() {
    UserSchedule schedule =
        new UserSchedule(
            COMMUNITY,
            ConcurrentUsers.none()
                .rampTo(100, Duration.ofSeconds(10))
                .holdFor(Duration.ofSeconds(10))
                .rampTo(10, Duration.ofSeconds(10)));

    assertThat(schedule.growing(Duration.ofSeconds(5))).isTrue();
    assertThat(schedule.growing(Duration.ofSeconds(15))).isFalse();
    assertThat(schedule.growing(Duration.ofSeconds(25))).isFalse();
  }
}
