package dev.onrush.internal.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * The first exchanges of each kind of failure, for who wants to see what a service answered.
 * Bounded: a few of each kind, and a number of kinds. Thread-safe.
 */
public final class Exchanges {

  /** Of each kind of failure. */
  public static final int OF_A_KIND = 3;

  private static final int MOST_KINDS = 100;

  /** Texts that differ each time, as by an id, are looked at so often, at most. */
  private static final int MOST_TEXTS = 1_000;

  private record Kind(String userClass, String request, Failure failure) {}

  private final Map<Kind, AtomicInteger> texts = new ConcurrentHashMap<>();
  private final Map<Kind, AtomicInteger> kinds = new ConcurrentHashMap<>();
  private final ConcurrentLinkedQueue<Exchange> kept = new ConcurrentLinkedQueue<>();

  Exchanges() {}

  /**
   * Keeps a failed exchange if it is among the first of its kind.
   *
   * @param failure as it was told, with its ids and numbers
   * @param exchange is made only then
   */
  public void failed(
      String userClass, String request, Failure failure, Supplier<Exchange> exchange) {
    Kind told = new Kind(userClass, request, failure);
    AtomicInteger seen = texts.get(told);
    if (seen == null) {
      if (texts.size() >= MOST_TEXTS) {
        return;
      }
      Kind alike =
          new Kind(
              userClass, request, new Failure(failure.code(), Failure.normalised(failure.text())));
      seen =
          kinds.size() >= MOST_KINDS
              ? kinds.getOrDefault(alike, new AtomicInteger(OF_A_KIND))
              : kinds.computeIfAbsent(alike, k -> new AtomicInteger());
      texts.put(told, seen);
    }
    if (seen.get() < OF_A_KIND && seen.getAndIncrement() < OF_A_KIND) {
      kept.add(exchange.get());
    }
  }

  /** All that were kept, in the order in which they ended. */
  public List<Exchange> list() {
    return new ArrayList<>(kept);
  }
}
