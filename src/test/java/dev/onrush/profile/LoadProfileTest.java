package dev.onrush.profile;

import static dev.onrush.dsl.OnrushDsl.*;
import static dev.onrush.dsl.OnrushDsl.sweep;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import dev.onrush.profile.LoadProfile.ArrivalRate;
import dev.onrush.profile.LoadProfile.ConcurrentUsers;
import dev.onrush.units.Rate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoadProfileTest {

  private static final ConcurrentUsers DAY =
      ConcurrentUsers.none()
          .rampTo(100, ofSeconds(10))
          .holdFor(ofSeconds(20))
          .hold(300, ofSeconds(5))
          .rampTo(0, ofSeconds(5));

  @Test
  void users_follow_the_lines_of_the_profile() {
    assertThat(DAY.usersAt(ofSeconds(0))).isZero();
    assertThat(DAY.usersAt(ofSeconds(5))).isEqualTo(50);
    assertThat(DAY.usersAt(ofMillis(9_999))).isEqualTo(100);
    assertThat(DAY.usersAt(ofSeconds(29))).isEqualTo(100);
    assertThat(DAY.usersAt(ofSeconds(30))).isEqualTo(300);
    assertThat(DAY.usersAt(ofMillis(37_500))).isEqualTo(150);
    assertThat(DAY.usersAt(ofSeconds(40))).isZero();
    assertThat(DAY.usersAt(ofSeconds(1_000))).isZero();
  }

  @Test
  void a_jump_whose_levels_become_equal_is_left_out() {
    ConcurrentUsers jump =
        ConcurrentUsers.none()
            .hold(10, ofSeconds(5))
            .rampTo(50, Duration.ZERO)
            .holdFor(ofSeconds(5));

    assertThat(jump.withLevels(level -> 7))
        .isEqualTo(ConcurrentUsers.none().hold(7, ofSeconds(5)).hold(7, ofSeconds(5)));
    assertThat(jump.scaled(0))
        .isEqualTo(ConcurrentUsers.none().hold(0, ofSeconds(5)).hold(0, ofSeconds(5)));
    assertThat(jump.withLevels(level -> level + 1).levelAt(ofSeconds(5))).isEqualTo(51);
    assertThat(jump.withLevels(level -> level + 1).stages()).hasSize(3);
  }

  @Test
  void stages_without_a_name_get_one_each() {
    assertThat(DAY.phases())
        .extracting(Phase::name)
        .containsExactly("ramp-up", "steady", "steady 2", "ramp-down");
  }

  @Test
  void neighbouring_stages_of_one_name_are_one_phase() {
    ConcurrentUsers profile =
        ConcurrentUsers.none()
            .rampTo(10, ofSeconds(1))
            .named("all")
            .holdFor(ofSeconds(2))
            .named("all");

    assertThat(profile.phases()).containsExactly(new Phase("all", Duration.ZERO, ofSeconds(3)));
  }

  @Test
  void a_name_that_comes_back_later_is_refused() {
    ConcurrentUsers two =
        ConcurrentUsers.none().hold(1, ofSeconds(1)).named("a").hold(2, ofSeconds(1)).named("b");

    assertThatThrownBy(() -> two.holdFor(ofSeconds(1)).named("a"))
        .hasMessage(
            "phase name \"a\" was used twice; only adjacent stages may share a name; choose another name"
                + " in named(…)");
  }

  @Test
  void a_name_that_means_something_else_is_refused() {
    ConcurrentUsers users = ConcurrentUsers.none().hold(1, ofSeconds(1));

    assertThatThrownBy(() -> users.named("paused"))
        .hasMessage(
            "phase name \"paused\" is reserved, as are all of wind-down, paused, not started, steady"
                + " state; choose another name in named(…)");
  }

  @Test
  void a_ramp_of_no_time_is_a_jump_and_no_phase() {
    ConcurrentUsers users =
        ConcurrentUsers.none()
            .rampTo(10, Duration.ZERO)
            .holdFor(ofSeconds(5))
            .rampTo(30, Duration.ZERO)
            .rampTo(40, ofSeconds(10));

    assertThat(users.phases()).extracting(Phase::name).containsExactly("steady", "ramp-up");
    assertThat(users.levelAt(Duration.ZERO)).isEqualTo(10);
    assertThat(users.levelAt(ofSeconds(5))).isEqualTo(30);
    assertThat(users.levelAt(ofSeconds(10))).isEqualTo(35);
    assertThat(users.duration()).isEqualTo(ofSeconds(15));
    assertThat(users.peak()).isEqualTo(40);
  }

  @Test
  void arrivals_of_a_jump_are_those_of_the_levels_before_and_after_it() {
    ArrivalRate rate =
        ArrivalRate.none()
            .hold(perSecond(2), ofSeconds(5))
            .rampTo(perSecond(10), Duration.ZERO)
            .holdFor(ofSeconds(5));

    assertThat(rate.arrivalsBy(ofSeconds(10))).isEqualTo(60);
    assertThat(rate.dueAt(10)).isEqualTo(ofSeconds(5));
    assertThat(rate.dueAt(20)).isEqualTo(ofSeconds(6));
    assertThat(rate.paced(0.5).arrivalsBy(ofSeconds(5))).isEqualTo(30);
  }

  @Test
  void a_jump_to_a_level_that_no_time_follows_is_no_peak_and_has_no_name() {
    ConcurrentUsers users = ConcurrentUsers.none().hold(5, ofSeconds(5)).rampTo(90, Duration.ZERO);

    assertThat(users.peak()).isEqualTo(5);
    assertThat(users.rampTo(90, Duration.ZERO)).isEqualTo(users);
    assertThatThrownBy(() -> users.named("peak"))
        .hasMessage(
            "named(\"peak\") comes after a jump (a ramp of zero duration), which is not a phase;"
                + " write it after the stage that follows");
    assertThatThrownBy(() -> ConcurrentUsers.none().hold(5, Duration.ZERO))
        .hasMessage(
            "duration of phase \"steady\" was 0 ms; it must be longer than zero, such as"
                + " ofSeconds(30)");
  }

  @Test
  void stages_are_repeated_as_phases_with_a_number() {
    LoadProfile waves =
        concurrentUsers().rampTo(4, ofSeconds(2)).holdFor(ofSeconds(3)).named("wave").repeat(2);

    assertThat(waves.phases())
        .extracting(Phase::name)
        .containsExactly("ramp-up 1", "wave 1", "ramp-up 2", "wave 2");
    assertThat(waves.levelAt(ofSeconds(4))).isEqualTo(4);
    assertThat(waves.levelAt(ofSeconds(6))).isEqualTo(2);
    assertThat(load().users(3).holdFor(ofSeconds(1)).repeat(3).duration()).isEqualTo(ofSeconds(48));
    assertThatThrownBy(() -> waves.repeat(0))
        .hasMessage("the number of repetitions was 0; 1 to 1,000 are allowed");
  }

  @Test
  void phases_that_are_not_counted_are_not_counted_in_any_repetition() {
    ConcurrentUsers warmedUp =
        concurrentUsers().hold(5, ofSeconds(2)).named(Phase.SERVICE_WARM_UP).holdFor(ofSeconds(2));

    assertThat(warmedUp.repeat(2).phases())
        .extracting(Phase::name)
        .containsExactly(
            "service warm-up 1 (not counted)",
            "steady 1",
            "service warm-up 2 (not counted)",
            "steady 2");
    assertThat(warmedUp.notCounted().repeat(2).repeat(1).phases())
        .hasSize(4)
        .noneMatch(Phase::isCounted)
        .last()
        .extracting(Phase::name)
        .isEqualTo("steady 2 1 (not counted)");
  }

  @Test
  void a_curve_is_a_function_of_time_with_straight_lines_between_the_seconds() {
    ConcurrentUsers curve =
        concurrentUsers()
            .hold(1, ofSeconds(1))
            .follow(ofSeconds(4), t -> 10.0 * t.toSeconds() * t.toSeconds())
            .named("day");

    assertThat(curve.phases()).extracting(Phase::name).containsExactly("steady", "day");
    assertThat(curve.phases().get(1).duration()).isEqualTo(ofSeconds(4));
    assertThat(curve.levelAt(ofSeconds(3))).isEqualTo(40);
    assertThat(curve.levelAt(ofMillis(3_500))).isEqualTo(65); // between 40 and 90
    assertThat(curve.peak()).isEqualTo(160);
  }

  @Test
  void a_long_curve_is_asked_at_fewer_moments() {
    ArrivalRate day = arrivalRate().follow(ofHours(24), t -> t.toSeconds() / 86_400.0);

    // every 44th second, and the last one
    assertThat(day.stages()).hasSize(1_964);
    assertThat(day.levelAt(ofHours(12))).isCloseTo(0.5, within(1e-9));
    assertThat(day.arrivalsBy(ofHours(24))).isCloseTo(43_200, within(1e-6));
  }

  @Test
  void a_curve_of_odd_times_or_levels_is_refused() {
    assertThatThrownBy(() -> concurrentUsers().follow(ofMillis(1_500), t -> 1))
        .hasMessage(
            "duration of a profile from a function was 1.5 s; the function is called once a second,"
                + " so whole seconds, at least 1 s, are allowed");
    assertThatThrownBy(() -> concurrentUsers().follow(ofSeconds(5), t -> 3 - t.toSeconds()))
        .hasMessage(
            "level of a profile from a function was -1.0 at 00:04; 0 to 1,000,000 are allowed");
    assertThatThrownBy(() -> concurrentUsers().follow(ofSeconds(5), t -> Double.NaN))
        .hasMessage(
            "level of a profile from a function was NaN at 00:00; 0 to 1,000,000 are allowed");
  }

  private static String csv(Path folder, String text) throws IOException {
    return Files.writeString(folder.resolve("day.csv"), text).toString();
  }

  @Test
  void a_curve_comes_from_a_csv(@TempDir Path folder) throws IOException {
    String day = csv(folder, "time,level\n08:00,10\n08:00:10,30\n\n08:01,30\n");

    ArrivalRate rate = arrivalRate().followCsv(day);

    assertThat(rate.duration()).isEqualTo(ofSeconds(60));
    assertThat(rate.levelAt(ofSeconds(5))).isEqualTo(20);
    // 20 on average for 10 s, and 30 for 50 s
    assertThat(rate.arrivalsBy(ofSeconds(60))).isEqualTo(1_700);
    assertThat(
            concurrentUsers().followCsv(csv(folder, "0;1\n1.5;2\n10 s;3")).levelAt(ofMillis(750)))
        .isEqualTo(1.5);
  }

  @Test
  void a_byte_order_mark_hides_no_point_of_a_csv(@TempDir Path folder) throws IOException {
    String points = "08:00,100\n08:30,400\n09:00,100\n";

    ArrivalRate plain = arrivalRate().followCsv(csv(folder, points));

    assertThat(arrivalRate().followCsv(csv(folder, "\uFEFF" + points))).isEqualTo(plain);
    assertThat(arrivalRate().followCsv(csv(folder, "\uFEFFtime;level\n" + points)))
        .isEqualTo(plain);
  }

  @Test
  void a_csv_on_the_class_path_is_found_and_a_missing_one_is_told() {
    assertThat(concurrentUsers().followCsv("dev/onrush/profile/curve.csv").peak()).isEqualTo(7);
    assertThatThrownBy(() -> concurrentUsers().followCsv("no-such.csv"))
        .hasMessage(
            "file of a profile was \"no-such.csv\"; no such file exists at "
                + Path.of("no-such.csv").toAbsolutePath()
                + " or on the class path");
  }

  @Test
  void cells_of_a_csv_may_be_quoted(@TempDir Path folder) throws IOException {
    Path quoted = folder.resolve("quoted.csv");
    Files.writeString(quoted, "\"08:00\",\"5\"\n08:00:03,5\n\"08:00:06\",\"7\"\n");
    Path named = folder.resolve("named.csv");
    Files.writeString(named, "\"time\",\"users\"\n\"08:00\",\"5\"\n\"08:00:06\",\"7\"\n");

    for (Path file : List.of(quoted, named)) {
      ConcurrentUsers profile = concurrentUsers().followCsv(file.toString());
      assertThat(profile.duration()).isEqualTo(ofSeconds(6));
      assertThat(profile.usersAt(Duration.ZERO)).isEqualTo(5);
      assertThat(profile.peak()).isEqualTo(7);
    }
  }

  @Test
  void a_folder_and_a_blank_name_are_no_csv(@TempDir Path folder) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> concurrentUsers().followCsv(folder.toString()))
        .withMessage(
            "file of a profile was \"%s\", which is a folder: %s; write the path of a CSV file",
            folder, folder);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> concurrentUsers().followCsv(" "))
        .withMessage("file of a profile was blank; write its path, such as curve.csv");
  }

  @Test
  void a_csv_on_the_class_path_is_found_without_a_context_class_loader() {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(null);
    try {
      assertThat(concurrentUsers().followCsv("dev/onrush/profile/curve.csv").peak()).isEqualTo(7);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private static final String TIMES =
      "a time is seconds, 10 min, 08:30 or 08:30:15, with minutes and seconds from 00 to 59";

  @Test
  void the_last_minute_and_second_of_an_hour_are_times_of_day(@TempDir Path folder)
      throws IOException {
    String curve = csv(folder, "23:00,1\n23:59:59,2\n24:00,3");

    assertThat(concurrentUsers().followCsv(curve).duration()).isEqualTo(ofHours(1));
  }

  @Test
  void a_csv_with_a_mistake_is_refused_with_its_line(@TempDir Path folder) throws IOException {
    String file = folder.resolve("day.csv").toString();
    Map<String, String> mistakes =
        Map.of(
            "0,1\n5",
            " line 2 was \"5\"; write a time and a level, such as 08:30,120",
            "0,1\n5,-2",
            " line 2 was \"5,-2\"; write a time and a level, such as 08:30,120",
            "0,1\nsoon,2",
            " line 2 was \"soon,2\"; " + TIMES,
            "soon,1\n0,2",
            " line 1 was \"soon,1\"; " + TIMES,
            "08:00,1\n08:75,2",
            " line 2 was \"08:75,2\"; " + TIMES,
            "08:00:59,1\n08:01:60,2",
            " line 2 was \"08:01:60,2\"; " + TIMES,
            "5,1\n5,2",
            " line 2 was \"5,2\"; each time must be later than the one before it",
            "0,1\n5,2000000",
            " line 2 was \"5,2000000\"; levels from 0 to 1,000,000 are allowed",
            "time,users\n0,1",
            " has 1 point; 2 to 2,000 are allowed");
    for (Map.Entry<String, String> mistake : mistakes.entrySet()) {
      String unused = csv(folder, mistake.getKey());
      assertThatThrownBy(() -> concurrentUsers().followCsv(file))
          .hasMessage(file + mistake.getValue());
    }
  }

  @Test
  void a_sweep_holds_each_level_after_the_way_to_it() {
    LoadProfile sweep = sweep(50, 100).settleFor(ofSeconds(4)).holdEachFor(ofSeconds(10));

    assertThat(sweep.phases())
        .extracting(Phase::name)
        .containsExactly("to level 1", "level 1", "to level 2", "level 2");
    assertThat(sweep.phases())
        .extracting(p -> p.held().map(HeldLevel::height).orElse(-1.0))
        .containsExactly(-1.0, 50.0, -1.0, 100.0);
    assertThat(sweep.phases().get(3).start()).isEqualTo(ofSeconds(18));
    // half-way up, then holding
    assertThat(sweep.levelAt(ofSeconds(15))).isEqualTo(75);
    assertThat(sweep.levelAt(ofSeconds(16))).isEqualTo(100);
  }

  @Test
  void a_sweep_that_settles_for_no_time_jumps_from_level_to_level() {
    for (Duration none : List.of(Duration.ZERO, Duration.ofNanos(1))) {
      LoadProfile sweep = sweep(50, 100, 100).settleFor(none).holdEachFor(ofSeconds(10));

      assertThat(sweep.phases())
          .extracting(Phase::name)
          .containsExactly("level 1", "level 2", "level 3");
      assertThat(sweep.duration()).isEqualTo(ofSeconds(30));
      assertThat(sweep.levelAt(Duration.ZERO)).isEqualTo(50);
      assertThat(sweep.levelAt(ofMillis(9_999))).isEqualTo(50);
      assertThat(sweep.levelAt(ofSeconds(10))).isEqualTo(100);
    }
  }

  @Test
  void a_ramp_of_no_time_to_the_level_that_is_there_is_left_out() {
    assertThat(stress().rampUp(Duration.ZERO).from(0).to(100).inSteps(2).of(ofSeconds(5)).phases())
        .extracting(Phase::name)
        .containsExactly("step 1", "step 2");
    assertThat(spike().rampUp(Duration.ZERO).from(0).to(100).backTo(0).phases())
        .extracting(Phase::name)
        .containsExactly(BASELINE, SPIKE, RECOVERY);
  }

  @Test
  void a_spike_that_does_not_rise_is_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> spike().from(100).to(100))
        .withMessage(
            "peak of a spike was 100 users; it must be above 100 users, the level in from(…); raise"
                + " it in to(…), or lower from(…)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> spike().from(perSecond(20)).to(perSecond(0.5)))
        .withMessage(
            "peak of a spike was 0.5/s; it must be above 20/s, the level in from(…); raise it in"
                + " to(…), or lower from(…)");
  }

  @Test
  void a_stress_test_that_does_not_rise_is_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> stress().from(1).to(1))
        .withMessage(
            "last level of a stress test was 1 user; it must be above 1 user, the level in from(…);"
                + " raise it in to(…), or lower from(…)");
  }

  @Test
  void a_spike_that_is_scaled_to_equal_levels_is_a_profile() {
    LoadProfile spike = spike().risingOver(Duration.ZERO).from(10).to(11).backTo(10);

    assertThat(spike.scaled(0.1).peak()).isEqualTo(1.1);
    assertThat(spike.scaled(0).peak()).isZero();
  }

  @Test
  void a_sweep_of_one_level_is_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> sweep(50))
        .withMessage("a sweep had 1 level; 2 to 1,000 levels are allowed");
  }

  @Test
  void scale_changes_levels_and_pace_changes_times() {
    assertThat(DAY.scaled(0.1).usersAt(ofSeconds(20))).isEqualTo(10);
    assertThat(DAY.paced(0.5).duration()).isEqualTo(ofSeconds(20));
    assertThat(DAY.paced(0.5).usersAt(ofMillis(2_500))).isEqualTo(50);
  }

  @Test
  void ramp_from_0_to_10_over_10s_schedules_50_arrivals() {
    ArrivalRate ramp = ArrivalRate.none().rampTo(new Rate(10), ofSeconds(10));

    // the triangle below the line: 10 s * 10/s / 2
    assertThat(ramp.arrivalsBy(ofSeconds(10))).isCloseTo(50, within(1e-9));
    assertThat(ramp.arrivalsBy(ofSeconds(5))).isCloseTo(12.5, within(1e-9));
  }

  @Test
  void ten_arrivals_a_second_held_3s_are_30() {
    ArrivalRate steady = ArrivalRate.none().hold(new Rate(10), ofSeconds(3));

    assertThat(steady.arrivalsBy(ofSeconds(3))).isCloseTo(30, within(1e-9));
    assertThat(steady.arrivalsBy(ofSeconds(99))).isCloseTo(30, within(1e-9));
    assertThat(steady.dueAt(1)).isEqualTo(ofMillis(100));
  }

  @Test
  void due_times_invert_the_count_of_arrivals() {
    ArrivalRate profile =
        ArrivalRate.none()
            .rampTo(new Rate(50), ofSeconds(4))
            .holdFor(ofSeconds(3))
            .rampTo(new Rate(5), ofSeconds(6));

    for (int n = 1; n <= profile.arrivalsBy(ofSeconds(13)); n++) {
      // within the arrivals of a nanosecond at 50/s
      assertThat(profile.arrivalsBy(profile.dueAt(n))).isCloseTo(n, within(1e-6));
    }
  }

  @Test
  void levels_that_are_held_lie_within_their_phases() {
    // a spike rises for 1 s, holds for 4 s, falls for 1 s: all of it is the phase "spike"
    assertThat(
            spike()
                .rampUp(ofSeconds(2))
                .baselineFor(ofSeconds(3))
                .risingOver(ofSeconds(1))
                .fallingOver(ofSeconds(1))
                .recoveringFor(ofSeconds(5))
                .from(1)
                .to(9)
                .holdFor(ofSeconds(4))
                .backTo(1)
                .holds())
        .extracting(Phase::name, Phase::start, Phase::end)
        .containsExactly(
            tuple("baseline", ofSeconds(2), ofSeconds(5)),
            tuple("spike", ofSeconds(6), ofSeconds(10)),
            tuple("recovery", ofSeconds(11), ofSeconds(16)));
  }

  @Test
  void a_level_that_several_stages_of_a_phase_keep_to_is_held_once() {
    // 1 to 4 s at 3 users, down to 2 by 5 s, where they stay
    assertThat(
            concurrentUsers()
                .follow(ofSeconds(7), t -> t.toSeconds() == 0 ? 1 : t.toSeconds() < 5 ? 3 : 2)
                .hold(2, ofSeconds(4))
                .holds())
        .extracting(Phase::name, Phase::start, Phase::end)
        .containsExactly(
            tuple("curve", ofSeconds(1), ofSeconds(4)),
            tuple("curve", ofSeconds(5), ofSeconds(7)),
            tuple("steady", ofSeconds(7), ofSeconds(11)));
  }
}
