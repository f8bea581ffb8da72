package dev.onrush.internal.run.log;

import java.util.ArrayList;
import java.util.List;

/**
 * Selects the lines to read from the levels of a log. For each period, it selects the finest level
 * that covers it completely: the 16 lines that were summed, if all of them are present, or
 * otherwise their sum. Each interval is therefore read once, and only intervals that no level
 * contains are missing.
 */
final class LevelSelection {

  /**
   * The position of a readable line.
   *
   * @param level the level, from 0, which is the finest
   * @param first the number of its first interval
   * @param end the number of the interval that follows it
   */
  record Place(int level, long first, long end) {}

  private LevelSelection() {}

  /**
   * Returns the lines to read, in order.
   *
   * @param levels the lines of each level, in order; the finest level first
   */
  static List<Place> of(List<List<Place>> levels) {
    List<Place> selected = List.of();
    for (List<Place> level : levels) {
      selected = refined(level, selected);
    }
    return selected;
  }

  /** Returns the lines of a level, each replaced by finer lines if these cover it completely. */
  private static List<Place> refined(List<Place> level, List<Place> finer) {
    List<Place> all = new ArrayList<>();
    int next = 0;
    for (Place sum : level) {
      while (next < finer.size() && finer.get(next).first < sum.first) {
        all.add(finer.get(next++));
      }
      int begin = next;
      long reached = sum.first;
      while (next < finer.size() && finer.get(next).first < sum.end) {
        Place line = finer.get(next++);
        reached = line.first == reached ? line.end : reached;
      }
      if (reached == sum.end) {
        all.addAll(finer.subList(begin, next));
      } else {
        all.add(sum);
      }
    }
    all.addAll(finer.subList(next, finer.size()));
    return all;
  }
}
