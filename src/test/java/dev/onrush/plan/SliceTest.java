package dev.onrush.plan;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onrush.internal.control.EffectiveProfile;
import dev.onrush.internal.gatling.arrival.ArrivalSequence;
import dev.onrush.profile.LoadProfile.ArrivalRate;
import dev.onrush.profile.LoadProfile.ConcurrentUsers;
import dev.onrush.result.Command.Pause;
import dev.onrush.result.Command.Resume;
import dev.onrush.result.Command.SetLevel;
import dev.onrush.result.Intervention;
import dev.onrush.units.Rate;
import io.gatling.javaapi.core.CoreDsl;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SliceTest {

  private static UserClass userClass(String name) {
    return UserClass.named(name).task("t", CoreDsl.exec(session -> session));
  }

  private static final List<UserClass> COMMUNITY =
      List.of(userClass("B").weight(8), userClass("A").weight(2), userClass("H").weight(1));

  private static List<Slice> slices(int n) {
    return IntStream.range(0, n).mapToObj(i -> new Slice(i, n)).toList();
  }

  @Test
  void ten_users_dealt_to_3_are_4_and_3_and_3() {
    assertThat(slices(3)).extracting(slice -> slice.shareOf(10)).containsExactly(4, 3, 3);
    assertThat(slices(3)).extracting(slice -> slice.shareOf(11)).containsExactly(4, 4, 3);
    assertThat(slices(3)).extracting(slice -> slice.shareOf(2)).containsExactly(1, 1, 0);
    assertThat(slices(3)).extracting(slice -> slice.shareOf(0)).containsExactly(0, 0, 0);
    assertThat(new Slice(1, 3).shareOf(Integer.MAX_VALUE)).isEqualTo(715_827_882);
    assertThat(Slice.WHOLE.shareOf(Integer.MAX_VALUE)).isEqualTo(Integer.MAX_VALUE);
  }

  @Test
  void shares_are_what_belongs_to_each_sum_to_the_whole_and_never_shrink_as_it_grows() {
    for (int n = 1; n <= 17; n++) {
      int[] counted = new int[n];
      for (int total = 0; total <= 500; total++) {
        int sum = 0;
        for (Slice slice : slices(n)) {
          assertThat(slice.shareOf(total)).isEqualTo(counted[slice.index()]);
          sum += slice.shareOf(total);
        }
        assertThat(sum).isEqualTo(total);
        int next = total;
        List<Slice> owners = slices(n).stream().filter(slice -> slice.has(next)).toList();
        assertThat(owners).hasSize(1);
        counted[owners.get(0).index()]++;
      }
    }
  }

  @Test
  void what_a_slice_has_is_what_it_counts() {
    for (Slice slice : slices(7)) {
      List<Long> own =
          IntStream.range(0, slice.shareOf(100)).mapToObj(k -> slice.ordinal(k)).toList();

      assertThat(own)
          .containsExactlyElementsOf(
              java.util.stream.LongStream.range(0, 100).filter(slice::has).boxed().toList());
    }
    assertThat(Slice.WHOLE.ordinal(12_345)).isEqualTo(12_345);
  }

  @Test
  void people_count_from_1() {
    assertThat(new Slice(1, 3)).hasToString("2/3").isEqualTo(Slice.parse("2/3"));
    assertThat(Slice.parse(" 1 / 1 ")).isEqualTo(Slice.WHOLE);
    assertThat(Slice.WHOLE.isWhole()).isTrue();
    assertThat(Slice.parse("1/2").isWhole()).isFalse();
  }

  @Test
  void a_slice_that_is_none_is_refused() {
    for (String text : List.of("", "2", "0/3", "4/3", "1/0", "-1/3", "a/b", "1/9999999999")) {
      assertThatThrownBy(() -> Slice.parse(text))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("slice was \"" + text + "\"; write 2/3 for the second of three slices");
    }
    assertThatThrownBy(() -> new Slice(3, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("slice was number 4 of 3; slices are numbered from 1 to their count");
    assertThatThrownBy(() -> new Slice(-1, 3)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Slice(0, 0)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void the_slices_of_100_users_of_8_2_1_are_34_and_33_and_33() {
    // 73, 18 and 9 are 25+6+3, 24+6+3 and 24+6+3
    ConcurrentUsers profile = ConcurrentUsers.none().hold(100, ofSeconds(1));

    assertThat(slices(3))
        .extracting(slice -> new UserSchedule(COMMUNITY, profile, slice).users(100))
        .containsExactly(34, 33, 33);
    assertThat(new UserSchedule(COMMUNITY, profile, new Slice(0, 3)).usersAt(0, ofMillis(500)))
        .isEqualTo(25);
  }

  private static List<UserClass> anyClasses(SplittableRandom random, boolean fixedToo) {
    List<UserClass> classes = new ArrayList<>();
    int number = random.nextInt(1, 5);
    for (int i = 0; i < number; i++) {
      UserClass one = userClass("U" + i);
      classes.add(
          fixedToo && random.nextInt(4) == 0
              ? one.fixed(random.nextInt(1, 9))
              : one.weight(random.nextInt(1, 12)));
    }
    return classes;
  }

  private static ConcurrentUsers anyUsers(SplittableRandom random) {
    ConcurrentUsers profile = ConcurrentUsers.none();
    for (int stages = random.nextInt(1, 5); stages > 0; stages--) {
      Duration time = ofMillis(random.nextInt(200, 20_000));
      int users = random.nextInt(0, 120);
      profile = random.nextBoolean() ? profile.rampTo(users, time) : profile.hold(users, time);
    }
    return profile.scaled(random.nextDouble(0.05, 3)).paced(random.nextDouble(0.1, 4));
  }

  private static ArrivalRate anyRate(SplittableRandom random, double most) {
    ArrivalRate profile = ArrivalRate.none();
    for (int stages = random.nextInt(1, 5); stages > 0; stages--) {
      Duration time = ofMillis(random.nextInt(200, 5_000));
      Rate rate = new Rate(random.nextDouble(0, most));
      profile = random.nextBoolean() ? profile.rampTo(rate, time) : profile.hold(rate, time);
    }
    profile = random.nextBoolean() ? profile.poisson() : profile;
    return profile.scaled(random.nextDouble(0.05, 2)).paced(random.nextDouble(0.3, 2));
  }

  @Test
  void users_of_all_slices_are_those_of_the_whole_at_every_moment_of_any_profile() {
    SplittableRandom random = new SplittableRandom(1);
    for (int round = 0; round < 3_000; round++) {
      List<UserClass> classes = anyClasses(random, true);
      ConcurrentUsers profile = anyUsers(random);
      UserSchedule whole = new UserSchedule(classes, profile);
      List<UserSchedule> schedules =
          slices(random.nextInt(1, 9)).stream()
              .map(s -> new UserSchedule(classes, profile, s))
              .toList();
      for (int look = 0; look < 5; look++) {
        Duration at =
            Duration.ofNanos((long) (random.nextDouble(1.1) * profile.duration().toNanos()));
        for (int c = 0; c < classes.size(); c++) {
          int userClass = c;
          int[] users = schedules.stream().mapToInt(s -> s.usersAt(userClass, at)).toArray();

          assertThat(IntStream.of(users).sum()).isEqualTo(whole.usersAt(c, at));
          // as even as whole users can be
          assertThat(IntStream.of(users).max().orElseThrow())
              .isLessThanOrEqualTo(IntStream.of(users).min().orElseThrow() + 1);
        }
        assertThat(schedules).allMatch(s -> s.growing(at) == whole.growing(at));
      }
    }
  }

  @Test
  void on_a_ramp_no_slice_of_a_class_loses_a_user_and_on_the_way_down_none_gains_one() {
    ConcurrentUsers profile =
        ConcurrentUsers.none().rampTo(97, ofSeconds(10)).rampTo(0, ofSeconds(10));
    for (Slice slice : slices(5)) {
      UserSchedule schedule = new UserSchedule(List.of(userClass("U")), profile, slice);
      for (int millis = 10; millis < 20_000; millis += 10) {
        int change =
            schedule.usersAt(0, ofMillis(millis)) - schedule.usersAt(0, ofMillis(millis - 10));
        assertThat(change).isBetween(millis <= 10_000 ? 0 : -1, millis <= 10_000 ? 1 : 0);
      }
    }
  }

  /** Returns when a class's arrivals are due, as an injector computes it. */
  private static List<Duration> due(
      List<UserClass> classes, ArrivalRate profile, Slice slice, int userClass, long seed) {
    UserSchedule schedule = new UserSchedule(classes, profile, slice);
    ArrivalSequence arrivals =
        ArrivalSequence.of(schedule, userClass, new SplittableRandom(seed), slice);
    double all = schedule.arrivalsBy(schedule.duration());
    return DoubleStream.generate(arrivals::next)
        .takeWhile(next -> next <= all)
        .mapToObj(schedule::dueAt)
        .toList();
  }

  @Test
  void arrivals_2_and_5_and_8_are_the_second_slices_of_three() {
    ArrivalRate profile = ArrivalRate.none().hold(new Rate(10), ofSeconds(1));

    assertThat(due(List.of(userClass("U")), profile, new Slice(1, 3), 0, 1))
        .containsExactly(ofMillis(200), ofMillis(500), ofMillis(800));
  }

  @Test
  void each_arrival_of_any_profile_is_due_in_one_slice_when_it_is_due_in_the_whole() {
    SplittableRandom random = new SplittableRandom(2);
    long arrivals = 0;
    for (int round = 0; round < 1_000; round++) {
      List<UserClass> classes = anyClasses(random, false);
      ArrivalRate profile = anyRate(random, 40);
      int n = random.nextInt(1, 9);
      long seed = random.nextLong();
      for (int c = 0; c < classes.size(); c++) {
        List<Duration> whole = due(classes, profile, Slice.WHOLE, c, seed);
        arrivals += whole.size();
        for (Slice slice : slices(n)) {
          List<Duration> own = due(classes, profile, slice, c, seed);

          assertThat(own).hasSize(slice.shareOf(whole.size()));
          for (int k = 0; k < own.size(); k++) {
            assertThat(own.get(k)).isEqualTo(whole.get((int) slice.ordinal(k)));
          }
        }
      }
    }
    assertThat(arrivals).isGreaterThan(50_000);
  }

  @Test
  void a_slice_of_a_poisson_process_is_not_a_thinner_one() {
    // Every fourth arrival of 400/s: gaps with a mean of 10 ms as at 100/s, but Erlang(4), whose
    // variance is a quarter of an exponential one's. 5,000 gaps: one standard error of the ratio is
    // 0.006.
    ArrivalRate profile = ArrivalRate.none().hold(new Rate(400), ofSeconds(50)).poisson();
    List<Duration> due = due(List.of(userClass("U")), profile, new Slice(2, 4), 0, 7);

    double[] gaps =
        IntStream.range(1, due.size())
            .mapToDouble(k -> due.get(k).minus(due.get(k - 1)).toNanos() / 1e9)
            .toArray();
    double mean = java.util.Arrays.stream(gaps).average().orElseThrow();
    double variance =
        java.util.Arrays.stream(gaps).map(g -> (g - mean) * (g - mean)).average().orElseThrow();
    assertThat(variance / (mean * mean)).isBetween(0.22, 0.28);
  }

  /**
   * Returns when the arrivals of all classes are due if the clock is read at long intervals and the
   * profile changes in between.
   */
  private static List<Duration> steered(
      List<UserClass> classes,
      Slice slice,
      List<EffectiveProfile> courses,
      List<Duration> changes) {
    List<Duration> started = new ArrayList<>();
    for (int c = 0; c < classes.size(); c++) {
      ArrivalSequence sequence =
          ArrivalSequence.of(
              new UserSchedule(classes, courses.get(0).profile(), slice),
              c,
              new SplittableRandom(c),
              slice);
      double arrivals = sequence.next();
      for (int leg = 0; leg < courses.size(); leg++) {
        UserSchedule schedule = new UserSchedule(classes, courses.get(leg).profile(), slice);
        Duration until = leg < changes.size() ? changes.get(leg) : schedule.duration();
        double due = schedule.arrivalsBy(until);
        while (arrivals <= due) {
          started.add(schedule.dueAt(arrivals));
          arrivals = sequence.next();
        }
      }
    }
    started.sort(Duration::compareTo);
    return started;
  }

  @Test
  void slices_stay_exact_when_a_hand_changes_the_level_or_pauses() {
    for (boolean poisson : List.of(false, true)) {
      ArrivalRate even = ArrivalRate.none().rampTo(new Rate(70), ofSeconds(10));
      EffectiveProfile plan = EffectiveProfile.of(poisson ? even.poisson() : even);
      EffectiveProfile level =
          plan.with(new Intervention(ofMillis(3_333), new SetLevel(41), "test"));
      EffectiveProfile paused = level.with(new Intervention(ofMillis(5_017), new Pause(), "test"));
      EffectiveProfile on = paused.with(new Intervention(ofMillis(6_001), new Resume(), "test"));
      List<EffectiveProfile> courses = List.of(plan, level, paused, on);
      List<Duration> changes = List.of(ofMillis(3_333), ofMillis(5_017), ofMillis(6_001));
      List<UserClass> classes = COMMUNITY;

      List<Duration> whole = steered(classes, Slice.WHOLE, courses, changes);

      List<Duration> all = new ArrayList<>();
      for (Slice slice : slices(3)) {
        all.addAll(steered(classes, slice, courses, changes));
      }
      all.sort(Duration::compareTo);
      assertThat(whole).hasSizeGreaterThan(100);
      assertThat(all).isEqualTo(whole);
      if (!poisson) {
        assertThat(whole)
            .hasSize((int) ((ArrivalRate) on.profile()).dueBy(on.profile().duration()));
      }
    }
  }
}
