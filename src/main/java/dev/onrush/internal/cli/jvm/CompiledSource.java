package dev.onrush.internal.cli.jvm;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The classes that were made of a source file. To be closed, which deletes them.
 *
 * @param file the source
 * @param classes the folder with the classes
 * @param classPath what they need to run, this folder and their resources included
 * @param simulations the full names of the simulations in the file, in its order
 */
public record CompiledSource(
    Path file, Path classes, List<Path> classPath, List<String> simulations)
    implements AutoCloseable {

  /**
   * The full name of the simulation that is meant.
   *
   * @param name simple or full; empty for the one that has the file's name, or is alone
   * @throws IllegalArgumentException if there is none, or it is not clear which
   */
  public String simulation(String name) {
    if (simulations.isEmpty()) {
      throw new IllegalArgumentException(
          file
              + " has no simulation; write a public class that extends LoadSimulation, or another"
              + " of Gatling's simulations");
    }
    String wanted =
        name.isEmpty() ? file.getFileName().toString().replaceFirst("\\.java$", "") : name;
    return simulations.stream()
        .filter(known -> known.equals(wanted) || known.endsWith("." + wanted))
        .findFirst()
        .or(
            () ->
                name.isEmpty() && simulations.size() == 1
                    ? simulations.stream().findFirst()
                    : Optional.empty())
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    (name.isEmpty()
                            ? file + " has several simulations"
                            : file + " has no simulation " + name)
                        + "; choose one with --simulation: "
                        + String.join(", ", simulations)));
  }

  @Override
  public void close() {
    ClassFolder.delete(classes);
  }
}
