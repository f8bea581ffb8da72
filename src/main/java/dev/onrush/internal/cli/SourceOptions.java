package dev.onrush.internal.cli;

import dev.onrush.internal.cli.jvm.CompiledSource;
import dev.onrush.internal.cli.jvm.SourceCompiler;
import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The options for the source of a simulation, and for the classes that it needs. */
final class SourceOptions {

  @Parameters(
      index = "0",
      paramLabel = "FILE",
      description =
          "a simulation, such as SpikeTest.java; classes, settings and data next to it are found")
  private Path file = Path.of("");

  @Option(
      names = {"-cp", "--class-path"},
      paramLabel = "PATH",
      description = "jars and folders that the simulation needs, in addition to the jars in lib/")
  private String classPath = "";

  @Option(
      names = {"-s", "--simulation"},
      paramLabel = "NAME",
      description = "which simulation, if the file has several")
  private String simulation = "";

  /** Picocli creates the options. */
  SourceOptions() {}

  /** Compiles the simulation. */
  CompiledSource compile() {
    List<Path> given =
        Arrays.stream(classPath.split(File.pathSeparator, -1))
            .filter(entry -> !entry.isBlank())
            .map(Path::of)
            .toList();
    return SourceCompiler.compile(file, given);
  }

  /** Returns the full name of the selected simulation. */
  String simulation(CompiledSource compiled) {
    return compiled.simulation(simulation);
  }
}
