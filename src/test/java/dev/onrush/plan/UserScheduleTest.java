package dev.onrush.plan;

import static io.gatling.javaapi.core.CoreDsl.exec;
import static java.time.Duration.ofDays;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.onrush.profile.LoadProfile.ArrivalRate;
import dev.onrush.units.Rate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class UserScheduleTest {

  private static final SplittableRandom UNUSED = new SplittableRandom(0);

  private static List<UserClass> classes(int... weights) {
    return Arrays.stream(weights)
        .mapToObj(w -> UserClass.named("U").weight(w).task("t", exec(s -> s)))
        .toList();
  }

  private static ArrivalRate any(SplittableRandom random) {
    ArrivalRate profile = ArrivalRate.none();
    for (int stages = random.nextInt(1, 5); stages > 0; stages--) {
      Duration time = ofMillis(random.nextInt(200, 9_000));
      Rate rate = new Rate(random.nextDouble(0, 60));
      profile = random.nextBoolean() ? profile.rampTo(rate, time) : profile.hold(rate, time);
    }
    return profile;
  }

  private static int[] anyWeights(SplittableRandom random) {
    int most = random.nextInt(1, 40);
    return IntStream.range(0, random.nextInt(1, 12))
        .map(i -> random.nextInt(8) == 0 ? 1_000 : random.nextInt(1, most + 1))
        .toArray();
  }

  @Test
  void arrivals_of_8_2_1_are_400_100_and_50_of_550() {
    ArrivalRate profile = ArrivalRate.none().rampTo(new Rate(110), ofSeconds(10));

    assertThat(new UserSchedule(classes(8, 2, 1), profile).arrivalsOfClassesBy(ofSeconds(10)))
        .containsExactly(400, 100, 50);
  }

  @Test
  void seven_classes_of_20_arrivals_have_3_or_2_and_none_is_lost() {
    ArrivalRate profile = ArrivalRate.none().hold(new Rate(5), ofSeconds(4));

    assertThat(
            new UserSchedule(classes(1, 1, 1, 1, 1, 1, 1), profile)
                .arrivalsOfClassesBy(ofSeconds(4)))
        .containsExactly(3, 3, 3, 3, 3, 3, 2);
  }

  @Test
  void the_classes_add_up_to_the_profile_at_every_moment_and_each_has_its_share() {
    SplittableRandom random = new SplittableRandom(1);
    for (int round = 0; round < 500; round++) {
      int[] weights = anyWeights(random);
      double sum = IntStream.of(weights).sum();
      ArrivalRate profile = any(random);
      UserSchedule schedule = new UserSchedule(classes(weights), profile);
      long[] before = new long[weights.length];
      for (int look = 0; look <= 20; look++) {
        Duration at = profile.duration().multipliedBy(look).dividedBy(20);
        long[] counts = schedule.arrivalsOfClassesBy(at);
        long all = LongStream.of(counts).sum();

        assertThat(all).isEqualTo((long) (profile.arrivalsBy(at) + 1e-9));
        for (int i = 0; i < counts.length; i++) {
          assertThat(counts[i]).isGreaterThanOrEqualTo(before[i]);
          assertThat(counts[i] - all * weights[i] / sum)
              .isStrictlyBetween(-1.0, 1.0); // its share, rounded up or down
        }
        before = counts;
      }
    }
  }

  @Test
  void each_arrival_of_the_profile_belongs_to_one_class_which_has_it_when_it_is_due() {
    SplittableRandom random = new SplittableRandom(2);
    for (int round = 0; round < 500; round++) {
      int[] weights = anyWeights(random);
      ArrivalRate profile = any(random);
      UserSchedule schedule = new UserSchedule(classes(weights), profile);
      long[] counts = schedule.arrivalsOfClassesBy(profile.duration());
      double due = schedule.arrivalsBy(profile.duration());
      List<Double> all = new ArrayList<>();
      for (int i = 0; i < weights.length; i++) {
        List<Double> own = upTo(due, schedule.arrivals(i, 1, UNUSED::nextDouble));

        assertThat(own).hasSize((int) counts[i]);
        all.addAll(own);
      }
      all.sort(Double::compare);

      assertThat(all).hasSize((int) due);
      for (int n = 0; n < all.size(); n++) {
        assertThat(all.get(n)).isEqualTo(n + 1);
        assertThat(schedule.dueAt(all.get(n))).isEqualTo(profile.dueAt(n + 1));
      }
    }
  }

  private static List<Double> upTo(double due, ClassArrivals arrivals) {
    return DoubleStream.generate(arrivals::next).takeWhile(next -> next <= due).boxed().toList();
  }

  @Test
  void arrivals_of_two_equal_classes_alternate() {
    UserSchedule schedule =
        new UserSchedule(classes(1, 1), ArrivalRate.none().hold(new Rate(10), ofSeconds(1)));

    assertThat(upTo(10.5, schedule.arrivals(0, 1, UNUSED::nextDouble)))
        .containsExactly(1.0, 3.0, 5.0, 7.0, 9.0);
    assertThat(upTo(10.5, schedule.arrivals(1, 1, UNUSED::nextDouble)))
        .containsExactly(2.0, 4.0, 6.0, 8.0, 10.0);
    // each twin's arrival may be the former or the latter of its pair
    assertThat(upTo(4.5, schedule.arrivals(1, 2, UNUSED::nextDouble)))
        .containsExactly(1.5, 2.0, 3.5, 4.0);
  }

  @Test
  void a_small_class_never_arrives_in_a_burst() {
    // 1 heavy class with half of all arrivals, and 100 small ones: every second arrival is heavy.
    int[] weights = IntStream.rangeClosed(0, 100).map(i -> i == 0 ? 100 : 1).toArray();
    UserSchedule schedule =
        new UserSchedule(classes(weights), ArrivalRate.none().hold(new Rate(200), ofSeconds(2)));

    List<Double> heavy = upTo(400, schedule.arrivals(0, 1, UNUSED::nextDouble));

    assertThat(heavy).hasSize(200);
    for (int i = 0; i < heavy.size(); i++) {
      assertThat(heavy.get(i)).isEqualTo(2 * i + 1);
    }
  }

  @Test
  void months_at_thousands_per_second_are_counted_at_once() {
    // 5,000/s for 100 days are 43,200,000,000 arrivals: 3,927,272,727 times 8, 2 and 1, and three
    // more
    ArrivalRate profile = ArrivalRate.none().hold(new Rate(5_000), ofDays(100));

    assertThat(new UserSchedule(classes(8, 2, 1), profile).arrivalsOfClassesBy(ofDays(100)))
        .containsExactly(31_418_181_819L, 7_854_545_454L, 3_927_272_727L);
    assertThat(
            new UserSchedule(classes(1_000_000, 999_999), profile).arrivalsOfClassesBy(ofDays(100)))
        .containsExactly(21_600_010_800L, 21_599_989_200L);
  }

  @Test
  void a_sum_of_doubles_hides_no_arrival() {
    // 333.3/s for 10 hours are 11,998,800 arrivals, which as a product of doubles may be less
    ArrivalRate profile = ArrivalRate.none().hold(new Rate(333.3), ofHours(10));

    assertThat(new UserSchedule(classes(1, 1), profile).arrivalsOfClassesBy(ofHours(10)))
        .containsExactly(5_999_400, 5_999_400);
  }

  @Test
  void random_arrivals_of_all_classes_are_a_poisson_process_of_the_whole_rate() {
    ArrivalRate profile = ArrivalRate.none().hold(new Rate(100), ofSeconds(200)).poisson();
    UserSchedule schedule = new UserSchedule(classes(3, 1), profile);
    SplittableRandom random = new SplittableRandom(7);

    List<Double> heavy = upTo(20_000, schedule.arrivals(0, 1, random.split()::nextDouble));
    List<Double> light = upTo(20_000, schedule.arrivals(1, 1, random.split()::nextDouble));

    // 15,000 and 5,000 expected; five standard deviations are 5 x sqrt(n)
    assertThat(heavy.size()).isCloseTo(15_000, within(613));
    assertThat(light.size()).isCloseTo(5_000, within(354));
    areExponentiallyFarApart(
        Stream.concat(heavy.stream(), light.stream()).mapToDouble(n -> n / 100).sorted().toArray());
  }

  /** Returns the times in seconds at which the arrivals of the only class are due. */
  private static double[] due(ArrivalRate profile, long seed) {
    UserSchedule schedule = new UserSchedule(classes(1), profile);
    SplittableRandom random = new SplittableRandom(seed);
    double all = schedule.arrivalsBy(profile.duration());
    return upTo(all, schedule.arrivals(0, 1, random::nextDouble)).stream()
        .mapToDouble(arrivals -> schedule.dueAt(arrivals).toNanos() / 1e9)
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
    areExponentiallyFarApart(due);
  }

  /** Asserts that the gaps between times are distributed as at 100/s. */
  private static void areExponentiallyFarApart(double[] due) {
    double[] gaps = new double[due.length];
    for (int i = 0; i < due.length; i++) {
      gaps[i] = due[i] - (i == 0 ? 0 : due[i - 1]);
    }
    Arrays.sort(gaps);
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
    long first = Arrays.stream(due).filter(t -> t < 50).count();
    assertThat(due.length).isCloseTo(5_000, within(354));
    assertThat(first).isCloseTo(1_250, within(177L));
    assertThat(due(ramp, 7)).isEqualTo(due);
    assertThat(due(ramp, 8)).isNotEqualTo(due);
  }
}
