package dev.onrush.internal.export;

import java.time.Duration;
import java.util.List;

/**
 * Exports snapshots to a monitoring system. No method waits for that system, with these exceptions:
 * {@link #settle}, {@link #end} and {@link #awaitScrape} wait at most for the given time, and
 * {@link #close} for the rest of the time given to {@link #end}, but at least for a moment.
 */
interface ExportChannel extends AutoCloseable {

  /** The name, in one word: {@code prometheus}. */
  String name();

  /** Takes a newer snapshot, which replaces the previous ones. */
  void offer(MetricsSnapshot snapshot);

  /** The number of exports that did not arrive so far. */
  long missed();

  /**
   * Returns how many exports arrived, in a sentence, and why some did not; after closing, also what
   * went wrong with closing.
   */
  String summary();

  /** Returns notes for the result; an empty list if nothing was missed. */
  List<String> notes();

  /**
   * Waits until the latest offered snapshot has arrived.
   *
   * @param timeout the longest time to wait
   */
  void settle(Duration timeout);

  /**
   * Waits until the last snapshot, which was offered before, has arrived. Does nothing if the
   * channel is scraped.
   */
  void end(TimeLimit limit);

  /**
   * Waits for a scrape of the last snapshot. By default does nothing, for channels that push.
   *
   * @param timeout the longest time to wait
   */
  default void awaitScrape(Duration timeout) {}

  /**
   * Makes {@link #awaitScrape} and {@link #close} stop waiting for a scrape. Can be called from any
   * thread. By default does nothing, for channels that do not wait for a scrape.
   */
  default void hurry() {}

  /** Closes the channel; no snapshot is offered afterwards. */
  @Override
  void close();
}
