package dev.onrush.internal.verdict;

import static dev.onrush.dsl.OnrushDsl.*;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.onrush.internal.metrics.Interval;
import dev.onrush.internal.verdict.figure.GrowingFigure;
import dev.onrush.profile.HeldLevel;
import dev.onrush.profile.Phase;
import dev.onrush.result.Judgement;
import dev.onrush.result.Verdict;
import dev.onrush.threshold.Threshold;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

/** Metrics of a service that are read in only some seconds of a minute. */
class ServiceReadingsTest {

  private static final List<Phase> PHASES =
      List.of(
          new Phase(
              "steady",
              Duration.ZERO,
              ofSeconds(60),
              Optional.of(new HeldLevel(5, HeldLevel.Unit.USERS))));

  private static final double NONE = Double.NaN;

  /**
   * Judges with the reading of each second, for both a gauge and a counter; NaN if there is none.
   */
  private static Judgement judge(Threshold threshold, IntToDoubleFunction readings) {
    return judge(threshold, PHASES, ofSeconds(1), readings);
  }

  private static Judgement judge(
      Threshold threshold, List<Phase> phases, Duration length, IntToDoubleFunction readings) {
    Judge judge = new Judge(List.of(threshold), phases, List.of());
    for (int second = 0; second < 60; second++) {
      double reading = readings.applyAsDouble(second);
      judge.add(
          new Interval(
              length.multipliedBy(second),
              length.multipliedBy(second + 1),
              Map.of(),
              Map.of(),
              Optional.empty(),
              Double.isNaN(reading) ? Map.of() : Map.of("busy", reading, "done_total", reading)));
    }
    return judge.judge().get(0);
  }

  private static Verdict verdict(Threshold threshold, IntToDoubleFunction readings) {
    return judge(threshold, readings).verdict();
  }

  private static double calmThenNone(int second) {
    return second < 10 ? 3 : NONE;
  }

  @Test
  void an_increase_that_may_still_reach_its_bound_is_not_broken_yet() {
    Judgement few = judge(service("done_total").increase().atLeast(500), second -> second);
    Judgement past = judge(service("done_total").increase().below(50), second -> second);

    assertThat(few.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(GrowingFigure.mayReachItsBound(few, ofSeconds(50), PHASES)).isTrue();
    assertThat(GrowingFigure.mayReachItsBound(past, ofSeconds(50), PHASES)).isFalse();
  }

  @Test
  void a_bound_does_not_hold_by_the_few_seconds_that_were_read() {
    assertThat(judge(service("busy").max().below(50), ServiceReadingsTest::calmThenNone))
        .extracting(Judgement::verdict, Judgement::finding)
        .containsExactly(
            Verdict.NO_DATA, "max of service busy was 3 (limit 50): read in 10 of 60 s");
    assertThat(verdict(service("busy").min().above(1), ServiceReadingsTest::calmThenNone))
        .isEqualTo(Verdict.NO_DATA);
    assertThat(verdict(service("busy").mean().below(50), ServiceReadingsTest::calmThenNone))
        .isEqualTo(Verdict.NO_DATA);
  }

  @Test
  void what_the_few_seconds_say_for_certain_is_judged() {
    assertThat(verdict(service("busy").max().below(50), s -> s == 5 ? 80 : calmThenNone(s)))
        .isEqualTo(Verdict.FAIL);
    assertThat(verdict(service("busy").max().atLeast(3), ServiceReadingsTest::calmThenNone))
        .isEqualTo(Verdict.PASS);
    assertThat(verdict(service("busy").min().above(3), ServiceReadingsTest::calmThenNone))
        .isEqualTo(Verdict.FAIL);
    // values that were not read may have been lower
    assertThat(verdict(service("busy").mean().below(2), ServiceReadingsTest::calmThenNone))
        .isEqualTo(Verdict.NO_DATA);
  }

  @Test
  void a_service_that_answers_every_four_seconds_is_read() {
    assertThat(verdict(service("busy").max().below(50), s -> s % 4 == 3 ? 3 : NONE))
        .isEqualTo(Verdict.PASS);
  }

  /** Judges with intervals of this many milliseconds. */
  private static Verdict verdictOfIntervals(long millis, IntToDoubleFunction readings) {
    return judge(service("busy").max().below(50), PHASES, Duration.ofMillis(millis), readings)
        .verdict();
  }

  @Test
  void one_reading_that_was_given_up_is_a_usual_gap_whatever_a_millisecond_says() {
    for (long millis : List.of(999L, 1_000L, 1_001L)) {
      // abandoned after 5 s, and started a second after the previous reading
      assertThat(verdictOfIntervals(millis, s -> s % 6 == 5 ? 3 : NONE)).isEqualTo(Verdict.PASS);
      assertThat(verdictOfIntervals(millis, s -> s % 7 == 6 ? 3 : NONE)).isEqualTo(Verdict.PASS);
      assertThat(verdictOfIntervals(millis, s -> s % 8 == 7 ? 3 : NONE)).isEqualTo(Verdict.NO_DATA);
    }
  }

  @Test
  void a_fifth_of_the_time_may_be_missing() {
    assertThat(verdict(service("busy").max().below(50), s -> s < 48 ? 3 : NONE))
        .isEqualTo(Verdict.PASS);
    assertThat(verdict(service("busy").max().below(50), s -> s < 47 ? 3 : NONE))
        .isEqualTo(Verdict.NO_DATA);
  }

  @Test
  void a_last_reading_of_long_ago_is_none() {
    assertThat(judge(service("busy").last().below(50), s -> s < 50 ? 3 : NONE))
        .extracting(Judgement::verdict, Judgement::detail)
        .containsExactly(Verdict.NO_DATA, "nothing was read for 10 s after the last reading");
    assertThat(verdict(service("busy").last().below(50), s -> s < 5 || s > 55 ? 3 : NONE))
        .isEqualTo(Verdict.PASS);
  }

  @Test
  void an_increase_is_that_between_readings_of_both_ends() {
    assertThat(judge(service("done_total").increase().below(50), s -> s == 0 ? 7 : NONE))
        .extracting(Judgement::verdict, Judgement::detail)
        .containsExactly(Verdict.NO_DATA, "an increase needs two readings");
    assertThat(judge(service("done_total").increase().below(500), s -> s > 20 ? s : NONE))
        .extracting(Judgement::verdict, Judgement::detail)
        .containsExactly(Verdict.NO_DATA, "nothing was read for 21 s before the first reading");
    assertThat(verdict(service("done_total").increase().below(500), s -> s < 40 ? s : NONE))
        .isEqualTo(Verdict.NO_DATA);
    assertThat(
            verdict(service("done_total").increase().below(500), s -> s < 5 || s > 55 ? s : NONE))
        .isEqualTo(Verdict.PASS);
    // it has grown by at least 39
    assertThat(verdict(service("done_total").increase().below(39), s -> s < 40 ? s : NONE))
        .isEqualTo(Verdict.FAIL);
  }

  @Test
  void a_counter_that_falls_has_begun_anew_and_a_gauge_has_fallen() {
    IntToDoubleFunction restarted = s -> s < 30 ? 500 + s : s - 30;

    // 29 up to 529, then 29 from 0 on
    assertThat(judge(service("done_total").increase().below(10), restarted).actual()).hasValue(58);
    assertThat(judge(service("busy").increase().below(10), restarted).actual()).hasValue(-471);
  }

  @Test
  void a_counter_that_falls_by_less_than_half_has_lost_a_series() {
    IntToDoubleFunction without = s -> s < 30 ? 10_000 : 9_990 + Math.min(5, s - 30);

    assertThat(judge(service("done_total").increase().below(50), without).actual()).hasValue(5);
    assertThat(judge(service("busy").increase().below(50), without).actual()).hasValue(-5);
    assertThat(verdict(service("done_total").increase().every(ofSeconds(5)).below(50), without))
        .isEqualTo(Verdict.PASS);
  }

  @Test
  void a_window_before_which_nothing_was_read_has_no_increase() {
    IntToDoubleFunction even = s -> 5 * s;

    // in the first 2 s, only the growth of one second is known
    assertThat(verdict(service("done_total").increase().every(ofSeconds(2)).atLeast(8), even))
        .isEqualTo(Verdict.PASS);
    // 60 within the first window are also in the next window, which begins with the first reading
    assertThat(
            judge(
                    service("done_total").increase().every(ofSeconds(2)).below(50),
                    s -> s == 0 ? 0 : 60)
                .actual())
        .hasValue(60);
    assertThat(
            judge(
                service("done_total").increase().every(ofSeconds(10)).below(500),
                s -> s < 8 ? NONE : 5 * s))
        .extracting(Judgement::verdict, Judgement::detail)
        .containsExactly(
            Verdict.NO_DATA,
            "from 00:08 to 00:18, nothing was read for 8 s before the first reading");
  }

  @Test
  void the_increase_in_a_window_begins_with_the_reading_before_it() {
    Threshold none = service("done_total").increase().every(ofSeconds(1)).atMost(0);

    assertThat(judge(none, s -> s))
        .extracting(Judgement::verdict, Judgement::actualText)
        .containsExactly(Verdict.FAIL, "1");
    assertThat(verdict(none, s -> 7)).isEqualTo(Verdict.PASS);
    assertThat(verdict(none, s -> s < 30 ? 500 : 0)).isEqualTo(Verdict.PASS);
    // 9 more after two seconds without a reading: 3 in each second
    assertThat(judge(none, s -> s < 30 ? 1 : s < 32 ? NONE : 10).actual()).hasValue(3);
  }

  @Test
  void a_window_in_which_nothing_was_read_is_unknown() {
    Threshold windows = service("busy").max().every(ofSeconds(2)).below(50);

    assertThat(judge(windows, s -> s < 20 || s > 29 ? 3 : NONE))
        .extracting(Judgement::verdict, Judgement::finding)
        .containsExactly(
            Verdict.NO_DATA,
            "max of service busy every 2 s could not be determined: from 00:29 to 00:31, read in"
                + " 1 of 2 s");
    assertThat(judge(windows, ServiceReadingsTest::calmThenNone).detail())
        .isEqualTo("from 00:58 to 01:00, nothing was read");
    assertThat(verdict(windows, s -> s == 5 ? 80 : calmThenNone(s))).isEqualTo(Verdict.FAIL);
    // a slow response takes four seconds
    assertThat(verdict(windows, s -> s < 20 || s > 23 ? 3 : NONE)).isEqualTo(Verdict.PASS);
  }

  @Test
  void a_trend_over_half_of_its_time_is_no_pass() {
    Threshold drift = drift(service("busy").mean()).within(ofPercent(10));

    assertThat(judge(drift, s -> s < 30 ? 3 : NONE))
        .extracting(Judgement::verdict, Judgement::detail)
        .containsExactly(
            Verdict.NO_DATA, "no upward drift (0 %, 95 % interval 0 % to 0 %); read in 30 of 60 s");
    assertThat(verdict(drift, s -> s < 30 ? 3 + s : NONE)).isEqualTo(Verdict.FAIL);
    assertThat(verdict(drift, s -> 3)).isEqualTo(Verdict.PASS);
  }

  private static double variation(List<Phase> phases, IntToDoubleFunction readings) {
    return judge(
            Threshold.parse("stability of increase of service done_total <= 10 %"),
            phases,
            ofSeconds(1),
            readings)
        .actual()
        .getAsDouble();
  }

  @Test
  void an_even_counter_is_stable_whenever_it_is_read() {
    // 30 parts of 2 s; the first has no reading before it
    assertThat(variation(PHASES, s -> 5 * s)).isCloseTo(0, within(1e-9));
    assertThat(variation(PHASES, s -> s % 2 == 0 ? 5 * s : NONE)).isCloseTo(0, within(1e-9));
    assertThat(variation(PHASES, s -> s % 3 == 0 ? 5 * s : NONE)).isCloseTo(0, within(1e-9));
    // missing for 8 s
    assertThat(variation(PHASES, s -> s < 30 || s > 37 ? 5 * s : NONE)).isCloseTo(0, within(1e-9));
    // restarted
    assertThat(variation(PHASES, s -> s < 30 ? 900 + 5 * s : 5 * (s - 29)))
        .isCloseTo(0, within(1e-9));
  }

  @Test
  void an_increase_between_two_levels_is_no_part_of_the_steady_state() {
    Optional<HeldLevel> level = Optional.of(new HeldLevel(5, HeldLevel.Unit.USERS));
    List<Phase> levels =
        List.of(
            new Phase("level 1", Duration.ZERO, ofSeconds(21), level),
            new Phase("ramp", ofSeconds(21), ofSeconds(30)),
            new Phase("level 2", ofSeconds(30), ofSeconds(60), level));

    assertThat(variation(levels, s -> s < 21 ? 5 * s : s < 30 ? 1_000 * s : 30_000 + 5 * s))
        .isCloseTo(0, within(1e-9));
  }

  @Test
  void an_uneven_counter_is_not_stable() {
    // 10 and 0 alternately, for 10 s each: 5 divided by 5, except for the parts in which it changes
    assertThat(variation(PHASES, s -> 10 * (s / 20 * 10 + Math.min(10, s % 20))))
        .isBetween(80.0, 100.0);
    assertThat(
            judge(
                    Threshold.parse("drift of increase of service done_total <= 10 %"),
                    s -> 1_000 + s * s)
                .verdict())
        .isEqualTo(Verdict.FAIL);
  }

  @Test
  void a_trend_of_what_is_below_0_is_relative_to_its_size() {
    // from -10 to -30 and back: 10 divided by 20
    IntToDoubleFunction waves = s -> s / 10 % 2 == 0 ? -10 : -30;
    IntToDoubleFunction rising = s -> s - 200;

    assertThat(
            judge(Threshold.parse("stability of mean of service busy <= 10 %"), waves)
                .actual()
                .getAsDouble())
        .isBetween(45.0, 55.0);
    assertThat(
            judge(drift(service("busy").mean()).within(ofPercent(10)), rising)
                .actual()
                .getAsDouble())
        .isBetween(30.0, 40.0); // 58 of 170
  }

  @Test
  void a_ratio_by_what_was_hardly_read_may_be_anything() {
    assertThat(
            verdict(
                ratio(service("busy").max(), service("busy").mean()).below(3.0),
                ServiceReadingsTest::calmThenNone))
        .isEqualTo(Verdict.NO_DATA);
  }
}
