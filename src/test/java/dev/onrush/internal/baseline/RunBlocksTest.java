package dev.onrush.internal.baseline;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.onrush.internal.metrics.Interval;
import dev.onrush.internal.metrics.Outcome;
import dev.onrush.internal.metrics.ResponseTime;
import dev.onrush.internal.metrics.recording.Recorder;
import dev.onrush.internal.metrics.timeline.Selection;
import dev.onrush.internal.metrics.timeline.Timeline;
import dev.onrush.profile.HeldLevel;
import dev.onrush.profile.Phase;
import dev.onrush.threshold.Statistic;
import dev.onrush.threshold.Statistic.AtPercentile;
import dev.onrush.threshold.Statistic.Simple;
import dev.onrush.units.Percentile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RunBlocksTest {

  private static Phase held(String name, int start, int end) {
    return new Phase(
        name,
        ofSeconds(start),
        ofSeconds(end),
        Optional.of(new HeldLevel(10, HeldLevel.Unit.USERS)));
  }

  /** Returns intervals in which each second has as many requests as its number, counted from 1. */
  private static List<Interval> counting(List<Phase> phases, int seconds) {
    Recorder recorder = new Recorder(phases, text -> text);
    List<Interval> intervals = new ArrayList<>();
    for (int second = 0; second < seconds; second++) {
      for (int i = 0; i <= second; i++) {
        recorder.response("B", "", "r", second * 1000L, second * 1000L + 10, true, "", "");
      }
      intervals.add(recorder.takeInterval(ofSeconds(second + 1)));
    }
    return intervals;
  }

  private static Sample all(RunBlocks run) {
    return run.select((userClass, name) -> true);
  }

  @Test
  void only_held_levels_count_from_a_second_after_their_start() {
    List<Phase> phases =
        List.of(new Phase("ramp-up", Duration.ZERO, ofSeconds(3)), held("steady", 3, 7));

    RunBlocks run = RunBlocks.of(phases, counting(phases, 9));

    // the seconds 4 to 7, with 5 + 6 + 7 requests
    assertThat(run.size()).isEqualTo(3);
    assertThat(all(run).requests()).isEqualTo(18);
  }

  @Test
  void without_a_held_level_all_time_up_to_the_last_phases_end_counts() {
    List<Phase> phases = List.of(new Phase("ramp-up", Duration.ZERO, ofSeconds(3)));

    RunBlocks run = RunBlocks.of(phases, counting(phases, 5));

    assertThat(run.size()).isEqualTo(3);
    assertThat(all(run).requests()).isEqualTo(1 + 2 + 3);
  }

  /** Returns requests of a log that has only sums of sixteen seconds. */
  private static Interval sum(int start) {
    return new Interval(
        ofSeconds(start), ofSeconds(start + 16), Map.of(), Map.of(), Optional.empty(), Map.of());
  }

  @Test
  void sums_that_reach_beyond_a_held_level_are_left_out_and_counted() {
    List<Phase> phases =
        List.of(new Phase("ramp-up", Duration.ZERO, ofSeconds(10)), held("steady", 10, 70));

    RunBlocks run = RunBlocks.empty(phases, phases);
    for (int start = 0; start <= 80; start += 16) {
      run.add(sum(start), 16);
    }

    // the steady state is from 11 to 70 s: 5 s of the first sum, and 6 s of the fifth
    assertThat(run.size()).isEqualTo(3);
    assertThat(run.leftOut()).isEqualTo(ofSeconds(5 + 6));
  }

  @Test
  void a_single_interval_that_a_busy_machine_made_long_is_no_sum() {
    List<Phase> phases =
        List.of(new Phase("ramp-up", Duration.ZERO, ofSeconds(10)), held("steady", 10, 70));

    assertThat(RunBlocks.of(phases, List.of(sum(0), sum(60))).leftOut()).isZero();
  }

  /** Without one stretch of each phase, at least half of the blocks remain. */
  @Test
  void six_blocks_in_each_phase_are_enough() {
    for (int size = Resampling.LEAST_IN_A_PHASE; size <= 60; size++) {
      int[] sizes = {size, size, size};
      assertThat(new Resampling(sizes, new SplittableRandom(1)).enough).as("%s", size).isTrue();
    }
  }

  /** A comparison asks for 8 s if levels are held too briefly. */
  @Test
  void of_many_levels_that_are_held_for_8_s_or_longer_each_has_enough() {
    for (int held = 8; held <= 400; held++) {
      List<Phase> phases = new ArrayList<>();
      for (int level = 0; level < 7; level++) {
        phases.add(held("level " + level, level * held, (level + 1) * held));
      }
      RunBlocks run = RunBlocks.empty(phases, phases);
      for (int second = 0; second < 7 * held; second++) { // each begins and ends between two levels
        run.add(
            new Interval(
                ofSeconds(second).plusMillis(500),
                ofSeconds(second + 1).plusMillis(500),
                Map.of(),
                Map.of(),
                Optional.empty(),
                Map.of()));
      }

      assertThat(new Resampling(run.sizes(), new SplittableRandom(1)).enough)
          .as("held for %s s, blocks %s", held, Arrays.toString(run.sizes()))
          .isTrue();
    }
  }

  @Test
  void intervals_of_a_second_that_begin_or_end_with_a_level_are_not_left_out() {
    List<Phase> phases =
        List.of(new Phase("ramp-up", Duration.ZERO, ofSeconds(3)), held("steady", 3, 7));

    assertThat(RunBlocks.of(phases, counting(phases, 9)).leftOut()).isZero();
  }

  @Test
  void of_a_long_run_neighbours_are_merged_and_nothing_is_lost() {
    List<Phase> phases = List.of(held("steady", 0, 1000));

    RunBlocks run = RunBlocks.of(phases, counting(phases, 500));

    // 499 intervals in blocks of 16, the last block with 3
    assertThat(run.size()).isEqualTo(32);
    assertThat(all(run).requests()).isEqualTo(500 * 501 / 2 - 1);
  }

  @Test
  void a_block_never_joins_two_phases() {
    List<Phase> phases = List.of(held("step 1", 0, 101), held("step 2", 101, 150));

    RunBlocks run = RunBlocks.of(phases, counting(phases, 150));

    // at most 30 in each: 100 intervals in blocks of four, 48 in blocks of two
    assertThat(run.sizes()).containsExactly(25, 24);
    assertThat(all(run.in("step 2")).requests()).isEqualTo((103 + 150) * 48 / 2);
  }

  @Test
  void the_figures_of_all_blocks_are_those_of_the_report() {
    List<Phase> phases = List.of(held("steady", 0, 1000));
    Recorder recorder = new Recorder(phases, text -> text);
    SplittableRandom random = new SplittableRandom(7);
    List<Interval> intervals = new ArrayList<>();
    List<Long> sorted = new ArrayList<>();
    Timeline timeline = new Timeline();
    for (int second = 0; second < 131; second++) {
      for (int i = 0; i < 37; i++) {
        long time = Math.round(90 * Math.exp(random.nextGaussian()));
        recorder.response("B", "", "r", second * 1000L, second * 1000L + time, i != 5, "", "");
        if (second > 0) {
          sorted.add(time);
        }
      }
      Interval interval = recorder.takeInterval(ofSeconds(second + 1));
      intervals.add(interval);
      if (second > 0) {
        timeline.add(interval);
      }
    }
    sorted.sort(null);
    List<Statistic> statistics = new ArrayList<>(List.of(Simple.MEAN, Simple.ERROR_RATE));
    double[] percentiles = {1, 50, 66, 75, 90, 95, 99, 99.9};
    Arrays.stream(percentiles).forEach(p -> statistics.add(new AtPercentile(new Percentile(p))));

    double[] figures = all(RunBlocks.of(phases, intervals)).whole(statistics);

    Selection truth = timeline.all();
    assertThat(Math.exp(figures[0])).isCloseTo(truth.all().times().mean(), within(1e-9));
    assertThat(figures[1]).isCloseTo(truth.errorRate(), within(1e-12));
    for (int p = 0; p < percentiles.length; p++) {
      double figure = Math.exp(figures[2 + p]);
      assertThat(figure)
          .as("p%s", percentiles[p])
          .isCloseTo(truth.all().times().at(new Percentile(percentiles[p])), within(1e-9));
      // nearest rank in the sorted samples; half of a bucket is 1/2048 of the value
      int rank = (int) Math.ceil(percentiles[p] * sorted.size() / 100 - 1e-9);
      double oracle = sorted.get(Math.max(1, rank) - 1);
      assertThat(figure).isCloseTo(oracle, within(oracle / 1000 + 0.0005));
    }
  }

  @Test
  void requests_are_told_apart_by_class_and_name() {
    List<Phase> phases = List.of(Phase.WHOLE_RUN);
    Recorder recorder = new Recorder(phases, text -> text);
    recorder.response("B", "Checkout", "Pay", 5, 25, true, "200", "");
    recorder.response("B", "", "Log in", 5, 45, false, "500", "status 500");
    recorder.crash("B", "", "Log in", 5, "no attribute");
    RunBlocks blocks = RunBlocks.empty(phases, phases);
    blocks.add(recorder.takeInterval(Duration.ofSeconds(1)));

    assertThat(blocks.requests()).containsExactly("Checkout / Pay", "Log in");
    assertThat(all(blocks).requests()).isEqualTo(2);
    assertThat(all(blocks).answerable()).isEqualTo(3);
    assertThat(all(blocks).failures()).isEqualTo(2);
    assertThat(all(blocks).responses()).isEqualTo(2);
  }

  /**
   * In each second, 99 responses of 100 ms whose own times are 1 to 99 ms, and one of which this is
   * not known. With 0 for it, the 50th of 100 is 49 ms.
   */
  @Test
  void responses_whose_own_time_is_unknown_may_be_the_generators_altogether() {
    List<Phase> phases = List.of(held("steady", 0, 20));
    Recorder recorder = new Recorder(phases, text -> text);
    List<Interval> intervals = new ArrayList<>();
    for (int second = 0; second < 20; second++) {
      for (int own = 1; own <= 99; own++) {
        ResponseTime time = ResponseTime.of(second * 1_000L, 100_000, (100 - own) * 1_000);
        recorder.timed("B", "", "r", time, Outcome.OK, "", "");
      }
      recorder.timed("B", "", "r", second * 1_000L, 100_000, true, "", "");
      intervals.add(recorder.takeInterval(ofSeconds(second + 1)));
    }
    Statistic p50 = new AtPercentile(Percentile.P50);
    Sample run = all(RunBlocks.of(phases, intervals));

    double[] measured = run.whole(List.of(p50, Simple.MEAN));

    assertThat(run.share(p50, measured[0]).orElseThrow())
        .isCloseTo(Math.log(100 / 49.0), within(0.001));
    assertThat(run.share(Simple.MEAN, measured[1]).orElseThrow())
        .isCloseTo(Math.log(100 / 49.5), within(0.001)); // (1 + ... + 99 + 0) / 100
  }

  @Test
  void a_held_level_of_0_is_no_level_to_compare() {
    Phase none =
        new Phase(
            "steady",
            ofSeconds(3),
            ofSeconds(5),
            Optional.of(new HeldLevel(0, HeldLevel.Unit.USERS)));
    List<Phase> phases = List.of(new Phase("ramp-up", Duration.ZERO, ofSeconds(3)), none);

    assertThat(all(RunBlocks.of(phases, counting(phases, 3))).requests()).isEqualTo(1 + 2 + 3);
  }
}
