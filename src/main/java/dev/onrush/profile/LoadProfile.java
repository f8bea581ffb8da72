package dev.onrush.profile;

import dev.onrush.units.Given;
import dev.onrush.units.Quantity;
import dev.onrush.units.Rate;
import java.time.Duration;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;

/**
 * The load at each moment of a run, as a pure function of the time since its start. Immutable and
 * safe for use by several threads.
 *
 * <p>A profile is either {@link ConcurrentUsers} (closed: users loop, and a slow service slows them
 * down) or {@link ArrivalRate} (open: iterations begin on schedule, whatever the service does).
 *
 * @since 0.1.0
 */
public sealed interface LoadProfile {

  /** The highest level: 1,000,000 users, or arrivals per second. */
  int HIGHEST = Stage.HIGHEST;

  /** The stages of the profile, in order; never empty in a plan. */
  List<Stage> stages();

  /** The unit of the levels. */
  HeldLevel.Unit unit();

  /**
   * Applies the function for the kind of this workload and returns its result. Both kinds have a
   * parameter, so that a caller cannot forget one.
   *
   * @param closed the function for concurrent users
   * @param open the function for an arrival rate
   */
  <R> R match(Function<ConcurrentUsers, R> closed, Function<ArrivalRate, R> open);

  /**
   * Returns the same workload with other stages.
   *
   * @throws IllegalArgumentException if the list, or one of the stages, is null
   */
  LoadProfile withStages(List<Stage> others);

  /**
   * Returns this profile with its levels multiplied by {@code factor}: 0.1 turns 100 users into 10.
   *
   * @param factor not negative
   * @throws IllegalArgumentException if a level is then outside 0 to {@link #HIGHEST}
   */
  LoadProfile scaled(double factor);

  /**
   * Returns this profile with its durations multiplied by {@code factor}: 0.1 turns an hour into
   * six minutes. A ramp that is then shorter than a nanosecond becomes a jump.
   *
   * @param factor above 0
   * @throws IllegalArgumentException if a stage that holds its level is then shorter than a
   *     nanosecond, or any stage is longer than 1,000 days
   */
  LoadProfile paced(double factor);

  /**
   * Returns this profile with its stages repeated: {@code ramp-up 1}, {@code steady 1}, {@code
   * ramp-up 2} … Each repetition begins at the level at which the first one begins.
   *
   * @param times 1 to 1,000
   * @throws IllegalArgumentException if {@code times} is outside its range, or there would be more
   *     than 20,000 stages
   */
  default LoadProfile repeat(int times) {
    return withStages(Stages.repeated(stages(), times));
  }

  /**
   * Returns this profile with a warm-up of the service before it: a ramp to the first level above 0
   * that is held, for a quarter of the time, and then this level. If no level is held, the peak is
   * used. The warm-up is the phase {@link Phase#SERVICE_WARM_UP}.
   *
   * @throws IllegalArgumentException if a quarter of {@code time} is not a valid duration of a
   *     stage
   */
  default LoadProfile warmedUp(Duration time) {
    return withStages(Stages.warmedUp(stages(), time));
  }

  /**
   * Checks that no phase has a reserved name, or a name that an earlier phase has.
   *
   * @throws IllegalArgumentException if a phase has
   */
  default void checkPhases() {
    List<Stage> unused = Stages.checked(stages());
  }

  /**
   * Returns this profile with each level replaced by what {@code level} returns for it. A jump
   * whose two levels become equal is left out.
   *
   * @throws IllegalArgumentException if a level is then outside 0 to {@link #HIGHEST}
   */
  default LoadProfile withLevels(DoubleUnaryOperator level) {
    return withStages(Stages.withLevels(stages(), level));
  }

  /**
   * Returns this profile with the name of each phase replaced by what {@code rename} returns for
   * it.
   */
  default LoadProfile renamed(UnaryOperator<String> rename) {
    return withStages(
        stages().stream().map(stage -> stage.named(rename.apply(stage.phase()))).toList());
  }

  /**
   * Whether this is an arrival rate, whose iterations begin on schedule, whatever the service does.
   */
  default boolean isOpen() {
    return switch (unit()) {
      case USERS -> false;
      case ARRIVALS -> true;
    };
  }

  /**
   * The level at {@code elapsed}, in users or arrivals per second. At a jump it is the level after
   * the jump; before the start and after the end it is 0.
   */
  default double levelAt(Duration elapsed) {
    return LevelCurve.at(stages(), elapsed);
  }

  /** The highest level that the profile reaches; 0 without stages. */
  default double peak() {
    return LevelCurve.peak(stages());
  }

  /** The time from the start to the end of the last stage. */
  default Duration duration() {
    return stages().stream().map(Stage::duration).reduce(Duration.ZERO, Duration::plus);
  }

  /** The phases, in order. Neighbouring stages of the same name are one phase. */
  default List<Phase> phases() {
    return Stages.phases(stages(), unit());
  }

  /**
   * The parts of the phases in which the level stays the same, in order. These times can be
   * compared with another run.
   */
  default List<Phase> holds() {
    return Stages.holds(stages(), unit());
  }

  /**
   * The closed workload: a number of users at each moment. Each user loops through tasks and think
   * times. When the profile falls, the surplus users leave, each at the end of an iteration.
   *
   * <pre>{@code concurrentUsers().rampTo(100, ofSeconds(10)).holdFor(ofMinutes(2))}</pre>
   *
   * @param stages the stages, with levels in users
   */
  record ConcurrentUsers(List<Stage> stages) implements LoadProfile {

    /**
     * Creates a profile of these stages.
     *
     * @throws IllegalArgumentException if the list, or one of the stages, is null
     */
    public ConcurrentUsers {
      stages = Given.values(stages, "stage");
    }

    /** Returns a profile without stages, which begins at 0 users. */
    public static ConcurrentUsers none() {
      return new ConcurrentUsers(List.of());
    }

    /**
     * Returns this profile with one more stage: a straight line from the level reached so far to
     * {@code users}.
     *
     * @param users 0 to {@link #HIGHEST}
     * @param over the duration of the ramp; zero, which is a jump, to 1,000 days
     * @throws IllegalArgumentException if either is outside its range
     */
    public ConcurrentUsers rampTo(int users, Duration over) {
      return new ConcurrentUsers(Stages.ramp(stages, checked(users), over));
    }

    /**
     * Returns this profile with one more stage: a jump to {@code users}, which are held for a time.
     *
     * @param users 0 to {@link #HIGHEST}
     * @param time longer than zero, at most 1,000 days
     * @throws IllegalArgumentException if either is outside its range
     */
    public ConcurrentUsers hold(int users, Duration time) {
      return new ConcurrentUsers(Stages.hold(stages, checked(users), time));
    }

    /**
     * Returns this profile with one more stage: the level reached so far, held for a time.
     *
     * @param time longer than zero, at most 1,000 days
     * @throws IllegalArgumentException if {@code time} is outside its range
     */
    public ConcurrentUsers holdFor(Duration time) {
      return new ConcurrentUsers(Stages.hold(stages, Stages.level(stages), time));
    }

    /**
     * Returns this profile with another name for its last phase. Neighbouring stages of the same
     * name are one phase.
     *
     * @throws IllegalArgumentException if there is no stage yet, the last stage is a jump, or the
     *     name is blank, reserved, or the name of an earlier phase that is not adjacent
     */
    public ConcurrentUsers named(String phase) {
      return new ConcurrentUsers(Stages.rename(stages, phase));
    }

    /**
     * Returns this profile with its last phase excluded from all figures, thresholds and
     * comparisons, for load that warms the service up or cleans up after the test. {@code (not
     * counted)} is added to the name of the phase; charts show it hatched, and a note says how many
     * requests it had.
     *
     * <pre>{@code concurrentUsers().hold(20, ofMinutes(1)).notCounted().holdFor(ofMinutes(5))}
     * </pre>
     *
     * @throws IllegalArgumentException if there is no stage yet, or the last stage is a jump
     */
    public ConcurrentUsers notCounted() {
      return new ConcurrentUsers(Stages.notCounted(stages));
    }

    /**
     * Returns this profile with a curve added: users as a function of the time since the start of
     * the curve, with straight lines between the values. The function is called once a second or,
     * for a curve longer than 2,000 s, once every 2 s, 3 s or more, so at most 2,000 times; and
     * once at the end.
     *
     * <pre>
     * {@code concurrentUsers().follow(ofHours(1), t -> 50 + 40 * Math.sin(t.toSeconds() / 600.0))}
     * </pre>
     *
     * @param time the duration of the curve; whole seconds, from 1 s to 1,000 days
     * @param level the function; its values are 0 to {@link #HIGHEST}
     * @throws IllegalArgumentException if {@code time} or a level is outside its range
     */
    public ConcurrentUsers follow(Duration time, ToDoubleFunction<Duration> level) {
      return withStages(Stages.follow(stages, LevelFunction.points(time, level)));
    }

    /**
     * Returns this profile with a curve from a CSV added, such as a day of production: a time and a
     * number of users in each line, with straight lines in between. A time is a number of seconds,
     * a duration such as {@code 10 min}, or a time of day.
     *
     * @param file the name of a file, or of a resource on the class path, with 2 to 2,000 points
     * @throws IllegalArgumentException if there is no such file, or it is not a CSV of times and
     *     levels; the message names the fault
     */
    public ConcurrentUsers followCsv(String file) {
      return withStages(Stages.follow(stages, LevelsCsv.points(file)));
    }

    @Override
    public ConcurrentUsers repeat(int times) {
      return withStages(Stages.repeated(stages, times));
    }

    /** The number of users at {@code elapsed}: the level, rounded half up. */
    public int usersAt(Duration elapsed) {
      return (int) unit().brought(levelAt(elapsed));
    }

    @Override
    public HeldLevel.Unit unit() {
      return HeldLevel.Unit.USERS;
    }

    @Override
    public <R> R match(Function<ConcurrentUsers, R> closed, Function<ArrivalRate, R> open) {
      return closed.apply(this);
    }

    @Override
    public ConcurrentUsers withStages(List<Stage> others) {
      return new ConcurrentUsers(others);
    }

    @Override
    public ConcurrentUsers scaled(double factor) {
      return withStages(Stages.withLevels(stages, level -> Quantity.times(level, factor)));
    }

    @Override
    public ConcurrentUsers paced(double factor) {
      return withStages(Stages.paced(stages, factor));
    }

    /**
     * Checks a number of users and returns it.
     *
     * @throws IllegalArgumentException if {@code users} is outside 0 to {@link #HIGHEST}
     */
    public static int checked(int users) {
      if (users < 0 || users > HIGHEST) {
        throw new IllegalArgumentException(
            "the number of users was "
                + users
                + "; 0 to "
                + Quantity.count(HIGHEST)
                + " are allowed");
      }
      return users;
    }
  }

  /**
   * The open workload: a number of iterations that begin each second, whatever the service does.
   * Each arrival is a new user that performs its on-start steps, one task and its on-stop steps.
   *
   * <pre>{@code arrivalRate().rampTo(perSecond(50), ofSeconds(10)).holdFor(ofMinutes(2))}</pre>
   *
   * @param stages the stages, with levels in arrivals per second
   * @param spacing the distribution of arrivals over time
   */
  record ArrivalRate(List<Stage> stages, Spacing spacing) implements LoadProfile {

    /** The distribution of arrivals over time. */
    public enum Spacing {
      /** Evenly, according to the rate: at 10/s, arrivals are 100 ms apart. */
      EVEN,
      /**
       * At random, each arrival independent of all others, like the users of a public service. The
       * number of arrivals in a time is Poisson distributed; its mean is the number that the rate
       * gives for this time. The random numbers come from the run's seed.
       */
      POISSON
    }

    /**
     * Creates a profile of these stages.
     *
     * @throws IllegalArgumentException if an argument, or one of the stages, is null
     */
    public ArrivalRate {
      stages = Given.values(stages, "stage");
      Given.value(spacing, "spacing of arrivals");
    }

    /** Returns a profile without stages, which begins at 0/s and has evenly spaced arrivals. */
    public static ArrivalRate none() {
      return new ArrivalRate(List.of(), Spacing.EVEN);
    }

    /**
     * Returns this profile with one more stage: a straight line from the rate reached so far to
     * {@code rate}.
     *
     * @param rate 0/s to {@link #HIGHEST} per second
     * @param over the duration of the ramp; zero, which is a jump, to 1,000 days
     * @throws IllegalArgumentException if either is outside its range
     */
    public ArrivalRate rampTo(Rate rate, Duration over) {
      return withStages(Stages.ramp(stages, checked(rate), over));
    }

    /**
     * Returns this profile with one more stage: a jump to {@code rate}, which is held for a time.
     *
     * @param rate 0/s to {@link #HIGHEST} per second
     * @param time longer than zero, at most 1,000 days
     * @throws IllegalArgumentException if either is outside its range
     */
    public ArrivalRate hold(Rate rate, Duration time) {
      return withStages(Stages.hold(stages, checked(rate), time));
    }

    /**
     * Returns this profile with one more stage: the rate reached so far, held for a time.
     *
     * @param time longer than zero, at most 1,000 days
     * @throws IllegalArgumentException if {@code time} is outside its range
     */
    public ArrivalRate holdFor(Duration time) {
      return withStages(Stages.hold(stages, Stages.level(stages), time));
    }

    /** Returns this profile with arrivals at random instead of evenly spaced. */
    public ArrivalRate poisson() {
      return new ArrivalRate(stages, Spacing.POISSON);
    }

    /**
     * Returns this profile with another name for its last phase. Neighbouring stages of the same
     * name are one phase.
     *
     * @throws IllegalArgumentException if there is no stage yet, the last stage is a jump, or the
     *     name is blank, reserved, or the name of an earlier phase that is not adjacent
     */
    public ArrivalRate named(String phase) {
      return withStages(Stages.rename(stages, phase));
    }

    /**
     * Returns this profile with its last phase excluded from all figures, thresholds and
     * comparisons, for load that warms the service up or cleans up after the test. {@code (not
     * counted)} is added to the name of the phase; charts show it hatched, and a note says how many
     * requests it had.
     *
     * <pre>
     * {@code arrivalRate().hold(perSecond(9), ofMinutes(1)).notCounted().holdFor(ofMinutes(5))}
     * </pre>
     *
     * @throws IllegalArgumentException if there is no stage yet, or the last stage is a jump
     */
    public ArrivalRate notCounted() {
      return withStages(Stages.notCounted(stages));
    }

    /**
     * Returns this profile with a curve added: arrivals per second as a function of the time since
     * the start of the curve, with straight lines between the values. The function is called once a
     * second or, for a curve longer than 2,000 s, once every 2 s, 3 s or more, so at most 2,000
     * times; and once at the end.
     *
     * <pre>{@code arrivalRate().follow(ofHours(1), t -> 50 + 40 * Math.sin(t.toSeconds() / 600.0))}
     * </pre>
     *
     * @param time the duration of the curve; whole seconds, from 1 s to 1,000 days
     * @param level the function; its values are 0 to {@link #HIGHEST}
     * @throws IllegalArgumentException if {@code time} or a level is outside its range
     */
    public ArrivalRate follow(Duration time, ToDoubleFunction<Duration> level) {
      return withStages(Stages.follow(stages, LevelFunction.points(time, level)));
    }

    /**
     * Returns this profile with a curve from a CSV added, such as a day of production: a time and
     * arrivals per second in each line, with straight lines in between. A time is a number of
     * seconds, a duration such as {@code 10 min}, or a time of day.
     *
     * @param file the name of a file, or of a resource on the class path, with 2 to 2,000 points
     * @throws IllegalArgumentException if there is no such file, or it is not a CSV of times and
     *     levels; the message names the fault
     */
    public ArrivalRate followCsv(String file) {
      return withStages(Stages.follow(stages, LevelsCsv.points(file)));
    }

    @Override
    public ArrivalRate repeat(int times) {
      return withStages(Stages.repeated(stages, times));
    }

    /**
     * The number of arrivals due by {@code elapsed}: 10/s held for 3 s gives 30. Fractions carry
     * over.
     */
    public double arrivalsBy(Duration elapsed) {
      return LevelCurve.areaBefore(stages, elapsed);
    }

    /**
     * The number of arrivals due by {@code elapsed} with a small surplus, so that a sum of doubles
     * such as 29.999999999 does not hide an arrival: an arrival is due if its number is not above
     * it. Rounded down, it is the number of arrivals that have to start.
     */
    public double dueBy(Duration elapsed) {
      return arrivalsBy(elapsed) * (1 + 1e-14) + 1e-9;
    }

    /**
     * The time at which the {@code count}-th arrival is due: the inverse of {@link #arrivalsBy}. At
     * 10/s the first arrival is due at 100 ms.
     *
     * @return the time since the start, which is the end of the profile if it has fewer arrivals
     */
    public Duration dueAt(double count) {
      return LevelCurve.timeOfArea(stages, count);
    }

    @Override
    public HeldLevel.Unit unit() {
      return HeldLevel.Unit.ARRIVALS;
    }

    @Override
    public <R> R match(Function<ConcurrentUsers, R> closed, Function<ArrivalRate, R> open) {
      return open.apply(this);
    }

    @Override
    public ArrivalRate withStages(List<Stage> others) {
      return new ArrivalRate(others, spacing);
    }

    @Override
    public ArrivalRate scaled(double factor) {
      return withStages(Stages.withLevels(stages, level -> Quantity.times(level, factor)));
    }

    @Override
    public ArrivalRate paced(double factor) {
      return withStages(Stages.paced(stages, factor));
    }

    /**
     * Checks a rate and returns it as a level, in arrivals per second.
     *
     * @throws IllegalArgumentException if {@code rate} is above {@link #HIGHEST} per second
     */
    public static double checked(Rate rate) {
      double perSecond = Given.value(rate, "rate").perSecond();
      if (perSecond > HIGHEST) {
        throw new IllegalArgumentException(
            "rate was " + rate + "; 0/s to " + Quantity.count(HIGHEST) + "/s are allowed");
      }
      return perSecond;
    }
  }
}
