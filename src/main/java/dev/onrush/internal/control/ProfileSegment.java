package dev.onrush.internal.control;

import dev.onrush.profile.Stage;
import java.time.Duration;
import java.util.List;

/**
 * A segment of a profile that is created during the run. It replaces everything that was to follow,
 * and its last level is held until the next segment.
 *
 * @param at the time since the run's start
 * @param stages empty if the run ends here
 * @param why the reason for the segment, in words
 */
public record ProfileSegment(Duration at, List<Stage> stages, String why) {

  public ProfileSegment {
    stages = List.copyOf(stages);
  }

  /** Returns the segment with another time at which it takes effect. */
  public ProfileSegment at(Duration moment) {
    return new ProfileSegment(moment, stages, why);
  }

  /** Returns a segment with the same times for a flow that holds its level meanwhile. */
  ProfileSegment holding(double level) {
    return new ProfileSegment(
        at,
        stages.stream().flatMap(stage -> stage.withLevels(planned -> level).stream()).toList(),
        why);
  }

  /** Whether the run ends here. */
  public boolean isEnd() {
    return stages.isEmpty();
  }
}
