package dev.onrush.internal.service;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Totals that only grow, and are too many to be reported all. Reports the rates of the totals that
 * have grown the most since the first reading. Growth from the months before the run does not
 * count, so it cannot hide any growth during the run.
 *
 * @param <K> the key of a total
 */
final class GrowingTotals<K> {

  private final int shown;
  private final int most;
  private Map<K, Double> first = Map.of();
  private Map<K, Double> before = Map.of();
  private long nanos;
  private boolean begun;

  /**
   * Creates totals without a reading.
   *
   * @param shown how many totals are reported
   * @param most the most totals in a reading; a reading with this many contains the greatest ones
   */
  GrowingTotals(int shown, int most) {
    this.shown = shown;
    this.most = most;
  }

  /**
   * Returns the growth per second since the previous reading. A total that was not in that reading,
   * or has fallen since, has no rate.
   *
   * @param now the totals; to decide which totals are reported, a new one counts as grown from 0,
   *     unless the previous reading may have had no room for it
   * @param at the time of the reading in nanoseconds, which never decreases
   */
  Map<K, Double> rates(Map<K, Double> now, long at) {
    Map<K, Double> from = new HashMap<>();
    Map<K, Double> grown = new HashMap<>();
    boolean hadAll = begun && before.size() < most;
    now.forEach(
        (key, total) -> {
          double start = first.getOrDefault(key, hadAll ? 0 : total);
          from.put(key, Math.min(total, start)); // a total that has fallen was reset
          grown.put(key, Math.max(0, total - start));
        });
    first = from;
    List<K> most =
        grown.entrySet().stream()
            .filter(of -> of.getValue() > 0) // since the first reading, so a total keeps its place
            .sorted(Map.Entry.<K, Double>comparingByValue().reversed())
            .limit(shown)
            .map(Map.Entry::getKey)
            .toList();
    Map<K, Double> rates = new LinkedHashMap<>();
    for (K key : most) {
      double growth = now.getOrDefault(key, Double.NaN) - before.getOrDefault(key, Double.NaN);
      if (growth >= 0) {
        rates.put(key, growth / ((at - nanos) / 1e9));
      }
    }
    before = Map.copyOf(now);
    nanos = at;
    begun = true;
    return rates;
  }
}
