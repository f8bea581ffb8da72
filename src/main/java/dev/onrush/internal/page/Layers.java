package dev.onrush.internal.page;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.ToDoubleBiFunction;

/** The layers of a stacked chart, by name. */
final class Layers {

  /** As many names as a chart can tell apart; the rest share a layer. */
  private static final int MOST = 8;

  private Layers() {}

  /** By name if all can be shown, else the largest first. */
  static List<String> byName(SortedMap<String, Long> sums) {
    return sums.size() <= MOST ? List.copyOf(sums.keySet()) : largestFirst(sums);
  }

  /** The largest first; equal ones by name. */
  static List<String> largestFirst(SortedMap<String, Long> sums) {
    return sums.entrySet().stream()
        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
        .map(Map.Entry::getKey)
        .toList();
  }

  /**
   * A column for each of the first names; the others share one.
   *
   * @param rest the name that the others get
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
