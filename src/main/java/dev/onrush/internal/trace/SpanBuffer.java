package dev.onrush.internal.trace;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Spans as they arrive. Which requests are slow or failed is known only when they have been
 * answered, and spans come before or after that: those of late are held until their trace is asked
 * for, or until newer ones take their place. Thread-safe.
 */
final class SpanBuffer {

  /** Some 50 MB of spans with short texts. */
  static final int MOST_HELD = 100_000;

  /** Of a trace. */
  static final int OF_A_TRACE = 300;

  /** Of a trace, past those: spans that answer a request, which come after what is part of them. */
  static final int ANSWERS_OF_A_TRACE = 50;

  /** The oldest trace first. */
  private final Map<String, HeldTrace> held = new LinkedHashMap<>();

  private int heldSpans;
  private final Map<String, WantedTrace> wanted = new HashMap<>();

  /** How many of these have no span that answers their request. */
  private int unanswered;

  private final List<Span> ready = new ArrayList<>();
  private long received;
  private boolean hurried;

  /** Takes a span in. */
  synchronized void add(Span span) {
    received++;
    WantedTrace trace = wanted.get(span.traceId());
    if (trace != null) {
      add(span, trace);
      return;
    }
    heldSpans += held.computeIfAbsent(span.traceId(), id -> new HeldTrace()).add(span);
    Iterator<HeldTrace> oldest = held.values().iterator();
    while (heldSpans > MOST_HELD) {
      heldSpans -= oldest.next().size();
      oldest.remove();
    }
  }

  /**
   * Asks for a trace: its spans so far, and all that come.
   *
   * @param request the id of the span that the request was sent with
   */
  synchronized void want(String traceId, String request) {
    if (wanted.containsKey(traceId)) {
      return;
    }
    HeldTrace before = held.remove(traceId);
    WantedTrace trace = new WantedTrace(request, before == null ? 0 : before.dropped());
    wanted.put(traceId, trace);
    unanswered++;
    if (before != null) {
      heldSpans -= before.size();
      before.spans().forEach(span -> add(span, trace));
    }
  }

  private void add(Span span, WantedTrace trace) {
    boolean wasAnswered = trace.isAnswered();
    trace.add(span).ifPresent(ready::add);
    if (trace.isAnswered() && !wasAnswered) {
      unanswered--;
      notifyAll();
    }
  }

  /**
   * Those of wanted traces that came since the last call.
   *
   * @param last whether no span comes any more; then those that were not kept are counted, each
   *     with the last span that was
   */
  synchronized List<Span> take(boolean last) {
    if (last) {
      wanted.values().forEach(trace -> trace.end().ifPresent(ready::add));
    }
    List<Span> taken = List.copyOf(ready);
    ready.clear();
    return taken;
  }

  /**
   * Waits until each wanted trace has the span that answers its request, which ends last of those
   * of its service.
   *
   * @return whether it has
   */
  synchronized boolean await(long nanos) throws InterruptedException {
    long deadline = System.nanoTime() + nanos;
    while (unanswered > 0 && !hurried) {
      long millis = (deadline - System.nanoTime()) / 1_000_000;
      if (millis <= 0) {
        break;
      }
      wait(millis);
    }
    return unanswered == 0;
  }

  /** Ends a wait, at once and for good. */
  synchronized void hurry() {
    hurried = true;
    notifyAll();
  }

  /** How many came, of whatever trace. */
  synchronized long received() {
    return received;
  }

  /** How many traces are wanted. */
  synchronized int traces() {
    return wanted.size();
  }

  /** How many of these have the span that answers their request. */
  synchronized int answered() {
    return wanted.size() - unanswered;
  }
}
