package dev.onrush.internal.cluster.message;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A transport of messages between the JVMs of a run. It may lose, repeat or delay messages. It
 * reports that another member has left if it notices; it does not report that this JVM has left.
 */
public interface Transport extends AutoCloseable {

  /**
   * A receiver of messages, called on the threads of the transport; its methods must return
   * quickly.
   */
  interface Listener {

    /** Takes a message; returns whether it is accepted, now or previously. */
    boolean take(SignedMessage signed);

    /** A member has left: no more messages come from it. */
    void left(String member);
  }

  /**
   * The name of this JVM as a member. It is unique: no other JVM ever has it, before or after.
   * {@link Addresses#of} extracts its address and port.
   */
  String self();

  /** Delivers messages from now on; messages that arrived before are lost. */
  void listen(Listener listener);

  /** Sends a message; the future contains whether it was accepted, or fails if that is unknown. */
  CompletableFuture<Boolean> send(SignedMessage signed);

  /**
   * Whether this JVM and the member still belong to the same cluster, as far as the transport
   * knows.
   */
  boolean reaches(String member);

  /** The clock that all members share, in milliseconds; the clocks of their machines may differ. */
  long time();

  /**
   * Waits for a moment of {@link #time}; returns how long ago it was. The shared clock is read only
   * once, because it may be set during the wait. An interruption does not end the wait; the thread
   * is still interrupted after it.
   */
  default Duration await(long moment) {
    long due = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(moment - time());
    long left = due - System.nanoTime();
    boolean interrupted = false;
    while (left > 0) {
      LockSupport.parkNanos(left);
      interrupted |= Thread.interrupted(); // otherwise the next park would return at once
      left = due - System.nanoTime();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return Duration.ofNanos(-left);
  }

  @Override
  void close();
}
