package dev.onrush.dsl;

import dev.onrush.profile.LoadProfile;
import dev.onrush.profile.Phase;
import dev.onrush.profile.Stage;
import dev.onrush.units.Given;
import dev.onrush.units.Quantity;
import dev.onrush.units.Rate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A load profile that climbs step by step to a level: {@code
 * stress().from(100).to(1_000).inSteps(4).of(ofSeconds(30))} holds 100, 400, 700 and 1,000 for 30 s
 * each, after 10 s from 0 to 100. Phases: {@link OnrushDsl#RAMP_UP}, {@code step 1}, {@code step 2}
 * … Immutable; each method returns a new profile.
 *
 * @since 0.1.0
 */
public final class StressProfile {

  static final StressProfile START = new StressProfile(Duration.ofSeconds(10));

  /** The most steps. Each step is a phase, with statistics of its own. */
  private static final int MOST_STEPS = 1_000;

  private static final String LAST = "last level of a stress test";

  private final Duration rampUp;

  private StressProfile(Duration rampUp) {
    this.rampUp = rampUp;
  }

  /**
   * Returns this profile with another time from 0 to the first step; default 10 s.
   *
   * @param time zero, which is a jump, to 1,000 days
   * @throws IllegalArgumentException if {@code time} is outside its range
   */
  public StressProfile rampUp(Duration time) {
    return new StressProfile(Given.time(time, "ramp-up of a stress test"));
  }

  /**
   * Returns this profile with the number of concurrent users in the first step.
   *
   * @param users 0 to 1,000,000
   * @throws IllegalArgumentException if {@code users} is outside its range
   */
  public From<Integer> from(int users) {
    return new From<>(rampUp, new Level.Users(users), Level.Users::new);
  }

  /**
   * Returns this profile with the arrivals per second in the first step.
   *
   * @param rate 0/s to 1,000,000/s
   * @throws IllegalArgumentException if {@code rate} is outside its range
   */
  public From<Rate> from(Rate rate) {
    return new From<>(rampUp, new Level.Arrivals(rate), Level.Arrivals::new);
  }

  /**
   * A stress test without its last step. Immutable.
   *
   * @param <T> the type of the levels: a number of users, or a rate
   */
  public static final class From<T> {
    private final Duration rampUp;
    private final Level first;
    private final Level.Kind<T> kind;

    From(Duration rampUp, Level first, Level.Kind<T> kind) {
      this.rampUp = rampUp;
      this.first = first;
      this.kind = kind;
    }

    /**
     * Returns this profile with the level of the last step.
     *
     * @param last above the level of the first step, at most 1,000,000
     * @throws IllegalArgumentException if {@code last} is outside its range
     */
    public Steps to(T last) {
      Level top = kind.level(Given.value(last, LAST));
      return new Steps(rampUp, first, Level.above(first, top, LAST), 5);
    }
  }

  /** A stress test without the length of its steps. Immutable. */
  public static final class Steps {
    private final Duration rampUp;
    private final Level first;
    private final Level last;
    private final int steps;

    Steps(Duration rampUp, Level first, Level last, int steps) {
      if (steps < 2 || steps > MOST_STEPS) {
        throw new IllegalArgumentException(
            "the number of steps was "
                + steps
                + "; 2 to "
                + Quantity.count(MOST_STEPS)
                + " are allowed");
      }
      this.rampUp = rampUp;
      this.first = first;
      this.last = last;
      this.steps = steps;
    }

    /**
     * Returns this profile with another time from 0 to the first step; default 10 s.
     *
     * @param time zero, which is a jump, to 1,000 days
     * @throws IllegalArgumentException if {@code time} is outside its range
     */
    public Steps rampUp(Duration time) {
      return new Steps(Given.time(time, "ramp-up of a stress test"), first, last, steps);
    }

    /**
     * Returns this profile with another number of steps, the first and the last included; default
     * 5.
     *
     * @param number 2 to 1,000
     * @throws IllegalArgumentException if {@code number} is outside its range
     */
    public Steps inSteps(int number) {
      return new Steps(rampUp, first, last, number);
    }

    /**
     * Returns the complete profile, in which each step is held for this time.
     *
     * @param step longer than zero, at most 1,000 days
     * @throws IllegalArgumentException if {@code step} is outside its range
     */
    public LoadProfile of(Duration step) {
      Given.time(step, "duration of a step");
      List<Stage> stages = new ArrayList<>(Level.ramp(Phase.RAMP_UP, 0, first.height(), rampUp));
      for (int i = 0; i < steps; i++) {
        double height = first.height() + (last.height() - first.height()) * i / (steps - 1);
        stages.add(new Stage("step " + (i + 1), height, height, step));
      }
      return last.profile(stages);
    }
  }
}
