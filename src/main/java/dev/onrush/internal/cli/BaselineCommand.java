package dev.onrush.internal.cli;

import dev.onrush.internal.launch.process.Console;
import dev.onrush.internal.run.log.Baselines;
import dev.onrush.internal.settings.SettingsReader;
import dev.onrush.units.Quantity;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Saves runs as a baseline. */
@Command(
    name = "baseline",
    description = "Save runs as a baseline, for comparison with later runs.",
    mixinStandardHelpOptions = true)
final class BaselineCommand implements Runnable {

  @Parameters(index = "0", paramLabel = "NAME", description = "name of the baseline")
  private String name = "";

  @Parameters(index = "1", arity = "1..*", paramLabel = "FOLDER", description = "folder of a run")
  private List<Path> folders = List.of();

  /** Picocli creates the command. */
  BaselineCommand() {}

  @Override
  public void run() {
    Path saved = new Baselines(SettingsReader.load().baselines()).save(name, folders);
    Console.out()
        .println("Saved " + Quantity.count(folders.size(), "run") + " as baseline " + saved);
  }
}
