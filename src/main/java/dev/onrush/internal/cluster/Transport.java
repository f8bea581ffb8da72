package dev.onrush.internal.cluster;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

/**
 * What carries letters between the JVMs of a run. It may lose them, double them, and bring them
 * late; it tells when somebody is not there any more, if it notices.
 */
interface Transport extends AutoCloseable {

  /** Who takes letters, on threads of the wire's own; returns soon. */
  interface Listener {

    /** Whether the letter was taken, now or before. */
    boolean take(SignedMessage signed);

    /** Nothing will come from this one any more. */
    void left(String member);
  }

  /** How this JVM is called by the others: the address and port that it listens on. */
  String self();

  /** From now on letters are handed over; what came before is lost. */
  void listen(Listener listener);

  /** Whether it was taken; fails if that will not be known. */
  CompletableFuture<Boolean> send(SignedMessage signed);

  /** A clock that all share, in milliseconds, whatever the clocks of their machines show. */
  long time();

  /** Waits for a moment of {@link #time}. */
  default void await(long moment) {
    for (long left = moment - time(); left > 0; left = moment - time()) {
      LockSupport.parkNanos(left > 2 ? (left - 1) * 1_000_000 : 100_000);
    }
  }

  @Override
  void close();
}
