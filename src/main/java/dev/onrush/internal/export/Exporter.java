package dev.onrush.internal.export;

import java.time.Duration;
import java.util.List;

/**
 * Brings snapshots to where a team looks. Whatever takes long or fails there is the exporter's own:
 * none of its methods waits, but {@link #end} as long as it is told to.
 */
interface Exporter extends AutoCloseable {

  /** One word: {@code prometheus}. */
  String name();

  /** A newer snapshot; the ones before are of no use any more. */
  void offer(MetricsSnapshot snapshot);

  /** What did not arrive so far. */
  long missed();

  /** How it went so far, in words, and why, where something was missed. */
  String summary();

  /** What a reader of the result has to know; empty where nothing was missed. */
  List<String> troubles();

  /**
   * Waits until the snapshot that was offered last has arrived.
   *
   * @param patience the longest time to wait
   */
  void settle(Duration timeout);

  /**
   * Offers the last snapshot and waits for it to arrive.
   *
   * @param push the longest time to wait where it is brought
   * @param scrape the longest time to wait where it is fetched
   */
  void end(MetricsSnapshot last, Duration push, Duration scrape);

  /** Ends it; nothing will be offered any more. */
  @Override
  void close();
}
