package dev.onrush.internal.cli.jvm;

import dev.onrush.internal.machine.ProcessGroup;
import dev.onrush.internal.settings.table.Setting;
import dev.onrush.internal.settings.table.SettingProperties;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jline.utils.Signals;

/**
 * The JVM of a run. It gets the options that a run needs, and shares input, output and signals with
 * this JVM.
 */
public final class SimulationProcess {

  private final Map<String, String> properties;
  private final List<String> options;

  /**
   * Creates a process that is not started yet.
   *
   * @param properties the properties given with {@code -D} after the command
   * @param options the options of its JVM, which override Onrush's own
   */
  public SimulationProcess(Map<String, String> properties, List<String> options) {
    this.properties = properties;
    this.options = options;
  }

  /**
   * Runs a simulation.
   *
   * @return the exit code of the run
   */
  public int run(CompiledSource compiled, String simulation) {
    Map<String, String> settings = SettingProperties.overlaid(given(), properties);
    SharedClasses shared =
        SharedClasses.of(
            ClassPath.own(), OptionFiles.expanded(options), System.getenv(), isLoadTest(settings));
    int code = run(command(compiled, simulation, settings, shared.options()));
    shared
        .finish(code)
        .ifPresent(
            made ->
                System.err.println(
                    "onrush: later runs start faster, with the classes archived in " + made));
    return code;
  }

  /**
   * Whether the run loads the classes of a load test. A preview loads few of them, and a run of one
   * user leaves some out.
   */
  private static boolean isLoadTest(Map<String, String> settings) {
    return !SettingProperties.isOn(Setting.PREVIEW, settings)
        && !SettingProperties.isOn(Setting.ONCE, settings);
  }

  private static int run(List<String> command) {
    Map<String, Object> before = new LinkedHashMap<>();
    try {
      return RunProcess.run(
          new ProcessBuilder(command).inheritIO(),
          process -> {
            register("INT", () -> interrupted(process), before);
            // Without a handler, this JVM would exit with 143 or 129 instead of the run's code.
            register("TERM", () -> RunProcess.end(process), before);
            register("HUP", () -> RunProcess.end(process), before);
          });
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 1;
    } finally {
      before.forEach(Signals::unregister);
    }
  }

  private static void register(String signal, Runnable handler, Map<String, Object> before) {
    before.put(signal, Signals.register(signal, handler));
  }

  /**
   * Ends the run unless it receives the signal itself: a terminal sends Ctrl-C to both processes,
   * and the run then ends by itself.
   */
  private static void interrupted(Process process) {
    if (!ProcessGroup.isInForeground()) {
      process.destroy();
    }
  }

  private List<String> command(
      CompiledSource compiled,
      String simulation,
      Map<String, String> settings,
      List<String> shared) {
    List<String> all = new ArrayList<>(shared);
    all.addAll(options);
    List<Path> classPath = new ArrayList<>(ClassPath.own());
    classPath.addAll(compiled.classPath());
    return RunProcess.command(all, settings, ClassPath.text(classPath), simulation);
  }

  /** Returns the properties that were given with {@code -D} before {@code -jar}. */
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
