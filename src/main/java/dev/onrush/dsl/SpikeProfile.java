package dev.onrush.dsl;

import dev.onrush.plan.LoadProfile;
import dev.onrush.plan.Stage;
import dev.onrush.units.Given;
import dev.onrush.units.Rate;
import java.time.Duration;
import java.util.List;

/**
 * A sudden crowd that goes again: {@code spike().from(100).to(5_000).holdFor(ofSeconds(60))
 * .backTo(100)}. Phases: {@link OnrushDsl#RAMP_UP}; {@link OnrushDsl#BASELINE}; {@link
 * OnrushDsl#SPIKE}, the rise included; {@link OnrushDsl#RECOVERY}, the fall included.
 *
 * @param rampUp time from 0 to the first level; default 10 s
 * @param baseline how long the first level is held; default 30 s
 * @param rise time from the first level to the peak; default 5 s
 * @param hold how long the peak is held; default 60 s
 * @param fall time from the peak to the last level; default 5 s
 * @param recovery how long the last level is held; default 30 s
 */
public record SpikeProfile(
    Duration rampUp,
    Duration baseline,
    Duration rise,
    Duration hold,
    Duration fall,
    Duration recovery) {

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

  /** Time from 0 to the first level; default 10 s. */
  public SpikeProfile rampUp(Duration time) {
    return new SpikeProfile(time, baseline, rise, hold, fall, recovery);
  }

  /** How long the first level is held; default 30 s. */
  public SpikeProfile baselineFor(Duration time) {
    return new SpikeProfile(rampUp, time, rise, hold, fall, recovery);
  }

  /** Time from the first level to the peak; default 5 s. */
  public SpikeProfile risingOver(Duration time) {
    return new SpikeProfile(rampUp, baseline, time, hold, fall, recovery);
  }

  private SpikeProfile holdingFor(Duration time) {
    return new SpikeProfile(rampUp, baseline, rise, time, fall, recovery);
  }

  /** Time from the peak to the last level; default 5 s. */
  public SpikeProfile fallingOver(Duration time) {
    return new SpikeProfile(rampUp, baseline, rise, hold, time, recovery);
  }

  /** How long the last level is held; default 30 s. */
  public SpikeProfile recoveringFor(Duration time) {
    return new SpikeProfile(rampUp, baseline, rise, hold, fall, time);
  }

  /** Concurrent users before the spike. */
  public From<Integer> from(int users) {
    return new From<>(this, new Level.Users(users), Level.Users::new);
  }

  /** Arrivals each second before the spike. */
  public From<Rate> from(Rate rate) {
    return new From<>(this, new Level.Arrivals(rate), Level.Arrivals::new);
  }

  /** Turns what the user writes into a level. */
  interface Kind<T> {
    Level level(T height);
  }

  /**
   * Asks for the peak.
   *
   * @param <T> users or rates, as the first level was
   */
  public static final class From<T> {
    private final SpikeProfile times;
    private final Level from;
    private final Kind<T> kind;

    From(SpikeProfile times, Level from, Kind<T> kind) {
      this.times = times;
      this.from = from;
      this.kind = kind;
    }

    /** The peak. */
    public To<T> to(T peak) {
      return new To<>(times, from, kind.level(Given.value(peak, "peak of a spike")), kind);
    }
  }

  /**
   * Asks for the way back.
   *
   * @param <T> users or rates, as the first level was
   */
  public static final class To<T> {
    private final SpikeProfile times;
    private final Level from;
    private final Level peak;
    private final Kind<T> kind;

    To(SpikeProfile times, Level from, Level peak, Kind<T> kind) {
      this.times = times;
      this.from = from;
      this.peak = peak;
      this.kind = kind;
    }

    /** How long the peak is held; default 60 s. */
    public To<T> holdFor(Duration time) {
      return new To<>(times.holdingFor(time), from, peak, kind);
    }

    /** The profile, with this level at its end. */
    public LoadProfile backTo(T last) {
      double low = from.height();
      double high = peak.height();
      double end = kind.level(Given.value(last, "last level of a spike")).height();
      return peak.profile(
          List.of(
              new Stage(OnrushDsl.RAMP_UP, 0, low, times.rampUp),
              new Stage(OnrushDsl.BASELINE, low, low, times.baseline),
              new Stage(OnrushDsl.SPIKE, low, high, times.rise),
              new Stage(OnrushDsl.SPIKE, high, high, times.hold),
              new Stage(OnrushDsl.RECOVERY, high, end, times.fall),
              new Stage(OnrushDsl.RECOVERY, end, end, times.recovery)));
    }
  }
}
