package dev.onrush.internal.run;

import dev.onrush.units.Quantity;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The time after the end of the plan, in which users finish their tasks. It is bounded: a user that
 * does not finish must not keep a run from ending.
 */
final class WindDown {

  private final Engine engine;
  private boolean overdue;

  WindDown(Engine engine) {
    this.engine = engine;
  }

  /**
   * Stops the engine once the wind-down has taken too long.
   *
   * @param planned when the plan ends; empty if that is not known
   * @return a note for the reader of the result if this call stopped the engine; otherwise empty
   */
  Optional<String> check(Duration elapsed, Optional<Duration> planned) {
    Duration atMost = engine.windDownAtMost();
    if (overdue || planned.filter(end -> elapsed.compareTo(end.plus(atMost)) >= 0).isEmpty()) {
      return Optional.empty();
    }
    List<String> runningUsers = engine.runningUsers();
    String length = Quantity.duration(atMost);
    engine.stop("users were still running " + length + " after the end of the plan");
    overdue = true; // not before: a stop that fails is tried again
    return Optional.of(
        "the run was ended "
            + length
            + " after the end of its plan, because users were still running"
            + (runningUsers.isEmpty() ? "" : ": " + String.join(", ", runningUsers))
            + "; what they do takes longer than onrush.windDownAtMost: a response, a call, a feeder,"
            + " a function, a loop, a pause or a rendez-vous");
  }
}
