package dev.onrush.internal.cli.jvm;

import dev.onrush.internal.settings.table.Spelling;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The classes that were compiled from a source file. Closing it deletes them.
 *
 * @param file the source file
 * @param classes the folder with the classes
 * @param classPath the class path for running the classes, including their folder and their
 *     resources
 * @param simulations the full names of the simulations in the file, in their order
 * @param unmeasured the names of those that Onrush does not measure, since they extend only
 *     Gatling's own class
 */
public record CompiledSource(
    Path file, Path classes, List<Path> classPath, List<String> simulations, Set<String> unmeasured)
    implements AutoCloseable {

  /**
   * Returns the full name of the selected simulation.
   *
   * @param name the simple or full name; empty for the simulation that has the name of the file, or
   *     is the only one
   * @throws IllegalArgumentException if there is no such simulation, if the choice is ambiguous, or
   *     if Onrush does not measure it
   */
  public String simulation(String name) {
    if (simulations.isEmpty()) {
      throw new IllegalArgumentException(
          file
              + " has no simulation; write a public class that extends LoadSimulation or"
              + " MeteredSimulation");
    }
    String wanted =
        name.isEmpty() ? file.getFileName().toString().replaceFirst("\\.java$", "") : name;
    String chosen = chosen(name, wanted);
    if (unmeasured.contains(chosen)) {
      throw new IllegalArgumentException(
          chosen
              + " extends Gatling's Simulation, so Onrush would not measure it; extend"
              + " dev.onrush.MeteredSimulation, and leave the rest as it is");
    }
    return chosen;
  }

  private String chosen(String name, String wanted) {
    return simulations.stream()
        .filter(known -> known.equals(wanted) || known.endsWith("." + wanted))
        .findFirst()
        .or(
            () ->
                name.isEmpty() && simulations.size() == 1
                    ? simulations.stream().findFirst()
                    : Optional.empty())
        .orElseThrow(() -> new IllegalArgumentException(file + notChosen(name)));
  }

  private String notChosen(String name) {
    if (simulations.size() == 1) {
      return " has no simulation "
          + name
          + "; its only simulation is "
          + simulations.get(0)
          + "; leave --simulation out";
    }
    return (name.isEmpty()
            ? " has several simulations"
            : " has no simulation "
                + name
                + Spelling.nearestClass(name, simulations)
                    .map(near -> "; the nearest is " + near)
                    .orElse(""))
        + "; choose one with --simulation: "
        + String.join(", ", simulations);
  }

  @Override
  public void close() {
    ClassFolder.delete(classes);
  }
}
