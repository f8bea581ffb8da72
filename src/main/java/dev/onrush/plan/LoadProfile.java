package dev.onrush.plan;

import dev.onrush.units.Given;
import dev.onrush.units.Quantity;
import dev.onrush.units.Rate;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;

/**
 * The load at each moment of a run, as a pure function of the time since its start. Immutable and
 * safe for use by several threads.
 *
 * <p>It is either {@link ConcurrentUsers} (closed: users loop, and a slow service slows them down)
 * or {@link ArrivalRate} (open: iterations begin on schedule whatever the service does).
 *
 * @since 0.1.0
 */
public sealed interface LoadProfile {

  /** The highest level: 1,000,000 users, or arrivals per second. */
  int HIGHEST = Stage.HIGHEST;

  /** The profile's lines, in order; never empty in a plan. */
  List<Stage> stages();

  /** What the levels count. */
  HeldLevel.Unit unit();

  /**
   * One result for each workload; both are named, so that none is forgotten.
   *
   * @param closed is called for concurrent users
   * @param open is called for an arrival rate
   */
  <R> R match(Function<ConcurrentUsers, R> closed, Function<ArrivalRate, R> open);

  /**
   * The same workload with other stages.
   *
   * @throws IllegalArgumentException if one of them is null
   */
  LoadProfile withStages(List<Stage> others);

  /**
   * The same shape at other heights: 0.1 makes 100 users 10.
   *
   * @param factor not negative
   * @throws IllegalArgumentException if a level is then outside 0 to {@link #HIGHEST}
   */
  LoadProfile scaled(double factor);

  /**
   * The same shape at another pace: 0.1 makes an hour six minutes. A ramp that is then shorter than
   * a nanosecond is a jump.
   *
   * @param factor above 0
   * @throws IllegalArgumentException if a stage that holds its level is then shorter than a
   *     nanosecond, or any is longer than 1,000 days
   */
  LoadProfile paced(double factor);

  /**
   * The same stages one after the other so many times: {@code ramp-up 1}, {@code steady 1}, {@code
   * ramp-up 2} … Each time begins at the level at which the first did.
   *
   * @param times 1 to 1,000
   * @throws IllegalArgumentException if it is outside its range, or the stages are too many
   */
  default LoadProfile repeat(int times) {
    return withStages(Stages.repeated(stages(), times));
  }

  /** The same load with the names of its phases as {@code rename} returns them. */
  default LoadProfile renamed(UnaryOperator<String> rename) {
    return withStages(
        stages().stream().map(stage -> stage.named(rename.apply(stage.phase()))).toList());
  }

  /** Whether iterations begin on schedule, whatever the service does: an arrival rate. */
  default boolean isOpen() {
    return switch (unit()) {
      case USERS -> false;
      case ARRIVALS -> true;
    };
  }

  /**
   * Users, or arrivals per second, at {@code elapsed}; at a jump, the level after it; 0 before the
   * start and after the end.
   */
  default double levelAt(Duration elapsed) {
    double seconds = elapsed.toNanos() / 1e9;
    if (seconds < 0) {
      return 0;
    }
    for (Stage stage : stages()) {
      if (seconds < stage.seconds()) {
        return stage.levelAfter(seconds);
      }
      seconds -= stage.seconds();
    }
    return 0;
  }

  /** The highest level that the profile reaches; 0 without stages. */
  default double peak() {
    return stages().stream()
        .filter(s -> !s.isJump())
        .mapToDouble(s -> Math.max(s.from(), s.to()))
        .max()
        .orElse(0);
  }

  /** The time from the start to the end of the last stage. */
  default Duration duration() {
    return stages().stream().map(Stage::duration).reduce(Duration.ZERO, Duration::plus);
  }

  /** Named times, in order; neighbouring stages of one name are one phase. */
  default List<Phase> phases() {
    return Stages.phases(stages(), unit());
  }

  /**
   * The times at which the level stays the same, each as a part of its phase, in order: what can be
   * compared with another run.
   */
  default List<Phase> holds() {
    return Stages.holds(stages(), unit());
  }

  /**
   * The closed workload: a number of users at each moment. Each loops through tasks and think
   * times, and leaves at the end of an iteration when the profile has shrunk below it.
   *
   * <pre>{@code concurrentUsers().rampTo(100, ofSeconds(10)).holdFor(ofMinutes(2))}</pre>
   *
   * @param stages with levels in users
   */
  record ConcurrentUsers(List<Stage> stages) implements LoadProfile {

    /**
     * A profile of these stages.
     *
     * @throws IllegalArgumentException if the list, or one of the stages, is null
     */
    public ConcurrentUsers {
      stages = Given.values(stages, "stage");
    }

    /** A profile that has no time yet; it begins at 0 users. */
    public static ConcurrentUsers none() {
      return new ConcurrentUsers(List.of());
    }

    /**
     * From the level reached so far to {@code users} along a straight line.
     *
     * @param users 0 to {@link #HIGHEST}
     * @param over zero, which is a jump, to 1,000 days
     * @throws IllegalArgumentException if either is outside its range
     */
    public ConcurrentUsers rampTo(int users, Duration over) {
      return new ConcurrentUsers(Stages.ramp(stages, checked(users), over));
    }

    /**
     * {@code users} at once, held for a time.
     *
     * @param users 0 to {@link #HIGHEST}
     * @param time longer than zero, at most 1,000 days
     * @throws IllegalArgumentException if either is outside its range
     */
    public ConcurrentUsers hold(int users, Duration time) {
      return new ConcurrentUsers(Stages.hold(stages, checked(users), time));
    }

    /**
     * The level reached so far, held for a time.
     *
     * @param time longer than zero, at most 1,000 days
     * @throws IllegalArgumentException if it is outside its range
     */
    public ConcurrentUsers holdFor(Duration time) {
      return new ConcurrentUsers(Stages.hold(stages, Stages.level(stages), time));
    }

    /**
     * Gives the stage written last a phase name of its own; stages of one name are one phase.
     *
     * @throws IllegalArgumentException if there is no stage yet, or the name is blank, reserved, or
     *     that of an earlier phase
     */
    public ConcurrentUsers named(String phase) {
      return new ConcurrentUsers(Stages.rename(stages, phase));
    }

    /**
     * Leaves the phase written last out of all figures, thresholds and comparisons: its load warms
     * the service up, or cleans up after the test. {@code (not counted)} is added to its name;
     * charts show it hatched, and a note tells how many requests it had.
     *
     * <pre>{@code concurrentUsers().hold(20, ofMinutes(1)).notCounted().holdFor(ofMinutes(5))}
     * </pre>
     *
     * @throws IllegalArgumentException if there is no stage yet
     */
    public ConcurrentUsers notCounted() {
      return new ConcurrentUsers(Stages.notCounted(stages));
    }

    /**
     * A curve: users as a function of the time since its begin, with straight lines between its
     * values. It is asked once a second or, for a curve of more than 2,000 s, once every 2 s, 3 s
     * or more, so at most 2,000 times; and once at the end.
     *
     * <pre>
     * {@code concurrentUsers().follow(ofHours(1), t -> 50 + 40 * Math.sin(t.toSeconds() / 600.0))}
     * </pre>
     *
     * @param time whole seconds, from 1 s to 1,000 days
     * @param level 0 to {@link #HIGHEST} at each moment
     * @throws IllegalArgumentException if one is outside its range
     */
    public ConcurrentUsers follow(Duration time, ToDoubleFunction<Duration> level) {
      return withStages(Stages.follow(stages, LevelFunction.points(time, level)));
    }

    /**
     * A curve from a CSV, such as a day of production: a time and users in each line, with straight
     * lines in between. A time is seconds, a duration such as {@code 10 min}, or a time of day.
     *
     * @param file a file, or a resource on the class path; 2 to 2,000 points
     * @throws IllegalArgumentException if there is none, or it is no such CSV; the message says
     *     where
     */
    public ConcurrentUsers followCsv(String file) {
      return withStages(Stages.follow(stages, LevelsCsv.points(file)));
    }

    @Override
    public ConcurrentUsers repeat(int times) {
      return withStages(Stages.repeated(stages, times));
    }

    /** Users at {@code elapsed}: the level, rounded half up. */
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
      return withStages(Stages.scaled(stages, factor));
    }

    @Override
    public ConcurrentUsers paced(double factor) {
      return withStages(Stages.paced(stages, factor));
    }

    /**
     * The same number.
     *
     * @throws IllegalArgumentException if it is outside 0 to {@link #HIGHEST}
     */
    public static int checked(int users) {
      if (users < 0 || users > HIGHEST) {
        throw new IllegalArgumentException(
            "users were " + users + "; 0 to " + Quantity.count(HIGHEST) + " are allowed");
      }
      return users;
    }
  }

  /**
   * The open workload: a number of iterations that begin each second, whatever the service does.
   * Each arrival is a new user that does its on-start, one task and its on-stop.
   *
   * <pre>{@code arrivalRate().rampTo(perSecond(50), ofSeconds(10)).holdFor(ofMinutes(2))}</pre>
   *
   * @param stages with levels in arrivals per second
   * @param spacing how arrivals lie in time
   */
  record ArrivalRate(List<Stage> stages, Spacing spacing) implements LoadProfile {

    /** How arrivals lie in time. */
    public enum Spacing {
      /** As far from each other as the rate allows: 10/s are 100 ms apart. */
      EVEN,
      /**
       * At random, each independent of all others, like the users of a public service: the number
       * in a time is Poisson distributed around what the rate has in it. From the run's seed.
       */
      POISSON
    }

    /**
     * A profile of these stages.
     *
     * @throws IllegalArgumentException if an argument, or one of the stages, is null
     */
    public ArrivalRate {
      stages = Given.values(stages, "stage");
      Given.value(spacing, "spacing of arrivals");
    }

    /** A profile that has no time yet; it begins at 0/s, evenly spaced. */
    public static ArrivalRate none() {
      return new ArrivalRate(List.of(), Spacing.EVEN);
    }

    /**
     * From the rate reached so far to {@code rate} along a straight line.
     *
     * @param rate 0/s to {@link #HIGHEST} per second
     * @param over zero, which is a jump, to 1,000 days
     * @throws IllegalArgumentException if either is outside its range
     */
    public ArrivalRate rampTo(Rate rate, Duration over) {
      return withStages(Stages.ramp(stages, checked(rate), over));
    }

    /**
     * {@code rate} at once, held for a time.
     *
     * @param rate 0/s to {@link #HIGHEST} per second
     * @param time longer than zero, at most 1,000 days
     * @throws IllegalArgumentException if either is outside its range
     */
    public ArrivalRate hold(Rate rate, Duration time) {
      return withStages(Stages.hold(stages, checked(rate), time));
    }

    /**
     * The rate reached so far, held for a time.
     *
     * @param time longer than zero, at most 1,000 days
     * @throws IllegalArgumentException if it is outside its range
     */
    public ArrivalRate holdFor(Duration time) {
      return withStages(Stages.hold(stages, Stages.level(stages), time));
    }

    /** The same rates, with arrivals at random instead of evenly spaced. */
    public ArrivalRate poisson() {
      return new ArrivalRate(stages, Spacing.POISSON);
    }

    /**
     * Gives the stage written last a phase name of its own; stages of one name are one phase.
     *
     * @throws IllegalArgumentException if there is no stage yet, or the name is blank, reserved, or
     *     that of an earlier phase
     */
    public ArrivalRate named(String phase) {
      return withStages(Stages.rename(stages, phase));
    }

    /**
     * Leaves the phase written last out of all figures, thresholds and comparisons: its load warms
     * the service up, or cleans up after the test. {@code (not counted)} is added to its name;
     * charts show it hatched, and a note tells how many requests it had.
     *
     * <pre>
     * {@code arrivalRate().hold(perSecond(9), ofMinutes(1)).notCounted().holdFor(ofMinutes(5))}
     * </pre>
     *
     * @throws IllegalArgumentException if there is no stage yet
     */
    public ArrivalRate notCounted() {
      return withStages(Stages.notCounted(stages));
    }

    /**
     * A curve: arrivals per second as a function of the time since its begin, with straight lines
     * between its values. It is asked once a second or, for a curve of more than 2,000 s, once
     * every 2 s, 3 s or more, so at most 2,000 times; and once at the end.
     *
     * <pre>{@code arrivalRate().follow(ofHours(1), t -> 50 + 40 * Math.sin(t.toSeconds() / 600.0))}
     * </pre>
     *
     * @param time whole seconds, from 1 s to 1,000 days
     * @param level 0 to {@link #HIGHEST} at each moment
     * @throws IllegalArgumentException if one is outside its range
     */
    public ArrivalRate follow(Duration time, ToDoubleFunction<Duration> level) {
      return withStages(Stages.follow(stages, LevelFunction.points(time, level)));
    }

    /**
     * A curve from a CSV, such as a day of production: a time and arrivals per second in each line,
     * with straight lines in between. A time is seconds, a duration such as {@code 10 min}, or a
     * time of day.
     *
     * @param file a file, or a resource on the class path; 2 to 2,000 points
     * @throws IllegalArgumentException if there is none, or it is no such CSV; the message says
     *     where
     */
    public ArrivalRate followCsv(String file) {
      return withStages(Stages.follow(stages, LevelsCsv.points(file)));
    }

    @Override
    public ArrivalRate repeat(int times) {
      return withStages(Stages.repeated(stages, times));
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
     * When the {@code count}-th arrival is due: the inverse of {@link #arrivalsBy}. At 10/s the
     * first is due at 100 ms.
     *
     * @return the profile's end where it brings fewer arrivals
     */
    public Duration dueAt(double count) {
      double left = count;
      Duration at = Duration.ZERO;
      for (Stage stage : stages) {
        double area = stage.areaAfter(stage.seconds());
        if (left <= area && area > 0) {
          return at.plusNanos(Math.round(1e9 * stage.secondsToArea(left)));
        }
        left -= area;
        at = at.plus(stage.duration());
      }
      return at;
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
      return withStages(Stages.scaled(stages, factor));
    }

    @Override
    public ArrivalRate paced(double factor) {
      return withStages(Stages.paced(stages, factor));
    }

    /**
     * The same rate as a level, in arrivals per second.
     *
     * @throws IllegalArgumentException if it is above {@link #HIGHEST} per second
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
