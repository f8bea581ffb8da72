package dev.onrush.internal.launch.role;

import dev.onrush.internal.baseline.Baseline;
import dev.onrush.internal.launch.process.Console;
import dev.onrush.internal.run.log.Baselines;
import dev.onrush.internal.run.record.ComparisonObstacle;
import dev.onrush.internal.run.record.RunInfo;
import dev.onrush.internal.settings.Settings;
import dev.onrush.internal.settings.table.Setting;
import java.util.Optional;

/** Chooses the baseline with which a run is compared. */
final class BaselineChoice {

  private BaselineChoice() {}

  /**
   * Returns the requested baseline. If none is requested, returns the baseline with the name of the
   * simulation, if it exists. Runs of a different size are not compared; a message says so.
   *
   * @throws IllegalArgumentException if the requested baseline is missing or has a different plan
   */
  static Optional<Baseline> choose(RunInfo info, Settings settings) {
    if (info.search().isPresent()) {
      if (settings.baseline().isPresent()) {
        throw new IllegalArgumentException(
            "baseline was \""
                + settings.baseline().get()
                + "\""
                + settings.source(Setting.BASELINE)
                + ", and this plan is a capacity search, which chooses its own levels; leave"
                + " baseline out, and use capacity().atLeast(…)");
      }
      return Optional.empty();
    }
    if (ComparisonObstacle.of(info).isPresent()) {
      return Optional.empty();
    }
    if (info.facts().containsKey(RunInfo.PART)) {
      if (settings.baseline().isPresent()) {
        Console.out(settings)
            .println(
                "\nNot compared: this run is only a part of its plan ("
                    + info.facts().get(RunInfo.PART)
                    + "), and baselines are of whole plans");
      }
      return Optional.empty();
    }
    Baselines saved = new Baselines(settings.baselines());
    String name = settings.baseline().orElse(info.simulation());
    if (settings.baseline().isEmpty()) {
      try {
        return saved.find(name, info);
      } catch (IllegalArgumentException e) {
        Console.out(settings).println("\nNot compared: " + e.getMessage());
        return Optional.empty();
      }
    }
    Optional<Baseline> found = saved.find(name, info);
    if (found.isEmpty()) {
      throw new IllegalArgumentException(
          "baseline was \""
              + name
              + "\""
              + settings.source(Setting.BASELINE)
              + "; "
              + (saved.names().isEmpty()
                  ? "no baseline is saved"
                  : "the saved baselines are " + String.join(", ", saved.names()))
              + "; save a run as a baseline with the command: baseline "
              + name
              + " FOLDER");
    }
    return found;
  }
}
