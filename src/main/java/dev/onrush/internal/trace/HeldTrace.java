package dev.onrush.internal.trace;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The spans of a trace that has not been asked for yet: the first spans to arrive and, after these,
 * one more for each service. This is the span that answers the first request to the service, which
 * among the service's answering spans starts first: the others are within it, or process a message
 * after it. Among spans that start at the same time it is the last to arrive, since a span is sent
 * when it ends, after its children.
 */
final class HeldTrace {

  private static final int MOST_SERVICES = 50;

  private final List<Span> first = new ArrayList<>(4);
  private final Map<String, Span> firstAnswers = new HashMap<>(0);
  private int dropped;

  /** Adds a span. Returns by how much the number of held spans has grown. */
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
    dropped += 1 - more; // this span, or the one that it has replaced
    return more;
  }

  /** The held spans. */
  List<Span> spans() {
    List<Span> all = new ArrayList<>(first);
    all.addAll(firstAnswers.values());
    return all;
  }

  /** The number of held spans. */
  int size() {
    return first.size() + firstAnswers.size();
  }

  /** The number of spans that arrived and are not held. */
  int dropped() {
    return dropped;
  }
}
