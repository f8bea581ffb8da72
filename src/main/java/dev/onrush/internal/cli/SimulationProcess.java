package dev.onrush.internal.cli;

import dev.onrush.internal.machine.ProcessGroup;
import dev.onrush.internal.settings.Setting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jline.utils.Signals;

/**
 * The JVM of a run: it has the options that a run needs, and shares input, output and signals with
 * this one.
 */
final class SimulationProcess {

  private static final String MAIN = "io.gatling.app.Gatling";

  /** A run that is ended by a signal writes its reports first. */
  private static final long LONGEST_END = TimeUnit.MINUTES.toSeconds(3);

  private final Map<String, String> properties;
  private final List<String> options;

  /**
   * Not started yet.
   *
   * @param properties given with {@code -D} behind the command
   * @param options of its JVM, stronger than Onrush's own
   */
  SimulationProcess(Map<String, String> properties, List<String> options) {
    this.properties = properties;
    this.options = options;
  }

  /**
   * Runs a simulation.
   *
   * @return the exit code of the run
   */
  int run(CompiledSource compiled, String simulation) {
    SharedClasses shared = SharedClasses.of(ClassPath.own(), options, System.getenv());
    int code = run(command(compiled, simulation, shared.options()));
    shared
        .finish()
        .ifPresent(
            made ->
                System.err.println(
                    "onrush: runs from now on start sooner, by the classes archived in " + made));
    return code;
  }

  private static int run(List<String> command) {
    Process process;
    try {
      process = new ProcessBuilder(command).inheritIO().start();
    } catch (IOException e) {
      throw new UncheckedIOException("the JVM of the run cannot be started: " + e.getMessage(), e);
    }
    Thread hook = new Thread(() -> end(process), "onrush-end");
    Runtime.getRuntime().addShutdownHook(hook);
    Object before = Signals.register("INT", () -> interrupted(process));
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      end(process);
      return 1;
    } finally {
      Signals.unregister("INT", before);
      Runtime.getRuntime().removeShutdownHook(hook);
    }
  }

  /** A terminal sends Ctrl-C to both, and the run knows what to do. */
  private static void interrupted(Process process) {
    if (!ProcessGroup.isInForeground()) {
      process.destroy();
    }
  }

  private static void end(Process process) {
    process.destroy();
    try {
      if (!process.waitFor(LONGEST_END, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private List<String> command(CompiledSource compiled, String simulation, List<String> shared) {
    List<String> command = JvmOptions.command();
    command.addAll(shared);
    command.addAll(options);
    Map<String, String> all = new LinkedHashMap<>(given());
    all.putAll(properties);
    all.forEach((name, value) -> command.add("-D" + name + "=" + value));
    List<Path> classPath = new ArrayList<>(ClassPath.own());
    classPath.addAll(compiled.classPath());
    command.addAll(List.of("-cp", ClassPath.text(classPath), MAIN, "-s", simulation));
    command.addAll(
        List.of(
            "-rf",
            all.getOrDefault(
                Setting.REPORTS.property(), Setting.REPORTS.byDefault().orElseThrow())));
    return command;
  }

  /** What was given with {@code -D} before {@code -jar}. */
  private static Map<String, String> given() {
    Map<String, String> given = new LinkedHashMap<>();
    for (String argument : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
      if (argument.startsWith("-D")) {
        String[] parts = argument.substring(2).split("=", 2);
        given.put(parts[0], parts.length == 2 ? parts[1] : "");
      }
    }
    return given;
  }
}
