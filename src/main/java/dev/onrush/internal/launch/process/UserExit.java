package dev.onrush.internal.launch.process;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A {@code System.exit} in code of the user, or in a library that this code uses. The JVM would
 * exit with a status that says nothing about the run, and after {@code System.exit(0)}, a build
 * would pass.
 *
 * <p>The status of a JVM that is ending can only be replaced by halting it, which would cut off the
 * shutdown hooks of others. So they are waited for.
 */
public final class UserExit {

  /** How long the shutdown hooks of others are waited for. */
  private static final Duration OTHERS = Duration.ofSeconds(40);

  /** How long the output of the last lines may pause. */
  private static final Duration LAST_LINES = Duration.ofSeconds(2);

  private static final String HOOKS = "java.lang.ApplicationShutdownHooks";

  /** Classes that only pass an exit on. Gatling uses that of Scala. */
  private static final Set<String> EXITS =
      Set.of(
          "java.lang.Runtime",
          "java.lang.System",
          "scala.sys.package$",
          "scala.sys.package",
          "kotlin.system.ProcessKt");

  /** Code that exits with the status of the run, or of a run that crashed. */
  private static final List<String> ENGINE =
      List.of("dev.onrush.internal.", "dev.onrush.Onrush", "io.gatling.");

  /** Code of Gatling that exits when the run is over. All other code of Gatling exits on errors. */
  private static final String GATLING_MAIN = "io.gatling.app.";

  /** All shutdown hooks of this JVM; null if they are not accessible. */
  private final @Nullable Set<Thread> hooks = hooks();

  /**
   * Returns the class that has called {@code System.exit}. Empty if this JVM is not ending, or is
   * ended by a signal, by Gatling or by Onrush. Called in a shutdown hook.
   */
  public Optional<String> by() {
    return exiting().filter(name -> ENGINE.stream().noneMatch(name::startsWith));
  }

  /**
   * Returns why code other than the end of the run has exited, in words: code of the user, or
   * Gatling after an error that it considers fatal. Empty as for {@link #by()}.
   */
  public Optional<String> why() {
    return exiting().flatMap(UserExit::why);
  }

  static Optional<String> why(String caller) {
    if (caller.startsWith("io.gatling.") && !caller.startsWith(GATLING_MAIN)) {
      return Optional.of(
          "the run crashed: Gatling ended the JVM because of a fatal error (see its log)");
    }
    return Optional.of(caller + " called System.exit")
        .filter(text -> ENGINE.stream().noneMatch(caller::startsWith));
  }

  private static Optional<String> exiting() {
    return Thread.getAllStackTraces().values().stream()
        .flatMap(stack -> caller(stack).stream())
        .findFirst();
  }

  /** Returns the class that has called {@code System.exit}, if this thread runs the hooks. */
  static Optional<String> caller(StackTraceElement[] stack) {
    List<String> classes = Arrays.stream(stack).map(StackTraceElement::getClassName).toList();
    int exit = classes.lastIndexOf("java.lang.Runtime");
    return classes.contains(HOOKS) && exit > 0
        ? classes.stream().skip(exit).filter(name -> !EXITS.contains(name)).findFirst()
        : Optional.empty();
  }

  /**
   * Ends this JVM with another status, when all other shutdown hooks have ended or 40 s have
   * passed. Does nothing if the hooks are not accessible, for which the JVM needs {@code
   * --add-opens=java.base/java.lang=ALL-UNNAMED}. Called at the end of a shutdown hook.
   */
  public void replaceStatus(int status) {
    if (hooks == null) {
      return;
    }
    long end = System.nanoTime() + OTHERS.toNanos();
    try {
      for (Thread other : hooks) {
        long left = (end - System.nanoTime()) / 1_000_000;
        if (other != Thread.currentThread() && left > 0) {
          other.join(left);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    System.out.flush();
    System.err.flush();
    Console.awaitPrinted(LAST_LINES);
    Runtime.getRuntime().halt(status);
  }

  /** The JVM takes this map when it ends, and starts all of its threads. */
  @SuppressWarnings("unchecked")
  private static @Nullable Set<Thread> hooks() {
    try {
      var field = Class.forName(HOOKS).getDeclaredField("hooks");
      field.setAccessible(true);
      return field.get(null) instanceof Map<?, ?> map ? (Set<Thread>) map.keySet() : null;
    } catch (ReflectiveOperationException | RuntimeException e) {
      return null;
    }
  }
}
