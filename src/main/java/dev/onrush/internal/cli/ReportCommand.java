package dev.onrush.internal.cli;

import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Makes the reports of a run again, even if the run was killed. */
@Command(
    name = "report",
    description = {
      "Make the reports of a run again, also of one that was killed.",
      "Several folders are those that the injectors of one run have left."
    },
    mixinStandardHelpOptions = true)
final class ReportCommand implements Runnable {

  @Parameters(
      arity = "1..*",
      paramLabel = "FOLDER",
      description = "such as reports/SpikeTest-20260131T120000Z")
  private List<Path> folders = List.of();

  /** Picocli creates the command. */
  ReportCommand() {}

  @Override
  public void run() {
    RunFolders.report(folders);
  }
}
