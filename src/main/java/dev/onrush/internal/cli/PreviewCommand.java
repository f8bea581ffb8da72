package dev.onrush.internal.cli;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Compiles a simulation and shows its plan. */
@Command(
    name = "preview",
    description = "Compile a simulation and show its plan; nothing is sent.",
    mixinStandardHelpOptions = true)
final class PreviewCommand implements Callable<Integer> {

  @Mixin private RunOptions options = new RunOptions();

  /** Picocli creates the command. */
  PreviewCommand() {}

  @Override
  public Integer call() {
    return options.run(Map.of("preview", "true"));
  }
}
