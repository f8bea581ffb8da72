package dev.onrush.internal.baseline;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.onrush.internal.metrics.Interval;
import dev.onrush.internal.metrics.recording.Recorder;
import dev.onrush.profile.Phase;
import dev.onrush.threshold.Statistic.Simple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ResamplingTest {

  private static final int BLOCKS = 60;

  /**
   * The variance of the mean, averaged over many runs in which all requests of a second have the
   * same time.
   */
  private static double variance(double memory) {
    SplittableRandom random = new SplittableRandom(11);
    List<Phase> phases = List.of(new Phase("run", Duration.ZERO, ofSeconds(1000)));
    double sum = 0;
    int runs = 200;
    for (int run = 0; run < runs; run++) {
      Recorder recorder = new Recorder(phases, text -> text);
      List<Interval> intervals = new ArrayList<>();
      double level = random.nextGaussian();
      for (int second = 0; second < BLOCKS; second++) {
        level = memory * level + Math.sqrt(1 - memory * memory) * random.nextGaussian();
        recorder.response("B", "", "r", 0, Math.round(10_000 + 500 * level), true, "", "");
        recorder.response("B", "", "r", 0, Math.round(10_000 + 500 * level), true, "", "");
        intervals.add(recorder.takeInterval(ofSeconds(second + 1)));
      }
      RunBlocks blocks = RunBlocks.of(phases, intervals);
      sum +=
          new Estimates(
                  blocks.select((userClass, name) -> true),
                  new Resampling(blocks.sizes(), random.split()),
                  new VarianceInflation(1, 1, 1),
                  List.of(Simple.MEAN))
              .of(Simple.MEAN)
              .orElseThrow()
              .variance();
    }
    return sum / runs;
  }

  @Test
  void of_independent_blocks_the_variance_is_that_of_the_textbook() {
    // (500 ms / 10 s)² / 60; the estimate of one run varies by sqrt(2 / 13) = 39 %, the mean of 200
    // by 2.8 %, so 10 % is more than three standard errors
    double textbook = 0.05 * 0.05 / BLOCKS;

    assertThat(variance(0)).isCloseTo(textbook, within(0.1 * textbook));
  }

  @Test
  void of_blocks_that_go_together_it_is_larger() {
    // AR(1) with 0.6: (1 + 0.6) / (1 - 0.6) = 4 times as large in the long run; blocks of 6 contain
    // 2.8 of this: 1 + 2 Σ (1 - h/6) 0.6^h, h = 1 … 5
    double textbook = 2.8 * 0.05 * 0.05 / BLOCKS;

    assertThat(variance(0.6)).isCloseTo(textbook, within(0.15 * textbook));
  }

  @Test
  void each_round_draws_as_many_blocks_of_a_phase_as_it_has() {
    Resampling resampling = new Resampling(new int[] {25, 13}, new SplittableRandom(1));

    for (short[] round : resampling.weights) {
      int first = 0;
      int second = 0;
      for (int block = 0; block < 38; block++) {
        if (block < 25) {
          first += round[block];
        } else {
          second += round[block];
        }
      }
      assertThat(first).isEqualTo(25);
      assertThat(second).isEqualTo(13);
    }
  }

  @Test
  void every_block_is_drawn_equally_often() {
    Resampling resampling = new Resampling(new int[] {60}, new SplittableRandom(1));
    double[] drawn = new double[60];
    for (short[] round : resampling.weights) {
      for (int block = 0; block < 60; block++) {
        drawn[block] += round[block];
      }
    }

    // 1000 rounds, once each, with a standard error of sqrt(1000 · 0.9) = 30; the limit is four
    // standard errors
    for (double times : drawn) {
      assertThat(times).isCloseTo(1000, within(120.0));
    }
  }
}
