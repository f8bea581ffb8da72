package dev.onrush.plan;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A random choice by weight: with the weights 6 and 2, the numbers 0 to 5 select the first item,
 * and 6 and 7 the second. Immutable and safe for use by several threads.
 *
 * @since 0.1.0
 */
public final class Weights {

  private final int[] cumulative;

  private Weights(int[] cumulative) {
    this.cumulative = cumulative;
  }

  /** Returns the choice among the tasks of a class; there must be at least one task. */
  public static Weights of(List<Task> tasks) {
    int[] cumulative = new int[tasks.size()];
    int sum = 0;
    for (int i = 0; i < cumulative.length; i++) {
      sum += tasks.get(i).weight();
      cumulative[i] = sum;
    }
    return new Weights(cumulative);
  }

  /**
   * Picks a task at random, with a probability equal to its share of all weights; returns its
   * index, from 0.
   */
  public int pick(RandomGenerator random) {
    int number = random.nextInt(cumulative[cumulative.length - 1]);
    int at = 0;
    while (number >= cumulative[at]) {
      at++;
    }
    return at;
  }
}
