package dev.onrush.internal.control;

import dev.onrush.plan.Stage;
import java.time.Duration;
import java.util.List;

/**
 * What comes next on a course that is laid while the run goes: it takes the place of whatever was
 * to come. The level that it ends with is kept until the next leg.
 *
 * @param at since the run's start
 * @param stages none for the end of the run
 * @param why in words
 */
public record ProfileSegment(Duration at, List<Stage> stages, String why) {

  public ProfileSegment {
    stages = List.copyOf(stages);
  }

  /** Whether the run ends here. */
  public boolean isEnd() {
    return stages.isEmpty();
  }
}
