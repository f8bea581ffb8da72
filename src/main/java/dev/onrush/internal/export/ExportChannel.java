package dev.onrush.internal.export;

import java.time.Duration;
import java.util.List;

/**
 * Exports snapshots to a monitoring system. No method waits for that system, except {@link #settle}
 * and {@link #end}, for the time given, and {@link #close}, for what {@link #end} has left of it
 * and a moment at least.
 */
interface ExportChannel extends AutoCloseable {

  /** One word: {@code prometheus}. */
  String name();

  /** Takes a newer snapshot, which replaces those before. */
  void offer(MetricsSnapshot snapshot);

  /** How many exports did not arrive so far. */
  long missed();

  /**
   * How many exports arrived, in a sentence, and why some did not; once it is closed, also what
   * went wrong with that.
   */
  String summary();

  /** Notes for the result; empty if nothing was missed. */
  List<String> troubles();

  /**
   * Waits until the snapshot that was offered last has arrived.
   *
   * @param timeout the longest time to wait
   */
  void settle(Duration timeout);

  /**
   * Offers the last snapshot and waits for it to arrive.
   *
   * @param push the longest time to wait where it is pushed
   * @param scrape the longest time to wait where it is scraped
   */
  void end(MetricsSnapshot last, Duration push, Duration scrape);

  /** Has {@link #end} stop waiting for a scrape. From any thread. Default: it waits for none. */
  default void hurry() {}

  /** Ends it; nothing will be offered any more. */
  @Override
  void close();
}
