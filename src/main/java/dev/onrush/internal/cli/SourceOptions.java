package dev.onrush.internal.cli;

import dev.onrush.internal.cli.jvm.CompiledSource;
import dev.onrush.internal.cli.jvm.SourceCompiler;
import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Where a simulation's source is, and what it needs. */
final class SourceOptions {

  @Parameters(
      index = "0",
      paramLabel = "FILE",
      description =
          "a simulation, such as SpikeTest.java; classes, settings and data beside it are found")
  private Path file = Path.of("");

  @Option(
      names = {"-cp", "--class-path"},
      paramLabel = "PATH",
      description = "jars and folders that the simulation needs, beside those in lib/")
  private String classPath = "";

  @Option(
      names = {"-s", "--simulation"},
      paramLabel = "NAME",
      description = "which one, if the file has several")
  private String simulation = "";

  /** Picocli makes it. */
  SourceOptions() {}

  /** The simulation, compiled. */
  CompiledSource compile() {
    List<Path> given =
        Arrays.stream(classPath.split(File.pathSeparator, -1))
            .filter(entry -> !entry.isBlank())
            .map(Path::of)
            .toList();
    return SourceCompiler.compile(file, given);
  }

  /** The simulation that is meant. */
  String simulation(CompiledSource compiled) {
    return compiled.simulation(simulation);
  }
}
