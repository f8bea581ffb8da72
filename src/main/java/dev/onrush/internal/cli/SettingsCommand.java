package dev.onrush.internal.cli;

import dev.onrush.internal.launch.process.Console;
import dev.onrush.internal.settings.table.SettingsHelp;
import picocli.CommandLine.Command;

/** Prints all settings. */
@Command(
    name = "settings",
    description = "Print all settings of a run, with their defaults.",
    mixinStandardHelpOptions = true)
final class SettingsCommand implements Runnable {

  /** Picocli creates the command. */
  SettingsCommand() {}

  @Override
  public void run() {
    Console.out().print(SettingsHelp.text());
  }
}
