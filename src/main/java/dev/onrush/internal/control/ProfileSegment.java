package dev.onrush.internal.control;

import dev.onrush.plan.Stage;
import java.time.Duration;
import java.util.List;

/**
 * A segment of a profile that is made while the run goes. It replaces all that was to follow, and
 * its last level is held until the next segment.
 *
 * @param at since the run's start
 * @param stages none for the end of the run
 * @param why in words
 */
public record ProfileSegment(Duration at, List<Stage> stages, String why) {

  public ProfileSegment {
    stages = List.copyOf(stages);
  }

  /** The same times for a flow that holds its level beside the one whose profile is made. */
  ProfileSegment holding(double level) {
    return new ProfileSegment(
        at,
        stages.stream()
            .map(stage -> new Stage(stage.phase(), level, level, stage.duration()))
            .toList(),
        why);
  }

  /** Whether the run ends here. */
  public boolean isEnd() {
    return stages.isEmpty();
  }
}
