package dev.onrush.internal.machine;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** The process that has started this JVM and waits for it, if it has passed its id to this JVM. */
public final class ParentProcess {

  /** The property with the id of the process. It is not a setting. */
  private static final String PROPERTY = "dev.onrush.parent";

  private static final Duration LOOK = Duration.ofSeconds(1);

  private final long id;

  /** The process as it was found at first. */
  private final Optional<ProcessHandle> known;

  private ParentProcess(long id) {
    this.id = id;
    this.known = living(id);
  }

  /** Returns the option with which this process passes its id to a JVM that it starts. */
  public static String option() {
    return "-D" + PROPERTY + "=" + ProcessHandle.current().pid();
  }

  /** Whether the parent process is running. Also true if no parent process is known. */
  public static boolean isThere() {
    Long id = Long.getLong(PROPERTY);
    return id == null || !new ParentProcess(id).hasEnded();
  }

  /** Calls {@code last} within about two seconds after the parent process has ended in any way. */
  public static void onEnd(Runnable last) {
    Long id = Long.getLong(PROPERTY);
    if (id == null) {
      return;
    }
    ParentProcess parent = new ParentProcess(id);
    Thread thread =
        new Thread(
            () -> {
              while (!parent.hasEnded()) {
                LockSupport.parkNanos(LOOK.toNanos());
              }
              last.run();
            },
            "onrush-parent");
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Whether the parent process has certainly ended. On Linux the JDK reads a file of a process, and
   * takes the process as ended if it cannot open this file: {@link ProcessHandle#onExit} completes
   * while users' connections occupy all file descriptors. Testing whether the file exists needs no
   * descriptor.
   */
  private boolean hasEnded() {
    Optional<ProcessHandle> found = living(id);
    if (found.isPresent()) {
      return known.isPresent() && !found.equals(known); // another process has its id
    }
    return ProcessHandle.current().isAlive() // checks that processes can be looked up at all
        && Files.notExists(Path.of("/proc", String.valueOf(id)));
  }

  private static Optional<ProcessHandle> living(long id) {
    return ProcessHandle.of(id).filter(ProcessHandle::isAlive);
  }
}
