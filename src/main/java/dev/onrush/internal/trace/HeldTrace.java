package dev.onrush.internal.trace;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The spans of a trace for which nobody has asked yet: the first ones, and past those the last of
 * each service that answers a request. A span ends, and is sent, after all that are part of it; so
 * the one that answers the first request of a service is the last of that service.
 */
final class HeldTrace {

  private static final int MOST_SERVICES = 50;

  private final List<Span> first = new ArrayList<>(4);
  private final Map<String, Span> lastAnswers = new HashMap<>(0);
  private int dropped;

  /** Takes a span in; returns by how many it holds more now. */
  int add(Span span) {
    if (first.size() < SpanBuffer.OF_A_TRACE) {
      first.add(span);
      return 1;
    }
    int before = lastAnswers.size();
    boolean hasPlace = before < MOST_SERVICES || lastAnswers.containsKey(span.service());
    if (span.answers() && hasPlace) {
      lastAnswers.put(span.service(), span);
    }
    int more = lastAnswers.size() - before;
    dropped += 1 - more; // this one, or the one whose place it has taken
    return more;
  }

  /** Those that it holds. */
  List<Span> spans() {
    List<Span> all = new ArrayList<>(first);
    all.addAll(lastAnswers.values());
    return all;
  }

  /** How many it holds. */
  int size() {
    return first.size() + lastAnswers.size();
  }

  /** How many came that it does not hold. */
  int dropped() {
    return dropped;
  }
}
