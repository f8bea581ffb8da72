package dev.onrush.dsl;

import dev.onrush.profile.LoadProfile;
import dev.onrush.profile.Phase;
import dev.onrush.profile.Stage;
import dev.onrush.units.Given;
import dev.onrush.units.Rate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A load profile that rises to a level, holds it, and falls: {@code
 * load().users(100).rampUp(ofSeconds(10)).holdFor(ofMinutes(2))}. Immutable; each step returns a
 * new profile.
 *
 * <p>Phases: {@link OnrushDsl#RAMP_UP}, {@link OnrushDsl#STEADY}, {@link OnrushDsl#RAMP_DOWN}.
 *
 * @since 0.1.0
 */
public final class PlateauProfile {

  static final PlateauProfile SMOKE =
      new PlateauProfile(new Level.Users(1), Duration.ZERO, Duration.ZERO);
  static final PlateauProfile LOAD =
      new PlateauProfile(new Level.Users(10), Duration.ofSeconds(10), Duration.ofSeconds(5));
  static final PlateauProfile SOAK =
      new PlateauProfile(new Level.Users(10), Duration.ofSeconds(30), Duration.ofSeconds(10));

  private final Level level;
  private final Duration up;
  private final Duration down;

  private PlateauProfile(Level level, Duration up, Duration down) {
    this.level = level;
    this.up = up;
    this.down = down;
  }

  /**
   * Returns this profile with another number of concurrent users on the plateau; default 1 for
   * {@link OnrushDsl#smoke}, 10 for {@link OnrushDsl#load} and {@link OnrushDsl#soak}.
   *
   * @param users 0 to 1,000,000
   * @throws IllegalArgumentException if {@code users} is outside its range
   */
  public PlateauProfile users(int users) {
    return new PlateauProfile(new Level.Users(users), up, down);
  }

  /**
   * Returns this profile with arrivals per second on the plateau, instead of concurrent users.
   *
   * @param rate 0/s to 1,000,000/s
   * @throws IllegalArgumentException if {@code rate} is outside its range
   */
  public PlateauProfile rate(Rate rate) {
    return new PlateauProfile(new Level.Arrivals(rate), up, down);
  }

  /**
   * Returns this profile with another time from 0 to the plateau; default 0 s for smoke, 10 s for
   * load, 30 s for soak.
   *
   * @throws IllegalArgumentException if {@code time} is null, negative, or longer than 1,000 days
   */
  public PlateauProfile rampUp(Duration time) {
    return new PlateauProfile(level, Given.time(time, "ramp-up"), down);
  }

  /**
   * Returns this profile with another time from the plateau to 0; default 0 s for smoke, 5 s for
   * load, 10 s for soak.
   *
   * @throws IllegalArgumentException if {@code time} is null, negative, or longer than 1,000 days
   */
  public PlateauProfile rampDown(Duration time) {
    return new PlateauProfile(level, up, Given.time(time, "ramp-down"));
  }

  /**
   * Returns the complete profile, with a plateau of this length.
   *
   * @param time longer than zero, at most 1,000 days
   * @throws IllegalArgumentException if {@code time} is outside its range
   */
  public LoadProfile holdFor(Duration time) {
    List<Stage> stages = new ArrayList<>();
    if (!up.isZero()) {
      stages.add(new Stage(Phase.RAMP_UP, 0, level.height(), up));
    }
    stages.add(new Stage(Phase.STEADY, level.height(), level.height(), time));
    if (!down.isZero()) {
      stages.add(new Stage(Phase.RAMP_DOWN, level.height(), 0, down));
    }
    return level.profile(stages);
  }
}
