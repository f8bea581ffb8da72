package dev.onrush.plan;

import dev.onrush.units.Given;
import dev.onrush.units.Quantity;
import dev.onrush.units.Rate;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The open workload: so many iterations begin each second, whatever the service does. Each arrival
 * is a new user that does its on-start, one task and its on-stop.
 *
 * <pre>{@code arrivalRate().rampTo(perSecond(50), ofSeconds(10)).holdFor(ofMinutes(2))}</pre>
 */
public record ArrivalRate(List<Stage> stages, Spacing spacing) implements LoadProfile {

  /** How arrivals lie in time. */
  public enum Spacing {
    /** As far from each other as the rate allows: 10/s are 100 ms apart. */
    EVEN,
    /**
     * At random, each independent of all others, as the users of a public service come: the number
     * in a time is Poisson distributed around what the rate has in it. From the run's seed.
     */
    POISSON
  }

  public ArrivalRate {
    stages = Given.values(stages, "stage");
    Given.value(spacing, "spacing of arrivals");
  }

  /** A profile that has no time yet; it begins at 0/s. */
  public static ArrivalRate none() {
    return new ArrivalRate(List.of(), Spacing.EVEN);
  }

  /** From the rate reached so far to {@code rate} along a straight line. */
  public ArrivalRate rampTo(Rate rate, Duration over) {
    return new ArrivalRate(Stages.ramp(stages, checked(rate), over), spacing);
  }

  /** {@code rate} at once, held for a time. */
  public ArrivalRate hold(Rate rate, Duration time) {
    return new ArrivalRate(Stages.hold(stages, checked(rate), time), spacing);
  }

  /** The rate reached so far, held for a time. */
  public ArrivalRate holdFor(Duration time) {
    return new ArrivalRate(Stages.hold(stages, Stages.level(stages), time), spacing);
  }

  /** The same rates, with arrivals at random instead of evenly spaced. */
  public ArrivalRate poisson() {
    return new ArrivalRate(stages, Spacing.POISSON);
  }

  /** Gives the stage written last a phase name of its own; stages of one name are one phase. */
  public ArrivalRate named(String phase) {
    return new ArrivalRate(Stages.rename(stages, phase), spacing);
  }

  /** Arrivals due by {@code elapsed}: 10/s held 3 s is 30. Fractions carry over. */
  public double arrivalsBy(Duration elapsed) {
    double seconds = Math.max(0, elapsed.toNanos() / 1e9);
    double due = 0;
    for (Stage stage : stages) {
      double inside = Math.min(seconds, stage.seconds());
      due += stage.areaAfter(inside);
      seconds -= inside;
    }
    return due;
  }

  /**
   * When the {@code count}-th arrival is due: the inverse of {@link #arrivalsBy}. At 10/s the first
   * is due at 100 ms.
   *
   * @return the profile's end where it brings fewer arrivals
   */
  public Duration dueAt(double count) {
    double left = count;
    Duration at = Duration.ZERO;
    for (Stage stage : stages) {
      double area = stage.areaAfter(stage.seconds());
      if (left <= area && area > 0) {
        return at.plusNanos(Math.round(1e9 * secondsToArea(stage, left)));
      }
      left -= area;
      at = at.plus(stage.duration());
    }
    return at;
  }

  @Override
  public ArrivalRate scaled(double factor) {
    return new ArrivalRate(stages.stream().map(s -> s.scaled(factor)).toList(), spacing);
  }

  @Override
  public ArrivalRate paced(double factor) {
    return new ArrivalRate(stages.stream().map(s -> s.paced(factor)).toList(), spacing);
  }

  /**
   * The same rate as a level.
   *
   * @throws IllegalArgumentException if there cannot be so many arrivals
   */
  public static double checked(Rate rate) {
    double perSecond = Given.value(rate, "rate").perSecond();
    if (perSecond > HIGHEST) {
      throw new IllegalArgumentException(
          "rate was " + rate + "; 0/s to " + Quantity.count(HIGHEST) + "/s are allowed");
    }
    return perSecond;
  }

  @Override
  public ArrivalRate renamed(UnaryOperator<String> rename) {
    return new ArrivalRate(
        stages.stream().map(s -> s.named(rename.apply(s.phase()))).toList(), spacing);
  }

  /** Solves from·t + slope·t²/2 = area for t, in the form that is stable for a slope near zero. */
  private static double secondsToArea(Stage stage, double area) {
    double slope = (stage.to() - stage.from()) / stage.seconds();
    double root = Math.sqrt(Math.max(0, stage.from() * stage.from() + 2 * slope * area));
    double sum = stage.from() + root;
    return sum == 0 ? stage.seconds() : 2 * area / sum;
  }
}
