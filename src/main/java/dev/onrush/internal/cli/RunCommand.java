package dev.onrush.internal.cli;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Compiles a simulation and runs it. */
@Command(
    name = "run",
    description = "Compile a simulation and run it; the exit code reflects the verdict.",
    mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {

  @Mixin private RunOptions options = new RunOptions();

  /** Picocli creates the command. */
  RunCommand() {}

  @Override
  public Integer call() {
    return options.run(Map.of());
  }
}
