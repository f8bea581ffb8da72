package dev.onrush.internal.cli;

import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Compares runs with the first one. */
@Command(
    name = "compare",
    description = "Compare runs with the first one: a table, the changes, and a page.",
    mixinStandardHelpOptions = true)
final class CompareCommand implements Runnable {

  @Parameters(
      arity = "1..*",
      paramLabel = "FOLDER",
      description = "folder of a run, such as reports/SpikeTest-20260131T120000Z")
  private List<Path> folders = List.of();

  /** Picocli creates the command. */
  CompareCommand() {}

  @Override
  public void run() {
    RunFolders.compare(folders);
  }
}
