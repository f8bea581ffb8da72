package dev.onrush.internal.cli;

import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Makes the reports of a run again, even if the run was killed. */
@Command(
    name = "report",
    description = {
      "Make the reports of a run again, even if it was killed.",
      "Several folders must be from the injectors of one run."
    },
    mixinStandardHelpOptions = true)
final class ReportCommand implements Runnable {

  @Parameters(
      arity = "1..*",
      paramLabel = "FOLDER",
      description = "folder of a run, such as reports/SpikeTest-20260131T120000Z")
  private List<Path> folders = List.of();

  /** Picocli creates the command. */
  ReportCommand() {}

  @Override
  public void run() {
    RunFolders.report(folders);
  }
}
