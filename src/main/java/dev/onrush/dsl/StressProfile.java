package dev.onrush.dsl;

import dev.onrush.plan.LoadProfile;
import dev.onrush.plan.Phase;
import dev.onrush.plan.Stage;
import dev.onrush.units.Given;
import dev.onrush.units.Quantity;
import dev.onrush.units.Rate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A profile that climbs step by step to a level: {@code
 * stress().from(100).to(1_000).inSteps(4).of(ofSeconds(30))} holds 100, 400, 700 and 1,000 for 30 s
 * each, after 10 s from 0 to 100. Phases: {@link OnrushDsl#RAMP_UP}, {@code step 1}, {@code step 2}
 * … Immutable; each step returns a new one.
 *
 * @since 0.1.0
 */
public final class StressProfile {

  static final StressProfile START = new StressProfile(Duration.ofSeconds(10));

  /** Each step is a phase, with statistics of its own. */
  private static final int MOST_STEPS = 1_000;

  private final Duration rampUp;

  private StressProfile(Duration rampUp) {
    this.rampUp = rampUp;
  }

  /**
   * The same with another time from 0 to the first step; default 10 s.
   *
   * @param time zero, for a jump, to 1,000 days
   * @throws IllegalArgumentException if it is outside its range
   */
  public StressProfile rampUp(Duration time) {
    return new StressProfile(Given.time(time, "ramp-up of a stress test"));
  }

  /**
   * Concurrent users of the first step.
   *
   * @param users 0 to 1,000,000
   * @throws IllegalArgumentException if it is outside its range
   */
  public From<Integer> from(int users) {
    return new From<>(rampUp, new Level.Users(users), Level.Users::new);
  }

  /**
   * Arrivals per second of the first step.
   *
   * @param rate 0/s to 1,000,000/s
   * @throws IllegalArgumentException if it is outside its range
   */
  public From<Rate> from(Rate rate) {
    return new From<>(rampUp, new Level.Arrivals(rate), Level.Arrivals::new);
  }

  /**
   * A stress test that lacks its last step. Immutable.
   *
   * @param <T> users or rates, as the first level was
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
     * The level of the last step.
     *
     * @param last 0 to 1,000,000
     * @throws IllegalArgumentException if it is outside its range
     */
    public Steps to(T last) {
      return new Steps(
          rampUp, first, kind.level(Given.value(last, "last level of a stress test")), 5);
    }
  }

  /** A stress test that lacks the length of its steps. Immutable. */
  public static final class Steps {
    private final Duration rampUp;
    private final Level first;
    private final Level last;
    private final int steps;

    Steps(Duration rampUp, Level first, Level last, int steps) {
      if (steps < 2 || steps > MOST_STEPS) {
        throw new IllegalArgumentException(
            "steps were " + steps + "; 2 to " + Quantity.count(MOST_STEPS) + " are allowed");
      }
      this.rampUp = rampUp;
      this.first = first;
      this.last = last;
      this.steps = steps;
    }

    /**
     * The same with another time from 0 to the first step; default 10 s.
     *
     * @param time zero, for a jump, to 1,000 days
     * @throws IllegalArgumentException if it is outside its range
     */
    public Steps rampUp(Duration time) {
      return new Steps(Given.time(time, "ramp-up of a stress test"), first, last, steps);
    }

    /**
     * The same with another number of levels that are held, first and last included; default 5.
     *
     * @param number 2 to 1,000
     * @throws IllegalArgumentException if it is outside its range
     */
    public Steps inSteps(int number) {
      return new Steps(rampUp, first, last, number);
    }

    /**
     * The profile, with each step held for a time.
     *
     * @param step longer than zero, at most 1,000 days
     * @throws IllegalArgumentException if it is outside its range
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
