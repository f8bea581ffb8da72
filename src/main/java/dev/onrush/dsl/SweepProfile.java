package dev.onrush.dsl;

import dev.onrush.plan.LoadProfile;
import dev.onrush.plan.Stage;
import dev.onrush.units.Given;
import dev.onrush.units.Quantity;
import dev.onrush.units.Rate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A profile of one level after the other, each held for the same time: {@code sweep(50, 100, 200)
 * .holdEachFor(ofSeconds(10))}. Immutable; each step returns a new one.
 *
 * <p>Phases: {@code to level 1}, {@code level 1}, {@code to level 2} …; statistics of a level leave
 * the way to it out. The report has a table of the levels.
 *
 * @since 0.1.0
 */
public final class SweepProfile {

  /** Each level is two phases, with statistics of their own. */
  private static final int MOST_LEVELS = 1_000;

  private final List<Level> levels;
  private final Duration settle;

  private SweepProfile(List<Level> levels, Duration settle) {
    if (levels.size() < 2 || levels.size() > MOST_LEVELS) {
      throw new IllegalArgumentException(
          "levels of a sweep were "
              + levels.size()
              + "; 2 to "
              + Quantity.count(MOST_LEVELS)
              + " can be compared");
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
   * The same with another time on the way to each level, which does not count for it; default 5 s.
   * Without any, each level begins with a jump.
   *
   * @throws IllegalArgumentException if it is null, negative, or longer than 1,000 days
   */
  public SweepProfile settleFor(Duration time) {
    return new SweepProfile(levels, Given.time(time, "time to settle of a sweep"));
  }

  /**
   * The profile, with each level held for a time.
   *
   * @param time longer than zero, at most 1,000 days
   * @throws IllegalArgumentException if it is outside its range
   */
  public LoadProfile holdEachFor(Duration time) {
    // Half of the way rises, half of it lets the service come to rest there.
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
