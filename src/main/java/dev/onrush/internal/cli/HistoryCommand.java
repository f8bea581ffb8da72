package dev.onrush.internal.cli;

import dev.onrush.internal.launch.process.Console;
import dev.onrush.internal.report.history.HistoryPage;
import dev.onrush.internal.settings.SettingsReader;
import picocli.CommandLine.Command;

/** Writes the page of all runs. */
@Command(
    name = "history",
    description = "Write the page of all runs in the reports folder.",
    mixinStandardHelpOptions = true)
final class HistoryCommand implements Runnable {

  /** Picocli creates the command. */
  HistoryCommand() {}

  @Override
  public void run() {
    Console.out().println("Page: " + HistoryPage.write(SettingsReader.load().reports()));
  }
}
