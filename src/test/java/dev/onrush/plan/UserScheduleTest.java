package dev.onrush.plan;

import static io.gatling.javaapi.core.CoreDsl.exec;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.onrush.profile.LoadProfile.ArrivalRate;
import dev.onrush.units.Rate;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class UserScheduleTest {

  @Test
  void shares_of_arrivals_sum_to_all_of_them() {
    ArrivalRate profile = ArrivalRate.none().rampTo(new Rate(110), ofSeconds(10));
    var task = exec(s -> s);
    UserSchedule schedule =
        new UserSchedule(
            List.of(
                UserClass.named("B").weight(8).task("t", task),
                UserClass.named("A").weight(2).task("t", task),
                UserClass.named("H").weight(1).task("t", task)),
            profile);

    // 550 in total: 400, 100 and 50
    assertThat(schedule.arrivalsBy(0, ofSeconds(10))).isCloseTo(400, within(1e-6));
    assertThat(schedule.arrivalsBy(1, ofSeconds(10))).isCloseTo(100, within(1e-6));
    assertThat(schedule.arrivalsBy(2, ofSeconds(10))).isCloseTo(50, within(1e-6));
  }

  /** Returns the times in seconds at which the arrivals of the only class are due. */
  private static double[] due(ArrivalRate profile, long seed) {
    var task = exec(s -> s);
    UserSchedule schedule =
        new UserSchedule(List.of(UserClass.named("U").task("t", task)), profile);
    SplittableRandom random = new SplittableRandom(seed);
    double all = schedule.arrivalsBy(0, profile.duration());
    return DoubleStream.iterate(
            schedule.next(0, random::nextDouble),
            arrivals -> arrivals <= all,
            arrivals -> schedule.next(arrivals, random::nextDouble))
        .map(arrivals -> schedule.dueAt(0, arrivals).toNanos() / 1e9)
        .toArray();
  }

  @Test
  void even_arrivals_are_as_far_apart_as_the_rate_allows() {
    double[] due = due(ArrivalRate.none().hold(new Rate(10), ofSeconds(3)), 1);

    assertThat(due).hasSize(30);
    for (int i = 0; i < due.length; i++) {
      assertThat(due[i]).isCloseTo((i + 1) / 10.0, within(1e-8));
    }
  }

  @Test
  void random_arrivals_are_exponentially_far_apart() {
    double[] due = due(ArrivalRate.none().hold(new Rate(100), ofSeconds(200)).poisson(), 7);

    // 20,000 expected; five standard deviations are 5 x sqrt(20,000)
    assertThat(due.length).isCloseTo(20_000, within(708));
    double[] gaps = new double[due.length];
    for (int i = 0; i < due.length; i++) {
      gaps[i] = due[i] - (i == 0 ? 0 : due[i - 1]);
    }
    java.util.Arrays.sort(gaps);
    double furthest = 0;
    for (int i = 0; i < gaps.length; i++) {
      double below = 1 - Math.exp(-100 * gaps[i]);
      furthest = Math.max(furthest, Math.abs((i + 0.5) / gaps.length - below));
    }
    // Kolmogorov-Smirnov at 0.1 %: 1.95 / sqrt(n)
    assertThat(furthest).isLessThan(1.95 / Math.sqrt(gaps.length));
  }

  @Test
  void random_arrivals_follow_a_ramp_and_their_seed() {
    ArrivalRate ramp = ArrivalRate.none().rampTo(new Rate(100), ofSeconds(100)).poisson();
    double[] due = due(ramp, 7);

    // 5,000 in total, a quarter of which arrives in the first half
    long first = java.util.Arrays.stream(due).filter(t -> t < 50).count();
    assertThat(due.length).isCloseTo(5_000, within(354));
    assertThat(first).isCloseTo(1_250, within(177L));
    assertThat(due(ramp, 7)).isEqualTo(due);
    assertThat(due(ramp, 8)).isNotEqualTo(due);
  }
}
