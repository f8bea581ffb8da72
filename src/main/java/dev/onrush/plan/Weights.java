package dev.onrush.plan;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A choice by weight. Of weights 6 and 2, the numbers 0 to 5 are the first and 6 and 7 the second.
 */
public final class Weights {

  private final int[] cumulative;

  private Weights(int[] cumulative) {
    this.cumulative = cumulative;
  }

  /** The tasks of a class by their weights. */
  public static Weights of(List<Task> tasks) {
    int[] cumulative = new int[tasks.size()];
    int sum = 0;
    for (int i = 0; i < cumulative.length; i++) {
      sum += tasks.get(i).weight();
      cumulative[i] = sum;
    }
    return new Weights(cumulative);
  }

  /** The place of one of them, each as probable as its share of all weights. */
  public int pick(RandomGenerator random) {
    int number = random.nextInt(cumulative[cumulative.length - 1]);
    int at = 0;
    while (number >= cumulative[at]) {
      at++;
    }
    return at;
  }
}
