package dev.onrush.internal.run.log;

import java.util.ArrayList;
import java.util.List;

/**
 * Selects the lines by which the levels of a log are read. Of each time it takes the finest level
 * that has all of it: the 16 lines that were summed, if all are there, or the sum. So each interval
 * is read once, and only what no level has is missing.
 */
final class LevelSelection {

  /**
   * The place of a line that can be read.
   *
   * @param level from 0 on, the finest
   * @param first the number of its first interval
   * @param end the number of the interval that comes after it
   */
  record Place(int level, long first, long end) {}

  private LevelSelection() {}

  /**
   * The lines to read, in order.
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

  /** The lines of a level, each replaced by finer ones where they have all of it. */
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
