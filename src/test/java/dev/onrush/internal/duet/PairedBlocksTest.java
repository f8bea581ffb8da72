package dev.onrush.internal.duet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.onrush.internal.metrics.Interval;
import dev.onrush.internal.metrics.Median;
import dev.onrush.internal.metrics.Outcome;
import dev.onrush.internal.metrics.ResponseTime;
import dev.onrush.internal.metrics.Series;
import dev.onrush.internal.metrics.Tally;
import dev.onrush.internal.metrics.recording.Recorder;
import dev.onrush.threshold.Scope;
import dev.onrush.threshold.Statistic;
import dev.onrush.threshold.Statistic.AtPercentile;
import dev.onrush.threshold.Statistic.Simple;
import dev.onrush.units.Percentile;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PairedBlocksTest {

  private static final Statistic P95 = new AtPercentile(Percentile.P95);

  private static PairedBlocks blocks(SimulatedDuet service, long seed, double slower) {
    PairedBlocks blocks = service.blocks();
    service.duet(seed, slower).forEach(blocks::add);
    return blocks;
  }

  private static PairedDifference search(PairedBlocks blocks, Statistic statistic) {
    return blocks.difference(Optional.of("Search"), statistic, 0.05).difference().orElseThrow();
  }

  /**
   * Worked by hand: n = 4, c = 4, miss = 0.05. kept = (0.0025 * 4 / 8)^(1/4) = 0.188030; n / (n +
   * c) - (1 - kept) = 0.5 - 0.811970 < 0, so there is no interval. n = 40: kept = (0.0025 * 4 /
   * 44)^(1/40) = 0.810775; rest = 0.909091 - 0.189225 = 0.719866; sqrt(0.189225 / 0.719866) =
   * 0.512701.
   */
  @Test
  void the_half_width_is_that_of_the_sequential_t_test() {
    assertThat(ConfidenceSequence.halfWidth(4, 4, 1, 0.05)).isInfinite();
    assertThat(ConfidenceSequence.halfWidth(40, 4, 1, 0.05)).isCloseTo(0.5127, within(0.0005));
    assertThat(ConfidenceSequence.halfWidth(40, 4, 9, 0.05)).isCloseTo(3 * 0.5127, within(0.002));
  }

  /**
   * sqrt(2 (n rho^2 + 1) / (n^2 rho^2) log(sqrt(n rho^2 + 1) / miss)), equation (7) in the source.
   */
  @Test
  void of_many_values_it_is_the_asymptotic_confidence_sequence() {
    double rho2 = 1 / 25_000.0;
    double n = 100_000;

    assertThat(ConfidenceSequence.halfWidth(n, 25_000, 1, 0.05))
        .isCloseTo(
            Math.sqrt(
                2 * (n * rho2 + 1) / (n * n * rho2) * Math.log(Math.sqrt(n * rho2 + 1) / 0.05)),
            within(1e-6));
  }

  @Test
  void values_that_go_together_tell_less() {
    SplittableRandom random = new SplittableRandom(1);
    double[] apart = random.doubles(400).toArray();
    double[] together = IntStream.range(0, 400).mapToDouble(i -> apart[i / 4]).toArray();

    assertThat(Dependence.inflation(apart)).isBetween(1.0, 1.6);
    assertThat(Dependence.inflation(together)).isGreaterThan(3.5);
    assertThat(Dependence.inflation(new double[100])).isEqualTo(1);
  }

  /**
   * A level with a memory of 0.9 and a variance of 1, measured with noise of the same variance. The
   * correlations are 0.45, 0.405 …, so the true factor is 1 + 2 * 0.45 / (1 - 0.9) = 10. An
   * autoregressive series with a first correlation of 0.45 would only have 2.6.
   */
  @Test
  void a_level_that_wanders_is_detected_behind_noise() {
    SplittableRandom random = new SplittableRandom(1);
    double inflation = 0;
    for (int run = 0; run < 100; run++) {
      double[] values = new double[600];
      double level = random.nextGaussian();
      for (int i = 0; i < values.length; i++) {
        values[i] = level + random.nextGaussian();
        level = 0.9 * level + Math.sqrt(1 - 0.81) * random.nextGaussian();
      }
      inflation += Dependence.inflation(values) / 100;
    }

    assertThat(inflation).isBetween(9.0, 14.0);
  }

  /** One step of 10 among three differences; random numbers from 0 to 1 have variance 1 / 12. */
  @Test
  void a_step_is_little_of_the_variance_of_neighbours() {
    assertThat(Dependence.successiveDifferenceVariance(new double[] {0, 0, 10, 10}))
        .isEqualTo(100 / 6.0);
    assertThat(
            Dependence.successiveDifferenceVariance(
                new SplittableRandom(1).doubles(1_000).toArray()))
        .isCloseTo(1 / 12.0, within(0.01));
  }

  /** 200 duets of equal services on a busy machine, checked at each second: 5 % would be 10. */
  @Test
  void equal_services_are_rarely_said_to_differ_although_each_second_is_looked_at() {
    SimulatedDuet service = SimulatedDuet.BUSY.of(60, 100);

    long wrong =
        IntStream.range(0, 200)
            .filter(
                i -> {
                  PairedBlocks blocks = service.blocks();
                  boolean said = false;
                  for (Interval interval : service.duet(31L * i, 1)) {
                    blocks.add(interval);
                    said |=
                        blocks
                            .difference(Optional.of("Search"), P95, 0.05)
                            .difference()
                            .filter(d -> d.low() > 0 || d.high() < 0)
                            .isPresent();
                  }
                  return said;
                })
            .count();

    assertThat(wrong).isLessThanOrEqualTo(10);
  }

  /**
   * A second has 40 requests to A and 48 to B, as from 5 and 6 users. The 38th of 40 lognormal
   * times is on average 4 % shorter than the 46th of 48. The difference of a block varies by some
   * 23 %, so four standard errors of 2,000 blocks are 2.1 %.
   */
  @Test
  void equal_services_with_unequal_numbers_of_requests_do_not_differ() {
    SplittableRandom random = new SplittableRandom(1);
    PairedBlocks blocks = SimulatedDuet.QUIET.of(2_000, 88).blocks();

    for (int second = 0; second < 2_000; second++) {
      Map<Series, Tally> tallies = new HashMap<>();
      tallies.put(series("Users (A)"), lognormal(40, random));
      tallies.put(series("Users (B)"), lognormal(48, random));
      blocks.add(
          new Interval(
              Duration.ofSeconds(second),
              Duration.ofSeconds(second + 1),
              tallies,
              Map.of(),
              Optional.empty(),
              Map.of()));
    }

    assertThat(search(blocks, P95).change()).isCloseTo(0, within(2.1));
    assertThat(search(blocks, Simple.MEAN).change()).isCloseTo(0, within(2.1));
  }

  private static Series series(String users) {
    return new Series(Series.Kind.REQUEST, users, "Search", "steady", Outcome.OK);
  }

  private static Tally lognormal(int samples, SplittableRandom random) {
    Tally tally = new Tally();
    for (int i = 0; i < samples; i++) {
      long micros = Math.round(50_000 * Math.exp(0.5 * random.nextGaussian()));
      tally.count(ResponseTime.asMeasured(0, micros), "200", "");
    }
    return tally;
  }

  @Test
  void a_difference_is_found_where_a_hog_and_a_drift_are_common_to_both() {
    SimulatedDuet service = SimulatedDuet.QUIET.hog(0.8).drift(0.15, 0.01, 0.6);

    List<PairedDifference> found =
        IntStream.range(0, 20).mapToObj(i -> search(blocks(service, i, 1.1), P95)).toList();

    assertThat(found).allMatch(d -> d.low() < 10 && 10 < d.high());
    assertThat(found.stream().filter(d -> d.worseAtLeast() > 0)).hasSizeGreaterThan(16);
  }

  @Test
  void each_statistic_is_compared_in_its_own_blocks() {
    PairedBlocks blocks = blocks(SimulatedDuet.QUIET, 7, 1.1);

    assertThat(blocks.requests()).containsExactly("Pay", "Search");
    assertThat(PairedBlocks.STATISTICS.stream().map(of -> new Pairs(of, Duration.ZERO).samples()))
        .containsExactly(10, 20, 40, 200, 10, 50, 10);
    PairedDifference p50 = search(blocks, PairedBlocks.STATISTICS.get(0));
    assertThat(p50.a()).isCloseTo(80, within(3.0));
    assertThat(p50.b()).isCloseTo(88, within(3.0));
    assertThat(p50.change()).isCloseTo(10, within(2.0));
    assertThat(p50.answer(5)).isEqualTo(Answer.WORSE);
    assertThat(p50.answer(30)).isEqualTo(Answer.NO_CHANGE);
    PairedDifference throughput = search(blocks, Simple.THROUGHPUT);
    assertThat(throughput.change()).isCloseTo(0, within(3.0));
    // 25/s of each for 120 s give 15 blocks of 200, if they are full
    assertThat(search(blocks, new AtPercentile(Percentile.P99)).blocks()).isBetween(10, 15);
  }

  @Test
  void while_no_block_comes_the_interval_stays_as_it_is() {
    PairedBlocks blocks = SimulatedDuet.QUIET.blocks();
    List<Interval> intervals = SimulatedDuet.QUIET.duet(7, 1);
    intervals.subList(0, 60).forEach(blocks::add);
    PairedDifference before = search(blocks, P95);

    for (Interval interval : intervals.subList(60, 120)) {
      Map<Series, Tally> ofA = new HashMap<>(interval.tallies());
      ofA.keySet().removeIf(of -> of.userClass().equals("Users (B)"));
      blocks.add(
          new Interval(
              interval.start(), interval.end(), ofA, Map.of(), Optional.empty(), Map.of()));
    }

    assertThat(search(blocks, P95)).isEqualTo(before);
  }

  @Test
  void too_few_samples_are_no_number() {
    PairedBlocks blocks = blocks(SimulatedDuet.QUIET.of(30, 10), 7, 1.1);

    PairedBlocks.Found p99 =
        blocks.difference(Optional.empty(), new AtPercentile(Percentile.P99), 0.05);
    assertThat(p99.difference()).isEmpty();
    assertThat(p99.whyNot())
        .isEqualTo(
            "too few samples: 0 blocks of time with 200 or more requests to each of A and B; 12 are"
                + " needed");
    assertThat(blocks.difference(Optional.of("Nobody"), P95, 0.05).whyNot())
        .isEqualTo("no requests");
  }

  /** In blocks whose neighbours differ, as many blocks are as good as independent ones. */
  @Test
  void as_many_blocks_as_are_needed_have_an_interval() {
    Statistic p50 = new AtPercentile(Percentile.P50);
    PairedBlocks blocks = SimulatedDuet.QUIET.of(12, 100).blocks();
    Recorder recorder = new Recorder(SimulatedDuet.QUIET.phases(), text -> text);
    for (int second = 0; second < 12; second++) {
      assertThat(blocks.difference(Optional.of("Search"), p50, 0.05).difference()).isEmpty();
      for (int i = 0; i < 10; i++) {
        long at = 1_000L * second;
        int b = second % 2 == 0 ? 1_010_001 : 990_099;
        recorder.timed("Users (A)", "", "Search", at, 1_000_001, true, "", "");
        recorder.timed("Users (B)", "", "Search", at, b, true, "", "");
      }
      blocks.add(recorder.takeInterval(Duration.ofSeconds(second + 1)));
    }

    assertThat(search(blocks, p50).blocks()).isEqualTo(12);
    assertThat(search(blocks, p50).high()).isBetween(1.0, 5.0);
  }

  /** No failure among 1,500 requests of each: rates of up to some 0.3 % cannot be excluded. */
  @Test
  void errors_that_were_never_seen_may_be_rare() {
    PairedDifference errors = search(blocks(SimulatedDuet.QUIET, 7, 1), Simple.ERROR_RATE);

    assertThat(errors.change()).isEqualTo(0);
    assertThat(errors.high()).isBetween(0.05, 0.5);
    assertThat(errors.answer(0.5)).isEqualTo(Answer.NO_CHANGE);
    assertThat(errors.answerText(0.5)).isEqualTo("no change larger than 0.5 points");
    assertThat(errors.answerText(1)).isEqualTo("no change larger than 1 point");
  }

  @Test
  void an_answer_is_said_in_words() {
    PairedDifference slower =
        new PairedDifference(Scope.ALL, P95, 100, 103.1, 3.1, 1.9, 4.4, 95, 0.6, 0, 40);

    assertThat(slower.answerText(1)).isEqualTo("slower by 3.1 % (1.9 to 4.4)");
    assertThat(slower.answerText(5)).isEqualTo("no change larger than 5 %");
    assertThat(slower.figures()).isEqualTo("A 100 ms, B 103 ms, +3.1 % (+1.9 to +4.4 %)");
    PairedDifference faster =
        new PairedDifference(Scope.ALL, P95, 100, 90, -10, -14, -6, 95, 0.6, 0, 40);
    assertThat(faster.answerText(5)).isEqualTo("faster by 10 % (6 to 14)");
    PairedDifference open =
        new PairedDifference(Scope.ALL, P95, 100, 90, -10, -24, 6, 95, 0.6, 0, 40);
    assertThat(open.answerText(5)).isEqualTo("undecided");
  }

  /** Two blocks of 1 and 3 become one block of 2 if there are too many. */
  @Test
  void a_long_run_has_longer_blocks() {
    PairedSeries series = new PairedSeries();

    IntStream.range(0, 1_030).forEach(i -> series.add(i % 2 == 0 ? 1 : 3, i % 2 == 0 ? 2 : 6));

    assertThat(series.size()).isEqualTo(515);
    assertThat(Arrays.stream(series.a()).distinct()).containsExactly(2.0);
    assertThat(Arrays.stream(series.differences()).distinct()).containsExactly(2.0);
  }

  /** Median 0, median absolute deviation 1: four standard deviations are 5.9304. */
  @Test
  void a_value_that_is_far_from_all_others_counts_as_less_far() {
    assertThat(Outliers.winsorized(new double[] {-2, -1, 0, 1, 100}))
        .containsExactly(-2, -1, 0, 1, 4 * 1.4826);
    assertThat(Outliers.winsorized(new double[] {0, 0, 0, 5})).containsExactly(0, 0, 0, 5);
    assertThat(Median.of(new double[] {4, 1, 3, 2})).isEqualTo(2.5);
  }

  @Test
  void what_takes_many_times_as_long_is_slower_by_a_factor() {
    PairedDifference slower =
        new PairedDifference(Scope.ALL, Simple.MEAN, 10, 250, 2_400, 1_900, 3_012, 95, 0.1, 0, 30);

    assertThat(slower.answerText(5)).isEqualTo("slower, ×25 (×20 to ×31)");
    assertThat(slower.figures()).endsWith(", +2400 % (+1900 to +3012 %)");
  }

  /** A took 3 ms and B 4 ms: from 3 to 3 ms or 4 to 4 ms, up to from 2 to 4 ms. */
  @Test
  void of_times_in_whole_milliseconds_one_millisecond_may_be_due_to_the_clock() {
    ClockSteps steps = ClockSteps.of(new double[] {Math.log(3)}, new double[] {Math.log(4)});

    assertThat(steps.less()).isCloseTo(Math.log(4 / 3.0), within(1e-12));
    assertThat(steps.more()).isCloseTo(Math.log(2) - Math.log(4 / 3.0), within(1e-12));
  }

  /**
   * Returns the difference of p95 of 60 s with 100 requests per second to each version, all of
   * which take the same time.
   *
   * @param step of the clock that stamps their start and their end, in microseconds
   */
  private static PairedDifference stamped(int microsA, int microsB, long step) {
    SplittableRandom random = new SplittableRandom(1);
    SimulatedDuet service = SimulatedDuet.QUIET;
    Recorder recorder = new Recorder(service.phases(), text -> text);
    PairedBlocks blocks = service.blocks();
    for (int second = 0; second < 60; second++) {
      for (int i = 0; i < 100; i++) {
        for (boolean isA : new boolean[] {true, false}) {
          long start = second * 1_000_000L + random.nextInt(990_000);
          long end = start + (isA ? microsA : microsB) + random.nextInt(20);
          recorder.timed(
              isA ? "Users (A)" : "Users (B)",
              "",
              "Search",
              start / 1_000,
              (end / step - start / step) * step,
              true,
              "",
              "");
        }
      }
      blocks.add(recorder.takeInterval(Duration.ofSeconds(second + 1)));
    }
    return search(blocks, P95);
  }

  @Test
  void a_clock_of_whole_milliseconds_makes_equal_versions_neither_slower_nor_certainly_equal() {
    PairedDifference nearlyEqual = stamped(3_030, 3_080, 1_000);
    PairedDifference apart = stamped(2_100, 2_900, 1_000);
    PairedDifference brief = stamped(1_030, 1_060, 1_000);

    assertThat(nearlyEqual.figures()).startsWith("A 3.00 ms, B 4.00 ms, +");
    assertThat(nearlyEqual.answer(5)).isEqualTo(Answer.UNDECIDED);
    assertThat(apart.figures()).startsWith("A 3.00 ms, B 3.00 ms, +");
    assertThat(apart.answer(5)).isEqualTo(Answer.UNDECIDED);
    assertThat(brief.worse()).isGreaterThan(40);
    assertThat(brief.worseApartFrom(4)).isLessThanOrEqualTo(0);
  }

  @Test
  void a_change_beyond_a_step_of_the_clock_is_certain() {
    assertThat(stamped(3_030, 9_080, 1_000).answer(5)).isEqualTo(Answer.WORSE);
    assertThat(stamped(0, 9_080, 1_000).answer(5)).isEqualTo(Answer.WORSE);
    assertThat(stamped(100_030, 100_080, 1_000).answer(5)).isEqualTo(Answer.NO_CHANGE);
  }

  @Test
  void a_clock_of_microseconds_tells_brieftimes_apart() {
    assertThat(stamped(3_030, 3_080, 1).answer(5)).isEqualTo(Answer.NO_CHANGE);
    assertThat(stamped(2_100, 2_900, 1).answer(5)).isEqualTo(Answer.WORSE);
  }
}
