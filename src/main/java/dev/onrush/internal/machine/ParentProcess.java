package dev.onrush.internal.machine;

import java.util.Optional;

/** The process that has started this JVM and waits for it, if it has told this one so. */
public final class ParentProcess {

  /** No setting: the id of the process. */
  private static final String PROPERTY = "dev.onrush.parent";

  private ParentProcess() {}

  /** The option by which this process tells a JVM that it starts. */
  public static String option() {
    return "-D" + PROPERTY + "=" + ProcessHandle.current().pid();
  }

  /** Whether it is there; where none is known, nobody is missing. */
  public static boolean isThere() {
    Long id = Long.getLong(PROPERTY);
    return id == null || living(id).isPresent();
  }

  /**
   * Calls {@code last} when it has ended, however it did: within some five seconds, for which the
   * JDK sleeps between its looks at a process that is no child.
   */
  public static void onEnd(Runnable last) {
    Long id = Long.getLong(PROPERTY);
    if (id == null) {
      return;
    }
    long known = id;
    Thread thread =
        new Thread(
            () -> {
              living(known).ifPresent(parent -> parent.onExit().join());
              last.run();
            },
            "onrush-parent");
    thread.setDaemon(true);
    thread.start();
  }

  private static Optional<ProcessHandle> living(long id) {
    return ProcessHandle.of(id).filter(ProcessHandle::isAlive);
  }
}
