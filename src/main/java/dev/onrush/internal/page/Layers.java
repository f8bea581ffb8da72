package dev.onrush.internal.page;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.ToDoubleBiFunction;

/** Orders and writes the layers of a stacked chart, by name. */
final class Layers {

  /**
   * The maximum number of layers that can be told apart in a chart; if there are more names, the
   * last layer is the sum of the rest.
   */
  private static final int MOST = 8;

  private Layers() {}

  /** Orders the names alphabetically if each can have a layer, otherwise by descending sum. */
  static List<String> byName(SortedMap<String, Long> sums) {
    return sums.size() <= MOST ? List.copyOf(sums.keySet()) : largestFirst(sums);
  }

  /** Orders the names by descending sum; names with equal sums are in alphabetical order. */
  static List<String> largestFirst(SortedMap<String, Long> sums) {
    return sums.entrySet().stream()
        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
        .map(Map.Entry::getKey)
        .toList();
  }

  /**
   * Writes a column for each of the first names and, if there are more, one column with the sum of
   * the others.
   *
   * @param rest the name of the column of the others
   */
  static <T> void write(
      ArrayNode layers,
      List<String> names,
      String rest,
      List<T> cells,
      ToDoubleBiFunction<T, String> figure) {
    int apart = names.size() <= MOST ? names.size() : MOST - 1;
    for (String name : names.subList(0, apart)) {
      Json.column(
          layers.addObject().put("name", Texts.shown(name)),
          "values",
          cells,
          cell -> figure.applyAsDouble(cell, name));
    }
    if (apart < names.size()) {
      List<String> others = names.subList(apart, names.size());
      Json.column(
          layers.addObject().put("name", rest),
          "values",
          cells,
          cell -> others.stream().mapToDouble(name -> figure.applyAsDouble(cell, name)).sum());
    }
  }
}
