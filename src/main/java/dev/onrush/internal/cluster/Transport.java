package dev.onrush.internal.cluster;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The transport of messages between the JVMs of a run. It may lose, repeat or delay messages, and
 * reports a member that has left if it notices; it does not report that this JVM has left.
 */
interface Transport extends AutoCloseable {

  /** A receiver of messages, called on the transport's threads; it must return soon. */
  interface Listener {

    /** Whether the message was accepted, now or before. */
    boolean take(SignedMessage signed);

    /** A member has left: nothing will come from it any more. */
    void left(String member);
  }

  /**
   * The name of this JVM as a member, which no other has, before or after it; {@link Addresses#of}
   * is the address and port in it.
   */
  String self();

  /** Delivers messages from now on; those that came before are lost. */
  void listen(Listener listener);

  /** Sends a message; the result is whether it was accepted, or a failure if that is unknown. */
  CompletableFuture<Boolean> send(SignedMessage signed);

  /** Whether this JVM and the member belong together still, as far as the transport knows. */
  boolean reaches(String member);

  /** The clock that all members share, in milliseconds; machine clocks may differ. */
  long time();

  /**
   * Waits for a moment of {@link #time}; returns how long ago it was. That clock is read once: it
   * may be set while this waits.
   */
  default Duration await(long moment) {
    long due = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(moment - time());
    long left = due - System.nanoTime();
    while (left > 0) {
      LockSupport.parkNanos(left);
      left = due - System.nanoTime();
    }
    return Duration.ofNanos(-left);
  }

  @Override
  void close();
}
