package dev.onrush.internal.service;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Totals that only grow, of which there are too many to tell all. The rates are told of those that
 * have grown the most since the first reading, so that those of the months before a run hide none.
 *
 * @param <K> what a total is of
 */
final class GrowingTotals<K> {

  private final int shown;
  private final int most;
  private Map<K, Double> first = Map.of();
  private Map<K, Double> before = Map.of();
  private long nanos;
  private boolean begun;

  /**
   * Nothing is read yet.
   *
   * @param shown how many are told
   * @param most how many there are in a reading, at most; it then has the greatest
   */
  GrowingTotals(int shown, int most) {
    this.shown = shown;
    this.most = most;
  }

  /**
   * The growth per second since the reading before; of a total that was not in that one, or has
   * fallen since, there is none.
   *
   * @param now the totals; to be among those that are told, one that is new has grown from 0,
   *     unless the reading before had no room for it
   * @param at when they were read, in nanoseconds; never goes back
   */
  Map<K, Double> rates(Map<K, Double> now, long at) {
    Map<K, Double> from = new HashMap<>();
    Map<K, Double> grown = new HashMap<>();
    boolean hadAll = begun && before.size() < most;
    now.forEach(
        (key, total) -> {
          double start = first.getOrDefault(key, hadAll ? 0 : total);
          from.put(key, Math.min(total, start)); // one that has fallen was reset
          grown.put(key, Math.max(0, total - start));
        });
    first = from;
    List<K> most =
        grown.entrySet().stream()
            .filter(of -> of.getValue() > 0) // whoever is told once keeps its place
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
