package dev.onrush.internal.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class WanderingTest {

  private static final int[] RUN = {60};

  /** Returns a run whose level wanders, and with noise of the same variance. */
  private static double[] run(double memory, SplittableRandom random) {
    double[] run = new double[60];
    double level = random.nextGaussian();
    for (int i = 0; i < run.length; i++) {
      level = memory * level + Math.sqrt(1 - memory * memory) * random.nextGaussian();
      run[i] = level + random.nextGaussian();
    }
    return run;
  }

  /** The mean inflation of 100 comparisons of two runs. */
  private static double inflation(double memory) {
    SplittableRandom random = new SplittableRandom(7);
    double sum = 0;
    for (int pair = 0; pair < 100; pair++) {
      sum += Wandering.of(List.of(run(memory, random), run(memory, random))).inflation(RUN);
    }
    return sum / 100;
  }

  @Test
  void independent_blocks_are_widened_by_next_to_nothing() {
    assertThat(inflation(0)).isBetween(1.0, 1.1);
  }

  @Test
  void a_usual_memory_is_widened_little() {
    assertThat(inflation(0.6)).isBetween(1.0, 1.5);
  }

  @Test
  void of_a_level_that_wanders_slowly_what_stretches_do_not_show_is_estimated() {
    NoisyLevel level = new NoisyLevel(0.9, 0.5);
    // stretches of 6 show a third; the usual lack of 1.3 is not counted
    double missing = level.varianceOfMean(60) / level.varianceOfStretches(60, 6) * 54 / 60 / 1.3;

    // the estimate is drawn towards usual memories, by up to a third
    assertThat(inflation(0.9)).isBetween(missing / 1.5, missing * 1.2);
  }

  @Test
  void a_standstill_in_one_block_is_no_wandering() {
    SplittableRandom random = new SplittableRandom(7);
    List<double[]> runs = new ArrayList<>();
    for (int run = 0; run < 2; run++) {
      double[] blocks = run(0, random);
      blocks[20 + run] = 1000;
      runs.add(blocks);
    }

    assertThat(Wandering.of(runs).inflation(RUN)).isCloseTo(1, within(0.2));
  }

  @Test
  void what_never_changes_or_has_too_few_blocks_is_not_widened() {
    assertThat(Wandering.of(List.of(new double[60])).inflation(RUN)).isCloseTo(1, within(0.4));
    assertThat(Wandering.of(List.of(new double[1])).inflation(new int[] {1})).isEqualTo(1);
    assertThat(Wandering.of(List.of(new double[0])).inflation(new int[] {0})).isEqualTo(1);
  }

  @Test
  void the_same_runs_give_the_same_answer() {
    List<double[]> runs = List.of(run(0.9, new SplittableRandom(3)));

    assertThat(Wandering.of(runs).inflation(RUN)).isEqualTo(Wandering.of(runs).inflation(RUN));
  }
}
