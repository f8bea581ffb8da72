package dev.onrush.internal.cluster;

import java.time.Duration;

/**
 * Timeouts between the JVMs of a run.
 *
 * @param answer until a message without an answer is sent again
 * @param silence until a silent member counts as lost
 * @param stop until a member that does not stop counts as lost, beside the time for which it may
 *     wait for answers
 * @param refusal until members that have not heard that the run is refused are not waited for
 */
record Timeouts(Duration answer, Duration silence, Duration stop, Duration refusal) {

  /** The transport notices a connection that ends at once; these are for all else. */
  static final Timeouts USUAL =
      new Timeouts(
          Duration.ofMillis(1500),
          Duration.ofSeconds(7),
          Duration.ofSeconds(5),
          Duration.ofSeconds(2));
}
