package dev.onrush.internal.metrics.recording;

import dev.onrush.plan.Phase;
import dev.onrush.plan.RunFlow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The phases of a run, looked up by the moment at which a sample began and by its user class, which
 * determines the flow.
 */
final class RunPhases {

  /** The phases of one flow, in order. */
  private record Course(Optional<RunFlow> flow, List<Phase> phases) {

    String at(long millis) {
      for (Phase phase : phases) {
        if (millis < phase.end().toMillis()) {
          return phase.title();
        }
      }
      return flow.map(f -> f.title(Phase.WIND_DOWN)).orElse(Phase.WIND_DOWN);
    }
  }

  /** The phases for samples that belong to no user class: those of the first flow. */
  private final Course first;

  private final Map<String, Course> byUserClass = new HashMap<>();

  RunPhases(List<Phase> phases) {
    Map<Optional<RunFlow>, List<Phase>> flows = new LinkedHashMap<>();
    phases.forEach(p -> flows.computeIfAbsent(p.flow(), f -> new ArrayList<>()).add(p));
    List<Course> courses =
        flows.entrySet().stream().map(of -> new Course(of.getKey(), of.getValue())).toList();
    this.first = courses.isEmpty() ? new Course(Optional.empty(), List.of()) : courses.get(0);
    for (Course course : courses) {
      course.flow().ifPresent(f -> f.userClasses().forEach(c -> byUserClass.put(c, course)));
    }
  }

  /**
   * The title of the phase at a moment.
   *
   * @param millis since the run's start
   */
  String at(String userClass, long millis) {
    return byUserClass.getOrDefault(userClass, first).at(millis);
  }
}
