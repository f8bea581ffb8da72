package dev.onrush.internal.cluster;

import dev.onrush.internal.cluster.message.Message;
import dev.onrush.internal.cluster.message.ReliableSender;
import dev.onrush.internal.cluster.message.Transport;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Checks every second whether the coordinator is still there, and tells the coordinator that this
 * injector is there. The transport alone does not detect every failure: a JVM that hangs keeps its
 * connection, and nothing reports that this JVM itself has left the cluster, for example because it
 * ran out of memory.
 */
final class CoordinatorWatch {

  private static final Duration LOOK = Duration.ofSeconds(1);

  private final Transport transport;
  private final String coordinator;
  private final ReliableSender sender;
  private final Duration silence;

  /**
   * Creates a watch that has not been started.
   *
   * @param coordinator the name of the coordinator in the transport
   * @param sender sends messages to the coordinator
   * @param silence the longest time that a message may wait for its acknowledgement
   */
  CoordinatorWatch(
      Transport transport, String coordinator, ReliableSender sender, Duration silence) {
    this.transport = transport;
    this.coordinator = coordinator;
    this.sender = sender;
    this.silence = silence;
  }

  /**
   * Starts the watch on a separate thread.
   *
   * @param over returns whether the watch can end
   * @param waiting returns whether the coordinator would hear nothing from this injector otherwise
   * @param lost called when the coordinator is not there any more
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
