package dev.onrush.internal.importing.api;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Combinations of the values of several parameters.
 *
 * @param rows the combinations, each with one value of each parameter
 * @param isComplete whether these are all combinations
 */
record Combinations(List<List<String>> rows, boolean isComplete) {

  /** The most combinations, unless a single parameter has more values. */
  static final int MOST = 1_000;

  /** The seed of the choice: the same document makes the same plan. */
  private static final long SEED = 20_260_131;

  /** Copies the rows. */
  Combinations {
    rows = List.copyOf(rows);
  }

  /**
   * Combines values. If there are more than {@link #MOST} combinations, this chooses some of them,
   * in which each value of each parameter occurs: 249 countries and 170 currencies become up to
   * 1,000 rows, with each country four or five times.
   *
   * @param columns the values of each parameter, none of them without a value
   */
  static Combinations of(Collection<List<String>> columns) {
    int longest = columns.stream().mapToInt(List::size).max().orElse(0);
    int most = Math.max(MOST, longest);
    long all = 1;
    for (List<String> values : columns) {
      all = Math.min(all * values.size(), Integer.MAX_VALUE); // both factors are below 2^31
    }
    return all <= most
        ? new Combinations(all(columns), true)
        : new Combinations(some(columns, most), false);
  }

  private static List<List<String>> all(Collection<List<String>> columns) {
    List<List<String>> rows = List.of(List.of());
    for (List<String> values : columns) {
      List<List<String>> longer = new ArrayList<>();
      for (List<String> row : rows) {
        for (String value : values) {
          List<String> with = new ArrayList<>(row);
          with.add(value);
          longer.add(with);
        }
      }
      rows = longer;
    }
    return rows;
  }

  /**
   * Returns rows whose values in each column are shuffled lists of all values, one after the other.
   * Without the shuffling, two parameters with 40 values each would always have the same pairs.
   */
  private static List<List<String>> some(Collection<List<String>> columns, int most) {
    Random random = new Random(SEED);
    List<List<String>> shuffled =
        columns.stream().map(values -> shuffled(values, most, random)).toList();
    return IntStream.range(0, most)
        .mapToObj(row -> shuffled.stream().map(column -> column.get(row)).toList())
        .distinct()
        .toList();
  }

  private static List<String> shuffled(List<String> values, int length, Random random) {
    List<String> column = new ArrayList<>();
    while (column.size() < length) {
      List<String> once = new ArrayList<>(values);
      Collections.shuffle(once, random);
      column.addAll(once);
    }
    return column;
  }
}
