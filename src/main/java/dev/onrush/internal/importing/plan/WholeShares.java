package dev.onrush.internal.importing.plan;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Shares in proportion to amounts, as whole numbers. */
final class WholeShares {

  private WholeShares() {}

  /**
   * Returns shares that add up to {@code whole}, rounded by the largest remainder: of 1, 1 and 1,
   * the shares of 100 are 34, 33 and 33.
   *
   * @param amounts not negative, and not all 0
   */
  static int[] of(double[] amounts, int whole) {
    double sum = Arrays.stream(amounts).sum();
    int[] shares = new int[amounts.length];
    Map<Integer, Double> rests = new HashMap<>();
    int left = whole;
    for (int i = 0; i < amounts.length; i++) {
      double exact = whole * amounts[i] / sum;
      shares[i] = (int) exact;
      left -= shares[i];
      rests.put(i, exact - shares[i]);
    }
    rests.entrySet().stream()
        .sorted(
            Map.Entry.<Integer, Double>comparingByValue()
                .reversed()
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(left)
        .forEach(entry -> shares[entry.getKey()]++);
    return shares;
  }
}
