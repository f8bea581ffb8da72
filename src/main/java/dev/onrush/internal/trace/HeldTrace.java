package dev.onrush.internal.trace;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The spans of a trace for which nobody has asked yet: the first ones to come, and past those one
 * of each service. Of the spans of a service that answer a request it is the one that starts first,
 * which answers the first request of the service: others are within it, or take a message up after
 * it. Of spans that start at once it is the last to come: a span is sent when it ends, after all
 * that are part of it.
 */
final class HeldTrace {

  private static final int MOST_SERVICES = 50;

  private final List<Span> first = new ArrayList<>(4);
  private final Map<String, Span> firstAnswers = new HashMap<>(0);
  private int dropped;

  /** Takes a span in; returns by how many it holds more now. */
  int add(Span span) {
    if (first.size() < SpanBuffer.OF_A_TRACE) {
      first.add(span);
      return 1;
    }
    int before = firstAnswers.size();
    boolean hasPlace = before < MOST_SERVICES || firstAnswers.containsKey(span.service());
    if (span.answers() && hasPlace) {
      firstAnswers.merge(
          span.service(), span, (held, next) -> next.start() <= held.start() ? next : held);
    }
    int more = firstAnswers.size() - before;
    dropped += 1 - more; // this one, or the one whose place it has taken
    return more;
  }

  /** Those that it holds. */
  List<Span> spans() {
    List<Span> all = new ArrayList<>(first);
    all.addAll(firstAnswers.values());
    return all;
  }

  /** How many it holds. */
  int size() {
    return first.size() + firstAnswers.size();
  }

  /** How many came that it does not hold. */
  int dropped() {
    return dropped;
  }
}
