package dev.onrush.plan;

import dev.onrush.plan.LoadProfile.ArrivalRate;
import dev.onrush.plan.LoadProfile.ConcurrentUsers;
import dev.onrush.units.Given;
import dev.onrush.units.Percent;
import dev.onrush.units.Quantity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A search for the highest load that a service bears: level by level, each of them a probe that is
 * compared with the plan's thresholds. The next level depends on the last result, so this is no
 * profile; each probe is a stretch of one. Immutable; each step returns a new search.
 *
 * <p>Phases: {@code settle 1}, which leads to the level and is not judged; {@code probe 1}, at the
 * level; {@code rest 1}, at the first level, until the service is as it was in the first probe.
 *
 * @param unit of the levels
 * @param first the lowest level, from which the search climbs, and at which the service rests;
 *     above 0
 * @param most the highest level that is tried; above {@code first}, at most 1,000,000
 * @param settle time on the way to a level, half of it rising; 500 ms or longer
 * @param hold for which a level is held and judged; 1 s or longer
 * @param rest after a probe, at most; a service that has not recovered by then ends the search; 5 s
 *     or longer
 * @param tolerance how far apart, in percent of the lower, the highest level that held and the
 *     lowest that broke may be in the end; 1 to 50
 * @param probes at most; 3 to 100
 * @since 0.1.0
 */
public record CapacitySearch(
    HeldLevel.Unit unit,
    double first,
    double most,
    Duration settle,
    Duration hold,
    Duration rest,
    Percent tolerance,
    int probes) {

  /** The factor by which the level rises as long as nothing breaks. */
  public static final double GROWTH = 2;

  /** Whether a service is at rest is told by seconds; it takes some of them. */
  private static final Duration SHORTEST_REST = Duration.ofSeconds(5);

  private static final String PROBE = "probe ";

  /**
   * A search with the default of everything else.
   *
   * @throws IllegalArgumentException if a level is outside its range
   */
  public CapacitySearch(HeldLevel.Unit unit, double first, double most) {
    this(
        unit,
        first,
        most,
        Duration.ofSeconds(5),
        Duration.ofSeconds(20),
        Duration.ofSeconds(60),
        new Percent(5),
        20);
  }

  /**
   * A search within these ranges.
   *
   * @throws IllegalArgumentException if a component is outside its range
   */
  public CapacitySearch {
    Given.value(unit, "unit of a capacity search");
    Given.time(settle, "time to settle of a capacity search");
    Given.time(hold, "time to hold of a capacity search");
    Given.time(rest, "rest of a capacity search");
    Given.value(tolerance, "tolerance of a capacity search");
    if (!(first > 0 && first < most && most <= LoadProfile.HIGHEST)) {
      throw new IllegalArgumentException(
          "capacity is searched from "
              + unit.exact(first)
              + " up to "
              + unit.exact(most)
              + "; write the lower level, above 0, in from(…), and a higher one, to 1,000,000, in"
              + " upTo(…)");
    }
    if (settle.compareTo(Duration.ofMillis(500)) < 0 || hold.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new IllegalArgumentException(
          "a probe settles for "
              + Quantity.duration(settle)
              + " and holds for "
              + Quantity.duration(hold)
              + "; 500 ms and 1 s are the least; let them be longer, or the pace slower");
    }
    if (rest.compareTo(SHORTEST_REST) < 0) {
      throw new IllegalArgumentException(
          "rest after a probe was "
              + Quantity.duration(rest)
              + " at most; "
              + Quantity.duration(SHORTEST_REST)
              + " or more are needed to see that a service has recovered");
    }
    if (tolerance.value() < 1 || tolerance.value() > 50) {
      throw new IllegalArgumentException(
          "tolerance of a capacity search was "
              + Quantity.SHARE.exact(tolerance.value())
              + "; 1 % to 50 % are allowed");
    }
    if (probes < 3 || probes > 100) {
      throw new IllegalArgumentException(
          "probes of a capacity search were " + probes + " at most; 3 to 100 are allowed");
    }
  }

  /**
   * The same with another time on the way to a level, half of it rising; default 5 s.
   *
   * @param time 500 ms or longer
   * @throws IllegalArgumentException if it is shorter
   */
  public CapacitySearch settleFor(Duration time) {
    return new CapacitySearch(unit, first, most, time, hold, rest, tolerance, probes);
  }

  /**
   * The same with another time for which a level is held and judged; default 20 s.
   *
   * @param time 1 s or longer
   * @throws IllegalArgumentException if it is shorter
   */
  public CapacitySearch holdFor(Duration time) {
    return new CapacitySearch(unit, first, most, settle, time, rest, tolerance, probes);
  }

  /**
   * The same with another time that a service may take to recover from a probe; default 60 s.
   *
   * @param time 5 s or longer
   * @throws IllegalArgumentException if it is shorter
   */
  public CapacitySearch restAtMost(Duration time) {
    return new CapacitySearch(unit, first, most, settle, hold, time, tolerance, probes);
  }

  /**
   * The same with another tolerance of the capacity; default 5 %.
   *
   * @param found 1 % to 50 %
   * @throws IllegalArgumentException if it is outside its range
   */
  public CapacitySearch within(Percent found) {
    return new CapacitySearch(unit, first, most, settle, hold, rest, found, probes);
  }

  /**
   * The same with another number of levels that are tried at most, repetitions included; default
   * 20.
   *
   * @param number 3 to 100
   * @throws IllegalArgumentException if it is outside its range
   */
  public CapacitySearch probesAtMost(int number) {
    return new CapacitySearch(unit, first, most, settle, hold, rest, tolerance, number);
  }

  /**
   * The same search at other levels.
   *
   * @param factor above 0
   * @throws IllegalArgumentException if a level is then outside its range
   */
  public CapacitySearch scaled(double factor) {
    double low = rounded(first * factor);
    // Of 1 user and 2, a tenth is still 1 and 2.
    double least =
        switch (unit) {
          case USERS -> low + 1;
          case ARRIVALS -> 0;
        };
    double high = Math.max(rounded(most * factor), least);
    return new CapacitySearch(unit, low, high, settle, hold, rest, tolerance, probes);
  }

  /**
   * The same search at another pace.
   *
   * @param factor above 0
   * @throws IllegalArgumentException if a time is then too short
   */
  public CapacitySearch paced(double factor) {
    Duration paced = paced(rest, factor);
    return new CapacitySearch(
        unit,
        first,
        most,
        paced(settle, factor),
        paced(hold, factor),
        paced.compareTo(SHORTEST_REST) < 0 ? SHORTEST_REST : paced,
        tolerance,
        probes);
  }

  private static Duration paced(Duration time, double factor) {
    return Duration.ofNanos(Math.round(time.toNanos() * factor));
  }

  /**
   * The nearest level that can be tried: of users a whole number, and so of rates from 1,000/s on;
   * of lower rates three digits.
   */
  public double rounded(double level) {
    return switch (unit) {
      case USERS -> Math.max(1, Math.round(level));
      case ARRIVALS -> roundedRate(level);
    };
  }

  private static double roundedRate(double level) {
    double digits = Math.pow(10, 2 - Math.floor(Math.log10(level)));
    return level >= 1000 ? Math.round(level) : Math.round(level * digits) / digits;
  }

  /** The levels on the way up, as long as nothing breaks. */
  public List<Double> climb() {
    return Stream.concat(
            Stream.iterate(first, level -> level < most, level -> rounded(level * GROWTH)),
            Stream.of(most))
        .toList();
  }

  /**
   * The stages that a probe adds to the run's profile.
   *
   * @param number from 1
   */
  public List<Stage> probe(int number, double level) {
    List<Stage> stages = new ArrayList<>();
    Duration half = settle.dividedBy(2);
    stages.add(new Stage("settle " + number, number == 1 ? 0 : first, level, half));
    stages.add(new Stage("settle " + number, level, level, settle.minus(half)));
    stages.add(new Stage(phase(number), level, level, hold));
    stages.addAll(rest(number));
    return stages;
  }

  /** The stages after probe {@code number}: the first level, until the service has recovered. */
  public List<Stage> rest(int number) {
    return List.of(new Stage("rest " + number, first, first, rest));
  }

  /** The name of the phase in which a probe is judged. */
  public static String phase(int number) {
    return PROBE + number;
  }

  /** A profile of these stages. */
  public LoadProfile profile(List<Stage> stages) {
    return switch (unit) {
      case USERS -> new ConcurrentUsers(stages);
      case ARRIVALS -> new ArrivalRate(stages, ArrivalRate.Spacing.EVEN);
    };
  }

  /** The first probe, with which every search begins. */
  public LoadProfile opening() {
    return profile(probe(1, first));
  }

  /** As many probes as there can be, none of them higher than this, with the longest rests. */
  public LoadProfile longest() {
    List<Double> climb = climb();
    List<Stage> stages = new ArrayList<>();
    for (int i = 0; i < probes; i++) {
      stages.addAll(probe(i + 1, i < climb.size() ? climb.get(i) : most));
    }
    return profile(stages);
  }

  /** {@code 600/s}, or {@code 600 users}. */
  public String text(double level) {
    return unit.exact(level);
  }

  /** The quantity of a level: COUNT of users, FREQUENCY of arrivals. */
  public Quantity quantity() {
    return unit.quantity();
  }
}
