package dev.onrush.internal.trace;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Collects arriving spans. Whether a request is slow or failed is known only after its answer, and
 * its spans may arrive before or after that. So recent spans are held until their trace is asked
 * for, or until newer ones replace them. Thread-safe.
 */
final class SpanBuffer {

  /** The most spans that are held: about 50 MB of spans with short texts. */
  static final int MOST_HELD = 100_000;

  /** The most spans of a trace that are kept. */
  static final int OF_A_TRACE = 300;

  /**
   * The most further spans of a trace that are kept if they answer a request. A span that answers a
   * request arrives after its children.
   */
  static final int ANSWERS_OF_A_TRACE = 50;

  /** The traces that have not been asked for, the oldest first. */
  private final Map<String, HeldTrace> held = new LinkedHashMap<>();

  private int heldSpans;
  private final Map<String, WantedTrace> wanted = new HashMap<>();

  /** The number of wanted traces without the span that answers their request. */
  private int unanswered;

  private final List<Span> ready = new ArrayList<>();
  private long received;
  private boolean hurried;

  /** Adds a span. */
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
   * Asks for a trace: its spans so far, and all that will arrive.
   *
   * @param request the id of the span with which the request was sent
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
   * Returns the spans of wanted traces that arrived since the last call.
   *
   * @param last whether no more spans will arrive; if spans were dropped after the last kept span
   *     of a trace, that span is then returned once more, with their number
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
   * Waits until each wanted trace has the span that answers its request, which is the last span of
   * its service to end.
   *
   * @return whether each wanted trace has this span
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

  /** Ends the current wait and prevents all later ones. */
  synchronized void hurry() {
    hurried = true;
    notifyAll();
  }

  /** The number of spans that arrived, for any trace. */
  synchronized long received() {
    return received;
  }

  /** The number of wanted traces. */
  synchronized int traces() {
    return wanted.size();
  }

  /** The number of wanted traces that have the span that answers their request. */
  synchronized int answered() {
    return wanted.size() - unanswered;
  }
}
