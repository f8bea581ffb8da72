package dev.onrush.internal.cluster;

import java.time.Duration;

/**
 * How long one waits for another.
 *
 * @param answer until a letter without an answer is sent again
 * @param silence until somebody of whom nothing is heard is taken for lost
 * @param stop until somebody who was told to end is taken for lost
 */
record Timeouts(Duration answer, Duration silence, Duration stop) {

  /**
   * A dead connection is noticed at once, and a JVM that hangs after 5 s, by the wire; these are
   * for what it does not notice.
   */
  static final Timeouts USUAL =
      new Timeouts(Duration.ofMillis(1500), Duration.ofSeconds(7), Duration.ofSeconds(7));
}
