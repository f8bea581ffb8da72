package dev.onrush.internal.trace;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

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

  /** The oldest trace first. */
  private final Map<String, List<Span>> held = new LinkedHashMap<>();

  private int heldSpans;

  /** Traces that are asked for, with the ids of their spans that have come. */
  private final Map<String, Set<String>> wanted = new HashMap<>();

  /** Of these, whose answering span has not come: the span that its request was sent with. */
  private final Map<String, String> awaited = new HashMap<>();

  private final List<Span> ready = new ArrayList<>();
  private long received;
  private boolean hurried;

  /** Takes a span in. */
  synchronized void add(Span span) {
    received++;
    if (wanted.containsKey(span.traceId())) {
      ready(span);
      return;
    }
    List<Span> trace = held.computeIfAbsent(span.traceId(), id -> new ArrayList<>(4));
    if (trace.size() >= OF_A_TRACE) {
      return;
    }
    trace.add(span);
    heldSpans++;
    Iterator<List<Span>> oldest = held.values().iterator();
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
    if (wanted.putIfAbsent(traceId, new HashSet<>()) != null) {
      return;
    }
    awaited.put(traceId, request);
    List<Span> trace = held.remove(traceId);
    if (trace != null) {
      heldSpans -= trace.size();
      trace.forEach(this::ready);
    }
  }

  /** A span may be sent twice, when the answer to the first time was lost. */
  private void ready(Span span) {
    Set<String> seen = wanted.getOrDefault(span.traceId(), Set.of());
    if (seen.size() < OF_A_TRACE && seen.add(span.id())) {
      ready.add(span);
      if (awaited.remove(span.traceId(), span.parent())) {
        notifyAll();
      }
    }
  }

  /** Those of wanted traces that came since the last call. */
  synchronized List<Span> take() {
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
    while (!awaited.isEmpty() && !hurried) {
      long millis = (deadline - System.nanoTime()) / 1_000_000;
      if (millis <= 0) {
        break;
      }
      wait(millis);
    }
    return awaited.isEmpty();
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
    return wanted.size() - awaited.size();
  }
}
