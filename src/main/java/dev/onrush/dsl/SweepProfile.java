package dev.onrush.dsl;

import dev.onrush.profile.LoadProfile;
import dev.onrush.profile.Stage;
import dev.onrush.units.Given;
import dev.onrush.units.Quantity;
import dev.onrush.units.Rate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A load profile of several levels, one after the other, each held for the same time: {@code
 * sweep(50, 100, 200).holdEachFor(ofSeconds(10))}. Immutable; each step returns a new profile.
 *
 * <p>Phases: {@code to level 1}, {@code level 1}, {@code to level 2} … The phase that leads to a
 * level is not part of the statistics of that level. The report contains a table of the levels.
 *
 * @since 0.1.0
 */
public final class SweepProfile {

  /** The most levels. Each level is two phases, with statistics of their own. */
  private static final int MOST_LEVELS = 1_000;

  private final List<Level> levels;
  private final Duration settle;

  private SweepProfile(List<Level> levels, Duration settle) {
    if (levels.size() < 2 || levels.size() > MOST_LEVELS) {
      throw new IllegalArgumentException(
          "a sweep had "
              + Quantity.count(levels.size(), "level")
              + "; 2 to "
              + Quantity.count(MOST_LEVELS)
              + " levels are allowed");
    }
    this.levels = levels;
    this.settle = settle;
  }

  static SweepProfile ofUsers(int... users) {
    return new SweepProfile(
        Arrays.stream(Given.value(users, "levels of a sweep"))
            .<Level>mapToObj(Level.Users::new)
            .toList(),
        Duration.ofSeconds(5));
  }

  static SweepProfile ofRates(Rate... rates) {
    return new SweepProfile(
        Given.values(rates, "rate").stream().<Level>map(Level.Arrivals::new).toList(),
        Duration.ofSeconds(5));
  }

  /**
   * Returns this profile with another time for the phase that leads to each level; default 5 s.
   * With zero, each level begins with a jump.
   *
   * @throws IllegalArgumentException if {@code time} is null, negative, or longer than 1,000 days
   */
  public SweepProfile settleFor(Duration time) {
    return new SweepProfile(levels, Given.time(time, "settling time of a sweep"));
  }

  /**
   * Returns the complete profile, in which each level is held for this time.
   *
   * @param time longer than zero, at most 1,000 days
   * @throws IllegalArgumentException if {@code time} is outside its range
   */
  public LoadProfile holdEachFor(Duration time) {
    // The level changes in the first half; in the second half the service settles at the new level.
    Duration half = settle.dividedBy(2);
    List<Stage> stages = new ArrayList<>();
    double before = 0;
    for (int i = 0; i < levels.size(); i++) {
      double height = levels.get(i).height();
      String phase = "level " + (i + 1);
      stages.addAll(Level.ramp("to " + phase, before, height, half));
      stages.addAll(Level.ramp("to " + phase, height, height, half));
      stages.add(new Stage(phase, height, height, time));
      before = height;
    }
    return levels.get(0).profile(stages);
  }
}
