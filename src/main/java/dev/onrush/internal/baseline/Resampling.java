package dev.onrush.internal.baseline;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * The rounds of a circular block bootstrap over the blocks of a run: how often each round draws
 * each block (Politis &amp; Romano 1992, "A circular block-resampling procedure for stationary
 * data"). Stretches of neighbouring blocks are drawn with replacement within each phase, so that
 * the correlation of neighbours is kept. The procedure is circular, because with moving blocks
 * (Künsch 1989) the first and last seconds of a phase are drawn less often than others, and the
 * mean of all rounds is not the run's own figure.
 */
final class Resampling {

  static final int ROUNDS = 1000;

  /** The fewest blocks of a run; fewer say nothing about their variance. */
  static final int LEAST_BLOCKS = 10;

  /** Blocks in each phase that are always enough, however many phases there are. */
  static final int LEAST_IN_A_PHASE = 6;

  /** The number of times that each block is drawn: round first, then block. */
  final short[][] weights;

  /**
   * The factor by which the variance of the rounds is too small, because stretches are compared
   * with the mean of the run that they are part of. It is n / (n - l) for n blocks in stretches of
   * l.
   */
  final double correction;

  /**
   * The degrees of freedom of the variance. Overlapping stretches are worth 1.5 times as many as
   * adjacent stretches (Künsch 1989).
   */
  final double degreesOfFreedom;

  /** Whether there are enough stretches for a meaningful variance. */
  final boolean enough;

  /** The number of phases that have a block. */
  final int phases;

  /**
   * Draws the rounds of a run.
   *
   * @param sizes the number of blocks in each phase
   */
  Resampling(int[] sizes, SplittableRandom random) {
    int blocks = Arrays.stream(sizes).sum();
    int stretches = 0;
    double free = 0;
    for (int size : sizes) {
      stretches += stretch(size);
      free += size == 0 ? 0 : 1.5 * (size - stretch(size)) / stretch(size);
    }
    phases = (int) Arrays.stream(sizes).filter(size -> size > 0).count();
    enough = blocks >= LEAST_BLOCKS && 2 * (blocks - stretches) >= blocks;
    correction = enough ? (double) blocks / (blocks - stretches) : 1;
    degreesOfFreedom = free;
    weights = new short[ROUNDS][blocks];
    for (short[] round : weights) {
      int from = 0;
      for (int size : sizes) {
        draw(round, from, size, random);
        from += size;
      }
    }
  }

  /**
   * The length of a stretch. It grows with the cube root of the number of blocks (Künsch 1989): 6
   * of 60.
   */
  static int stretch(int blocks) {
    return Math.min(blocks, (int) Math.round(1.5 * Math.cbrt(blocks)));
  }

  private static void draw(short[] round, int from, int size, SplittableRandom random) {
    int stretch = stretch(size);
    for (int drawn = 0; drawn < size; drawn += stretch) {
      int start = random.nextInt(size);
      for (int i = 0; i < Math.min(stretch, size - drawn); i++) {
        round[from + (start + i) % size]++;
      }
    }
  }
}
