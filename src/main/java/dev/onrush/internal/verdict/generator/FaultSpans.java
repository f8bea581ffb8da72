package dev.onrush.internal.verdict.generator;

import dev.onrush.internal.verdict.figure.Span;
import dev.onrush.result.GeneratorFinding;
import dev.onrush.result.GeneratorFinding.Effect;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The times of a fault, in order. If there are more than a hundred, the two with the shortest gap
 * between them are joined, so that no time of the fault is left out.
 */
final class FaultSpans {

  /** The number of times that the text of a finding names; these are not joined. */
  static final int NAMED = 3;

  private static final int MOST = 100;

  private final List<Span> spans = new ArrayList<>();

  /**
   * Adds the latest time of the fault, and joins it with earlier times that it touches.
   *
   * @param latest ends after all earlier times
   */
  void add(Span latest) {
    Duration from = latest.from();
    while (!spans.isEmpty() && from.compareTo(last().to()) <= 0) {
      Duration before = spans.remove(spans.size() - 1).from();
      from = before.compareTo(from) < 0 ? before : from;
    }
    spans.add(new Span(from, latest.to()));
    if (spans.size() > MOST) {
      joinClosest();
    }
  }

  private void joinClosest() {
    int closest = NAMED;
    for (int i = NAMED; i < spans.size() - 1; i++) {
      closest = gapAfter(i).compareTo(gapAfter(closest)) < 0 ? i : closest;
    }
    Duration end = spans.remove(closest + 1).to();
    spans.set(closest, new Span(spans.get(closest).from(), end));
  }

  private Duration gapAfter(int index) {
    return spans.get(index + 1).from().minus(spans.get(index).to());
  }

  private Span last() {
    return spans.get(spans.size() - 1);
  }

  boolean isEmpty() {
    return spans.isEmpty();
  }

  /** All times of the fault. */
  List<Span> all() {
    return List.copyOf(spans);
  }

  /**
   * The span from the start of the first time to the end of the last; there must be at least one.
   */
  Span whole() {
    return new Span(spans.get(0).from(), last().to());
  }

  /** Returns a finding for each time, all with the same text. */
  List<GeneratorFinding> findings(String text, Effect effect) {
    return spans.stream()
        .map(span -> new GeneratorFinding(text, span.from(), span.to(), effect))
        .toList();
  }
}
