package dev.onrush.internal.cli;

import dev.onrush.internal.cli.jvm.SourceCompiler;
import dev.onrush.internal.launch.process.Console;
import dev.onrush.internal.run.log.FolderTree;
import dev.onrush.internal.text.FailureText;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Lists the simulations in a folder. */
@Command(
    name = "list",
    description = "List the simulations in a file or a folder, and in the folders within it.",
    mixinStandardHelpOptions = true)
final class ListCommand implements Runnable {

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "FOLDER",
      description = "folder or file to search; default: the current folder")
  private Path folder = Path.of(".");

  /** Picocli creates the command. */
  ListCommand() {}

  @Override
  public void run() {
    Map<String, Path> simulations =
        SourceCompiler.simulations(
            sources(), trouble -> Console.err().println("onrush: " + trouble));
    if (simulations.isEmpty()) {
      Console.err()
          .println(
              "onrush: "
                  + folder.toAbsolutePath().normalize()
                  + " has no simulation; a simulation is a public class that extends"
                  + " LoadSimulation, MeteredSimulation or Gatling's Simulation");
    }
    simulations.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(
            found ->
                Console.out()
                    .println(
                        found.getKey()
                            + "  "
                            + shown(Path.of("").toAbsolutePath(), found.getValue())));
  }

  /**
   * Returns the path relative to {@code here}, unless the file is on another drive of Windows, to
   * which there is no relative path.
   */
  static Path shown(Path here, Path file) {
    return Objects.equals(here.getRoot(), file.getRoot()) ? here.relativize(file) : file;
  }

  private List<Path> sources() {
    if (!Files.exists(folder)) {
      throw new IllegalArgumentException(
          folder
              + " does not exist; write the name of a Java source file, or of a folder that contains some");
    }
    if (Files.isRegularFile(folder) && !isSource(folder)) {
      throw new IllegalArgumentException(
          folder
              + " is not a Java source file; write the name of one such as SpikeTest.java, or of a"
              + " folder");
    }
    return FolderTree.files(
            folder,
            (unread, why) ->
                Console.err()
                    .println(
                        "onrush: skipped "
                            + unread
                            + ", which cannot be read: "
                            + FailureText.of(why)))
        .stream()
        .filter(file -> isSource(file) && Files.isRegularFile(file))
        .sorted()
        .toList();
  }

  private static boolean isSource(Path file) {
    return file.toString().endsWith(".java");
  }
}
