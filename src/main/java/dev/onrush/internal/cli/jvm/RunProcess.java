package dev.onrush.internal.cli.jvm;

import dev.onrush.internal.machine.ArgumentFile;
import dev.onrush.internal.machine.ParentProcess;
import dev.onrush.internal.settings.table.Setting;
import dev.onrush.internal.text.FailureText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Runs a simulation in a separate JVM. The JVM of the run ends when the JVM that waits for it ends,
 * and within seconds if the waiting JVM is killed.
 */
public final class RunProcess {

  private static final String MAIN = "io.gatling.app.Gatling";

  /**
   * The longest time, in seconds, that a run may take to end. A run that is ended by a signal
   * writes its reports first.
   */
  private static final long LONGEST_END = TimeUnit.MINUTES.toSeconds(3);

  private RunProcess() {}

  /**
   * Checks that the argument files among the options of a JVM can be read.
   *
   * @throws IllegalArgumentException if one cannot be read
   */
  public static void checkOptions(List<String> options) {
    List<String> unused = OptionFiles.expanded(options);
  }

  /**
   * Returns the command line of a run.
   *
   * @param options the options of its JVM, after the options that every run has
   * @param properties the properties that are passed with {@code -D}
   * @param classPath the class path, with Onrush and the simulation
   * @param simulation the full name of the simulation
   * @throws IllegalArgumentException if an option names a file that cannot be read
   */
  public static List<String> command(
      List<String> options, Map<String, String> properties, String classPath, String simulation) {
    List<String> command = JvmOptions.command(options);
    command.addAll(options);
    properties.forEach((name, value) -> command.add("-D" + name + "=" + value));
    command.add(ParentProcess.option());
    command.addAll(List.of("-cp", classPath, MAIN, "-s", simulation));
    command.addAll(
        List.of(
            "-rf",
            properties.getOrDefault(
                Setting.REPORTS.property(), Setting.REPORTS.byDefault().orElseThrow())));
    return command;
  }

  /**
   * Starts a run and waits for it. If this JVM ends, or this thread is interrupted, the run is
   * ended as by a signal, so that it can write its reports.
   *
   * @param started called with the process at once
   * @return the exit code of the run
   * @throws InterruptedException if this thread was interrupted; the run has ended then
   */
  public static int run(ProcessBuilder builder, Consumer<Process> started)
      throws InterruptedException {
    try (ArgumentFile unused = ArgumentFile.of(builder)) {
      return run(builder.start(), started);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "the JVM of the run cannot be started: " + FailureText.of(e), e);
    }
  }

  private static int run(Process process, Consumer<Process> started) throws InterruptedException {
    Thread hook = new Thread(() -> end(process), "onrush-end");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      started.accept(process);
      return process.waitFor();
    } finally {
      if (process.isAlive()) {
        end(process);
      }
      forget(hook);
    }
  }

  private static void forget(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // this JVM is ending, and the hook is running
    }
  }

  /** Ends a run as by a signal, and waits for its end. */
  static void end(Process process) {
    process.destroy();
    try {
      if (!process.waitFor(LONGEST_END, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
