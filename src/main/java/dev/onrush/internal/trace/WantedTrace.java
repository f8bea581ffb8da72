package dev.onrush.internal.trace;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A trace that is asked for: which of its spans have come, and how many of them were not kept. */
final class WantedTrace {

  private final String request;
  private final Set<String> kept = new HashSet<>();
  private int others;
  private int answers;

  /** Since the last that was kept. */
  private int dropped;

  private @Nullable Span last;
  private boolean answered;

  /**
   * One of which no span has come.
   *
   * @param request the id of the span that the request was sent with
   * @param dropped how many came before it was asked for, and were not kept
   */
  WantedTrace(String request, int dropped) {
    this.request = request;
    this.dropped = dropped;
  }

  /**
   * Takes a span in: the one that answers the request always, others within their bounds.
   *
   * @return the span if it is to be kept; a span may be sent twice, when the answer to the first
   *     time was lost
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
   * The last span that was kept, once more, with the number of those after it that were not; empty
   * if there were none.
   */
  Optional<Span> end() {
    int after = dropped;
    dropped = 0;
    return Optional.ofNullable(last).filter(span -> after > 0).map(span -> span.withDropped(after));
  }

  /** Those that answer a request have a room of their own: all others may be part of them. */
  private boolean hasRoom(Span span) {
    if (others < SpanBuffer.OF_A_TRACE) {
      others++;
      return true;
    }
    return span.answers() && answers++ < SpanBuffer.ANSWERS_OF_A_TRACE;
  }

  /** Whether the span that answers the request has come. */
  boolean isAnswered() {
    return answered;
  }
}
