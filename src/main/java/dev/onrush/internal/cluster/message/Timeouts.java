package dev.onrush.internal.cluster.message;

import java.time.Duration;

/**
 * The timeouts between the JVMs of a run.
 *
 * @param answer the time until a message without an acknowledgement is sent again
 * @param report the time until the coordinator no longer waits for the intervals of a second; an
 *     interval that comes later counts in the next second
 * @param silence the time until a silent member counts as lost
 * @param stop the time until a member that does not stop counts as lost, in addition to the time
 *     for which it may wait for responses
 * @param refusal the time until the coordinator no longer waits for members to accept that the run
 *     is refused
 */
public record Timeouts(
    Duration answer, Duration report, Duration silence, Duration stop, Duration refusal) {

  /**
   * The default timeouts. They are for failures other than a closed connection, which the transport
   * notices at once.
   */
  public static final Timeouts USUAL =
      new Timeouts(
          Duration.ofMillis(1500),
          Duration.ofMillis(500),
          Duration.ofSeconds(7),
          Duration.ofSeconds(5),
          Duration.ofSeconds(2));
}
