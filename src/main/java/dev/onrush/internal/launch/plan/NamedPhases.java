package dev.onrush.internal.launch.plan;

import dev.onrush.profile.Phase;
import dev.onrush.units.Quantity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The phases of a simulation that has its own load, as named by hand. The time outside of them
 * belongs to a phase called "run".
 *
 * @param simulation simple name of its class
 * @param named the phases as declared, in any order
 */
public record NamedPhases(String simulation, List<Phase> named) {

  private static final String RUN = Phase.WHOLE_RUN.name();

  /** Names that already have a meaning. */
  private static final List<String> TAKEN =
      Stream.concat(Phase.RESERVED.stream(), Stream.of(RUN)).toList();

  /** Sorts the phases by their start. */
  public NamedPhases {
    named = named.stream().sorted(Comparator.comparing(Phase::start)).toList();
  }

  /**
   * All phases of the run, in order and without gaps; empty if no phase is named.
   *
   * @throws IllegalArgumentException if a name is blank, reserved or used twice, if a phase is
   *     empty, or if two phases overlap
   */
  public List<Phase> all() {
    if (named.isEmpty()) {
      return List.of();
    }
    List<Phase> all = new ArrayList<>();
    Set<String> names = new HashSet<>();
    Duration reached = Duration.ZERO;
    for (Phase phase : named) {
      checkName(phase, names);
      checkTime(phase);
      if (phase.start().compareTo(reached) < 0) {
        throw refused(
            "has phase "
                + text(phase)
                + ", and phase "
                + text(all.get(all.size() - 1))
                + "; phases must not overlap; begin the second where the first ends, or later");
      }
      if (phase.start().compareTo(reached) > 0) {
        all.add(new Phase(RUN, reached, phase.start()));
      }
      all.add(phase);
      reached = phase.end();
    }
    if (reached.compareTo(Phase.WHOLE_RUN.end()) < 0) {
      all.add(new Phase(RUN, reached, Phase.WHOLE_RUN.end()));
    }
    return List.copyOf(all);
  }

  private void checkName(Phase phase, Set<String> names) {
    if (phase.name().isBlank()) {
      throw refused("has a phase whose name is blank; give it a name such as \"spike\"");
    }
    if (TAKEN.contains(phase.name())) {
      throw refused(
          "has a phase called \""
              + phase.name()
              + "\", a name that Onrush uses itself; choose another name than "
              + String.join(", ", TAKEN));
    }
    if (!names.add(phase.name())) {
      throw refused("has phase \"" + phase.name() + "\" twice; rename one");
    }
  }

  private void checkTime(Phase phase) {
    if (phase.start().isNegative()
        || phase.end().compareTo(phase.start()) <= 0
        || phase.end().compareTo(Phase.WHOLE_RUN.end()) > 0) {
      throw refused(
          "has phase "
              + text(phase)
              + "; a phase begins at 0 s or later, and ends after that, at 1,000 days or earlier;"
              + " both times count from the start of the run");
    }
  }

  private static String text(Phase phase) {
    return "\""
        + phase.name()
        + "\" from "
        + Quantity.duration(phase.start())
        + " to "
        + Quantity.duration(phase.end());
  }

  private IllegalArgumentException refused(String why) {
    return new IllegalArgumentException("simulation \"" + simulation + "\" " + why);
  }
}
