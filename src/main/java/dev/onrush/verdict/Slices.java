package dev.onrush.verdict;

import dev.onrush.metrics.Timeline.Selection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A scope's time cut into equal slices, at least {@value #MIN} and less than twice as many once it
 * is long enough: a slice is one interval first, and when there are too many, two neighbours become
 * one. So the memory does not grow with the run, and whoever asks need not know how long it is.
 */
final class Slices {

  static final int MIN = 20;

  /**
   * Some time.
   *
   * @param selection what was seen in it
   * @param readings of the service
   */
  record Slice(
      Duration start, Duration end, int intervals, Selection selection, List<Double> readings) {

    Duration length() {
      return end.minus(start);
    }

    private Slice and(Slice next) {
      selection.add(next.selection);
      List<Double> both = new ArrayList<>(readings);
      both.addAll(next.readings);
      return new Slice(start, next.end, intervals + next.intervals, selection, both);
    }
  }

  private final List<Slice> slices = new ArrayList<>();
  private int size = 1;

  void add(Duration start, Duration end, Selection selection, List<Double> readings) {
    Slice slice = new Slice(start, end, 1, selection, readings);
    int last = slices.size() - 1;
    if (last >= 0 && slices.get(last).intervals < size) {
      slices.set(last, slices.get(last).and(slice));
      return;
    }
    if (slices.size() == 2 * MIN) {
      for (int i = 0; i < MIN; i++) {
        slices.set(i, slices.get(2 * i).and(slices.get(2 * i + 1)));
      }
      slices.subList(MIN, 2 * MIN).clear();
      size *= 2;
    }
    slices.add(slice);
  }

  /** Those that are full; the last one may not be. */
  List<Slice> full() {
    return slices.stream().filter(s -> s.intervals == size).toList();
  }
}
