package dev.onrush.internal.machine;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** The process that has started this JVM and waits for it, if it has told this one so. */
public final class ParentProcess {

  /** No setting: the id of the process. */
  private static final String PROPERTY = "dev.onrush.parent";

  private static final Duration LOOK = Duration.ofSeconds(1);

  private final long id;

  /** What was found of it at first. */
  private final Optional<ProcessHandle> known;

  private ParentProcess(long id) {
    this.id = id;
    this.known = living(id);
  }

  /** The option by which this process tells a JVM that it starts. */
  public static String option() {
    return "-D" + PROPERTY + "=" + ProcessHandle.current().pid();
  }

  /** Whether it is there; where none is known, nobody is missing. */
  public static boolean isThere() {
    Long id = Long.getLong(PROPERTY);
    return id == null || !new ParentProcess(id).hasEnded();
  }

  /** Calls {@code last} when it has ended, however it did: within some two seconds. */
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
   * Whether it has ended for certain. On Linux the JDK reads a file of each process, and takes one
   * for ended whose file it cannot open: {@link ProcessHandle#onExit} completes while users'
   * connections have all file descriptors. To see that the file is there takes none.
   */
  private boolean hasEnded() {
    Optional<ProcessHandle> found = living(id);
    if (found.isPresent()) {
      return known.isPresent() && !found.equals(known); // another process has its id
    }
    return ProcessHandle.current().isAlive() // so that processes can be looked up at all
        && Files.notExists(Path.of("/proc", String.valueOf(id)));
  }

  private static Optional<ProcessHandle> living(long id) {
    return ProcessHandle.of(id).filter(ProcessHandle::isAlive);
  }
}
