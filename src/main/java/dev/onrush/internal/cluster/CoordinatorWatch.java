package dev.onrush.internal.cluster;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Looks each second whether the coordinator of an injector is there, and tells it that the injector
 * is. The transport alone does not see all of that: a JVM that hangs keeps its connection, and
 * where this JVM has left the cluster, as for want of memory, nobody reports it.
 */
final class CoordinatorWatch {

  private static final Duration LOOK = Duration.ofSeconds(1);

  private final Transport transport;
  private final String coordinator;
  private final ReliableSender sender;
  private final Duration silence;

  /**
   * A watch that has not begun.
   *
   * @param coordinator its name in the transport
   * @param sender of messages to it
   * @param silence the longest time that a message may wait for its answer
   */
  CoordinatorWatch(
      Transport transport, String coordinator, ReliableSender sender, Duration silence) {
    this.transport = transport;
    this.coordinator = coordinator;
    this.sender = sender;
    this.silence = silence;
  }

  /**
   * Begins, on a thread of its own.
   *
   * @param over whether nobody has to be watched any more
   * @param waiting whether the coordinator would hear nothing otherwise
   * @param lost called where it is not there
   */
  void start(BooleanSupplier over, BooleanSupplier waiting, Runnable lost) {
    Thread thread =
        new Thread(
            () -> {
              while (!over.getAsBoolean()) {
                if (waiting.getAsBoolean()) {
                  sender.send(new Message.Waiting());
                }
                LockSupport.parkNanos(LOOK.toNanos());
                if (!transport.reaches(coordinator) || sender.silence().compareTo(silence) > 0) {
                  lost.run();
                }
              }
            },
            "onrush-coordinator-watch");
    thread.setDaemon(true);
    thread.start();
  }
}
