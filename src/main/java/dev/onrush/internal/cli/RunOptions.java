package dev.onrush.internal.cli;

import dev.onrush.internal.cli.jvm.CompiledSource;
import dev.onrush.internal.cli.jvm.RunProcess;
import dev.onrush.internal.cli.jvm.SimulationProcess;
import dev.onrush.internal.settings.table.SettingProperties;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of a run: a simulation, its settings, and options for its JVM. */
final class RunOptions {

  @Mixin private SourceOptions source = new SourceOptions();

  @Option(
      names = "-D",
      paramLabel = "NAME=VALUE",
      mapFallbackValue = "",
      description =
          "a setting, such as -Dtarget=http://127.0.0.1:8080; the command settings lists them")
  private Map<String, String> properties = new LinkedHashMap<>();

  @Option(
      names = "--jvm",
      paramLabel = "OPTION",
      description = "an option for the JVM of the run, such as --jvm=-Xmx4G")
  private List<String> options = new ArrayList<>();

  /** Picocli creates the options. */
  RunOptions() {}

  /**
   * Runs the simulation, and returns its exit code.
   *
   * @param more settings that override the given ones
   */
  int run(Map<String, String> more) {
    checkOptions();
    Map<String, String> all = SettingProperties.overlaid(properties, more);
    try (CompiledSource compiled = source.compile()) {
      return new SimulationProcess(all, options).run(compiled, source.simulation(compiled));
    }
  }

  /**
   * Checks that each option of the JVM begins as one does, and that its file can be read. {@code
   * java} would take another word for the name of the class to run. The value of an option such as
   * {@code --add-opens} may be a word of its own.
   */
  private void checkOptions() {
    String before = "";
    for (String option : options) {
      boolean isValue = before.startsWith("--") && !before.contains("=");
      if (!option.startsWith("-") && !option.startsWith("@") && !isValue) {
        throw new UsageException(
            "--jvm was \"" + option + "\"; write an option of java, such as --jvm=-Xmx4G");
      }
      before = option;
    }
    UsageException.run(() -> RunProcess.checkOptions(options));
  }
}
