package dev.onrush.internal.trace;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A trace that has been asked for: which of its spans are kept, and how many are not. */
final class WantedTrace {

  private final String request;
  private final Set<String> kept = new HashSet<>();
  private int others;
  private int answers;

  /** The number of dropped spans since the last one that was kept. */
  private int dropped;

  private @Nullable Span last;
  private boolean answered;

  /**
   * Creates a trace of which no span has arrived.
   *
   * @param request the id of the span with which the request was sent
   * @param dropped the number of spans that arrived before the trace was asked for, and were not
   *     kept
   */
  WantedTrace(String request, int dropped) {
    this.request = request;
    this.dropped = dropped;
  }

  /**
   * Adds a span. The span that answers the request is always kept, others within their limits.
   *
   * @return the span if it is to be kept; a span that arrives again is not, as it may if the
   *     response to its first transmission was lost
   */
  Optional<Span> add(Span span) {
    boolean isAnswer = !answered && span.parent().equals(request);
    if (kept.contains(span.id())) {
      return Optional.empty();
    }
    if (!isAnswer && !hasRoom(span)) {
      dropped++;
      return Optional.empty();
    }
    kept.add(span.id());
    answered |= isAnswer;
    last = span;
    Span counted = dropped == 0 ? span : span.withDropped(dropped);
    dropped = 0;
    return Optional.of(counted);
  }

  /**
   * Returns the last kept span once more, with the number of dropped spans after it; empty if there
   * were none.
   */
  Optional<Span> end() {
    int after = dropped;
    dropped = 0;
    return Optional.ofNullable(last).filter(span -> after > 0).map(span -> span.withDropped(after));
  }

  /**
   * Whether there is room for a span. Spans that answer a request have further room of their own,
   * since all other spans may be their children.
   */
  private boolean hasRoom(Span span) {
    if (others < SpanBuffer.OF_A_TRACE) {
      others++;
      return true;
    }
    return span.answers() && answers++ < SpanBuffer.ANSWERS_OF_A_TRACE;
  }

  /** Whether the span that answers the request has arrived. */
  boolean isAnswered() {
    return answered;
  }
}
