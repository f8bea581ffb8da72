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
 * A load profile with a sudden peak: {@code
 * spike().from(100).to(5_000).holdFor(ofSeconds(60)).backTo(100)}. Immutable; each step returns a
 * new profile.
 *
 * <p>Phases: {@link OnrushDsl#RAMP_UP}; {@link OnrushDsl#BASELINE}; {@link OnrushDsl#SPIKE}, which
 * includes the rise; {@link OnrushDsl#RECOVERY}, which includes the fall.
 *
 * @param rampUp the time from 0 to the first level; default 10 s
 * @param baseline how long the first level is held; default 30 s
 * @param rise the time from the first level to the peak; default 5 s
 * @param hold how long the peak is held; default 60 s
 * @param fall the time from the peak to the last level; default 5 s
 * @param recovery how long the last level is held; default 30 s
 * @since 0.1.0
 */
public record SpikeProfile(
    Duration rampUp,
    Duration baseline,
    Duration rise,
    Duration hold,
    Duration fall,
    Duration recovery) {

  static final String BASELINE = "baseline";
  static final String SPIKE = "spike";
  static final String RECOVERY = "recovery";

  private static final String PEAK = "peak of a spike";

  /**
   * Creates a spike with these times.
   *
   * @throws IllegalArgumentException if a component is null, negative, or longer than 1,000 days
   */
  public SpikeProfile {
    Given.time(rampUp, "ramp-up of a spike");
    Given.time(baseline, "baseline of a spike");
    Given.time(rise, "rise of a spike");
    Given.time(hold, "hold of a spike");
    Given.time(fall, "fall of a spike");
    Given.time(recovery, "recovery of a spike");
  }

  static final SpikeProfile START =
      new SpikeProfile(
          Duration.ofSeconds(10),
          Duration.ofSeconds(30),
          Duration.ofSeconds(5),
          Duration.ofSeconds(60),
          Duration.ofSeconds(5),
          Duration.ofSeconds(30));

  /**
   * Returns this profile with another time from 0 to the first level; default 10 s.
   *
   * @throws IllegalArgumentException if {@code time} is null, negative, or longer than 1,000 days
   */
  public SpikeProfile rampUp(Duration time) {
    return new SpikeProfile(time, baseline, rise, hold, fall, recovery);
  }

  /**
   * Returns this profile with another time for which the first level is held; default 30 s.
   *
   * @throws IllegalArgumentException if {@code time} is null, negative, or longer than 1,000 days
   */
  public SpikeProfile baselineFor(Duration time) {
    return new SpikeProfile(rampUp, time, rise, hold, fall, recovery);
  }

  /**
   * Returns this profile with another time from the first level to the peak; default 5 s.
   *
   * @throws IllegalArgumentException if {@code time} is null, negative, or longer than 1,000 days
   */
  public SpikeProfile risingOver(Duration time) {
    return new SpikeProfile(rampUp, baseline, time, hold, fall, recovery);
  }

  /**
   * Returns this profile with another time for which the peak is held; default 60 s.
   *
   * @throws IllegalArgumentException if {@code time} is null, negative, or longer than 1,000 days
   */
  public SpikeProfile holdFor(Duration time) {
    return new SpikeProfile(rampUp, baseline, rise, time, fall, recovery);
  }

  /**
   * Returns this profile with another time from the peak to the last level; default 5 s.
   *
   * @throws IllegalArgumentException if {@code time} is null, negative, or longer than 1,000 days
   */
  public SpikeProfile fallingOver(Duration time) {
    return new SpikeProfile(rampUp, baseline, rise, hold, time, recovery);
  }

  /**
   * Returns this profile with another time for which the last level is held; default 30 s.
   *
   * @throws IllegalArgumentException if {@code time} is null, negative, or longer than 1,000 days
   */
  public SpikeProfile recoveringFor(Duration time) {
    return new SpikeProfile(rampUp, baseline, rise, hold, fall, time);
  }

  /**
   * Returns this profile with the number of concurrent users before the spike.
   *
   * @param users 0 to 1,000,000
   * @throws IllegalArgumentException if {@code users} is outside its range
   */
  public From<Integer> from(int users) {
    return new From<>(this, new Level.Users(users), Level.Users::new);
  }

  /**
   * Returns this profile with the arrivals per second before the spike.
   *
   * @param rate 0/s to 1,000,000/s
   * @throws IllegalArgumentException if {@code rate} is outside its range
   */
  public From<Rate> from(Rate rate) {
    return new From<>(this, new Level.Arrivals(rate), Level.Arrivals::new);
  }

  /**
   * A spike without its peak. Immutable.
   *
   * @param <T> the type of the levels: a number of users, or a rate
   */
  public static final class From<T> {
    private final SpikeProfile times;
    private final Level from;
    private final Level.Kind<T> kind;

    From(SpikeProfile times, Level from, Level.Kind<T> kind) {
      this.times = times;
      this.from = from;
      this.kind = kind;
    }

    /**
     * Returns this profile with the level of the peak.
     *
     * @param peak above the level before the spike, at most 1,000,000
     * @throws IllegalArgumentException if {@code peak} is outside its range
     */
    public To<T> to(T peak) {
      Level top = kind.level(Given.value(peak, PEAK));
      return new To<>(times, from, Level.above(from, top, PEAK), kind);
    }
  }

  /**
   * A spike without its last level. Immutable; each step returns a new profile.
   *
   * @param <T> the type of the levels: a number of users, or a rate
   */
  public static final class To<T> {
    private final SpikeProfile times;
    private final Level from;
    private final Level peak;
    private final Level.Kind<T> kind;

    To(SpikeProfile times, Level from, Level peak, Level.Kind<T> kind) {
      this.times = times;
      this.from = from;
      this.peak = peak;
      this.kind = kind;
    }

    /**
     * Returns this profile with another time from 0 to the first level; default 10 s.
     *
     * @throws IllegalArgumentException if {@code time} is null, negative, or longer than 1,000 days
     */
    public To<T> rampUp(Duration time) {
      return with(times.rampUp(time));
    }

    /**
     * Returns this profile with another time for which the first level is held; default 30 s.
     *
     * @throws IllegalArgumentException if {@code time} is null, negative, or longer than 1,000 days
     */
    public To<T> baselineFor(Duration time) {
      return with(times.baselineFor(time));
    }

    /**
     * Returns this profile with another time from the first level to the peak; default 5 s.
     *
     * @throws IllegalArgumentException if {@code time} is null, negative, or longer than 1,000 days
     */
    public To<T> risingOver(Duration time) {
      return with(times.risingOver(time));
    }

    /**
     * Returns this profile with another time for which the peak is held; default 60 s.
     *
     * @throws IllegalArgumentException if {@code time} is null, negative, or longer than 1,000 days
     */
    public To<T> holdFor(Duration time) {
      return with(times.holdFor(time));
    }

    /**
     * Returns this profile with another time from the peak to the last level; default 5 s.
     *
     * @throws IllegalArgumentException if {@code time} is null, negative, or longer than 1,000 days
     */
    public To<T> fallingOver(Duration time) {
      return with(times.fallingOver(time));
    }

    /**
     * Returns this profile with another time for which the last level is held; default 30 s.
     *
     * @throws IllegalArgumentException if {@code time} is null, negative, or longer than 1,000 days
     */
    public To<T> recoveringFor(Duration time) {
      return with(times.recoveringFor(time));
    }

    private To<T> with(SpikeProfile other) {
      return new To<>(other, from, peak, kind);
    }

    /**
     * Returns the complete profile, with a last level after the spike.
     *
     * @param last 0 to 1,000,000
     * @throws IllegalArgumentException if {@code last} is outside its range, or the time for which
     *     a level is held is zero
     */
    public LoadProfile backTo(T last) {
      double low = from.height();
      double high = peak.height();
      double end = kind.level(Given.value(last, "last level of a spike")).height();
      List<Stage> stages = new ArrayList<>(Level.ramp(Phase.RAMP_UP, 0, low, times.rampUp));
      stages.add(new Stage(BASELINE, low, low, times.baseline));
      stages.addAll(Level.ramp(SPIKE, low, high, times.rise));
      stages.add(new Stage(SPIKE, high, high, times.hold));
      stages.addAll(Level.ramp(RECOVERY, high, end, times.fall));
      stages.add(new Stage(RECOVERY, end, end, times.recovery));
      return peak.profile(stages);
    }
  }
}
