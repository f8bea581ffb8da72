package dev.onrush.internal.importing.session;

import dev.onrush.internal.importing.log.LogEntry;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.function.Consumer;

/**
 * Puts the requests of a log in the order of their ends. The lines of several processes that write
 * to one log, or that a collector merges in batches, are out of order by a few seconds. Memory is
 * bounded: a request waits until a certain number of later ones has been read.
 */
public final class EntryOrder {

  private final int most;
  private final Consumer<LogEntry> to;
  private final PriorityQueue<Waiting> waiting =
      new PriorityQueue<>(
          Comparator.comparingLong(Waiting::end).thenComparingLong(Waiting::number));
  private long added;

  /**
   * Creates an order without requests.
   *
   * @param most the number of requests that wait
   * @param to receives the requests in their order; a request that is late by more than {@code
   *     most} requests is out of order there too
   */
  public EntryOrder(int most, Consumer<LogEntry> to) {
    this.most = most;
    this.to = to;
  }

  private record Waiting(LogEntry entry, long end, long number) {}

  /** Adds a request. Requests that end at the same time keep their order. */
  public void add(LogEntry entry) {
    waiting.add(new Waiting(entry, entry.time().asExactAsBegin().end(), added++));
    if (waiting.size() > most) {
      to.accept(waiting.remove().entry());
    }
  }

  /** Passes on the requests that still wait. */
  public void complete() {
    while (!waiting.isEmpty()) {
      to.accept(waiting.remove().entry());
    }
  }
}
