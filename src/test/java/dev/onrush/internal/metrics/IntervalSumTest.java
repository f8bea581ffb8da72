package dev.onrush.internal.metrics;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.onrush.internal.metrics.Series.Kind;
import dev.onrush.internal.metrics.histogram.HdrTimes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class IntervalSumTest {

  private static final Series OK = new Series(Kind.REQUEST, "B", "r", "run", Outcome.OK);
  private static final Series FAILED = new Series(Kind.REQUEST, "B", "r", "run", Outcome.FAILED);

  private static Tally tally(String code, String error, long... micros) {
    Tally tally = new Tally();
    for (long time : micros) {
      tally.count(ResponseTime.asMeasured(0, time), code, error);
    }
    return tally;
  }

  private static Interval second(
      int number, Map<Series, Tally> tallies, Users users, Optional<Vitals> vitals, double heap) {
    return new Interval(
        ofSeconds(number),
        ofSeconds(number + 1),
        tallies,
        Map.of("B", users),
        vitals,
        Map.of("heap", heap));
  }

  private static Vitals vitals(double cpu, long standstill, long files) {
    return new Vitals(
        cpu, 2 * cpu, ofMillis(10), ofMillis(standstill), ofMillis(5), cpu, files, 1_000);
  }

  private final Interval one =
      second(
          0,
          Map.of(OK, tally("200", "", 1_000, 3_000)),
          new Users(5, 1, 4),
          Optional.of(vitals(0.2, 30, 7)),
          1);
  private final Interval two =
      second(
          1,
          Map.of(OK, tally("200", "", 2_000), FAILED, tally("503", "refused", 9_000)),
          new Users(2, 3, 3),
          Optional.of(vitals(0.4, 20, 9)),
          2);

  private static Interval sum(Interval... intervals) {
    IntervalSum sum = new IntervalSum();
    List.of(intervals).forEach(sum::add);
    return sum.take();
  }

  @Test
  void counts_and_histograms_are_those_of_both() {
    Interval both = sum(one, two);

    assertThat(both.start()).isEqualTo(ofSeconds(0));
    assertThat(both.end()).isEqualTo(ofSeconds(2));
    Tally whole = tally("200", "", 1_000, 2_000, 3_000);
    assertThat(HdrTimes.of(both.tallies().get(OK).times())).isEqualTo(HdrTimes.of(whole.times()));
    assertThat(both.tallies().get(OK).codes()).isEqualTo(Map.of("200", 3L));
    assertThat(both.tallies().get(FAILED).failures())
        .isEqualTo(Map.of(new Failure("503", "refused"), 1L));
    assertThat(both.tallies().get(FAILED).requests()).isEqualTo(1);
  }

  @Test
  void users_come_and_go_in_both_and_are_active_at_the_end() {
    assertThat(sum(one, two).users()).isEqualTo(Map.of("B", new Users(7, 4, 3)));
    assertThat(sum(one, two).service()).isEqualTo(Map.of("heap", 2.0));
  }

  @Test
  void shares_of_processors_are_over_both_times_and_moments_are_the_worst() {
    Vitals both = sum(one, two).vitals().orElseThrow();

    assertThat(both.cpu()).isCloseTo(0.3, within(1e-12));
    assertThat(both.machineCpu()).isCloseTo(0.6, within(1e-12));
    assertThat(both.gc()).isEqualTo(ofMillis(20));
    assertThat(both.pauses()).isEqualTo(ofMillis(10));
    assertThat(both.standstill()).isEqualTo(ofMillis(30));
    assertThat(both.heap()).isEqualTo(0.4);
    assertThat(both.openFiles()).isEqualTo(9);
  }

  @Test
  void intervals_of_any_length_weigh_by_it_in_any_grouping() {
    Interval three = second(2, Map.of(), Users.NONE, Optional.of(vitals(0.9, 1, 1)), 3);

    assertThat(sum(sum(one, two), three).vitals().orElseThrow().cpu())
        .isCloseTo(0.5, within(1e-12));
    assertThat(sum(one, sum(two, three)).vitals().orElseThrow().cpu())
        .isCloseTo(0.5, within(1e-12));
  }

  @Test
  void what_is_added_stays_as_it_is() {
    IntervalSum sum = new IntervalSum();
    sum.add(one);
    sum.add(two);
    Interval both = sum.take();
    sum.add(two);

    assertThat(one.tallies().get(OK).requests()).isEqualTo(2);
    assertThat(two.tallies().get(OK).requests()).isEqualTo(1);
    assertThat(both.tallies().get(OK).requests()).isEqualTo(3);
    assertThat(sum.intervals()).isEqualTo(1);
    assertThat(sum.take().start()).isEqualTo(ofSeconds(1));
  }

  @Test
  void tallies_of_several_add_up_series_by_series() {
    Map<Series, Tally> sums = new HashMap<>();

    Tally.add(sums, one.tallies());
    Tally.add(sums, two.tallies());

    assertThat(sums.get(OK).requests()).isEqualTo(3);
    assertThat(sums.get(FAILED).requests()).isEqualTo(1);
    assertThat(one.tallies().get(OK).requests()).isEqualTo(2);
  }
}
