package dev.onrush.plan;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A choice by weight: of weights 6 and 2, the numbers 0 to 5 are the first and 6 and 7 the second.
 * Immutable and safe for use by several threads.
 *
 * @since 0.1.0
 */
public final class Weights {

  private final int[] cumulative;

  private Weights(int[] cumulative) {
    this.cumulative = cumulative;
  }

  /** The choice among the tasks of a class; there must be one. */
  public static Weights of(List<Task> tasks) {
    int[] cumulative = new int[tasks.size()];
    int sum = 0;
    for (int i = 0; i < cumulative.length; i++) {
      sum += tasks.get(i).weight();
      cumulative[i] = sum;
    }
    return new Weights(cumulative);
  }

  /** The index of one of them, from 0, each as probable as its share of all weights. */
  public int pick(RandomGenerator random) {
    int number = random.nextInt(cumulative[cumulative.length - 1]);
    int at = 0;
    while (number >= cumulative[at]) {
      at++;
    }
    return at;
  }
}
