package dev.onrush.plan;

import dev.onrush.profile.HeldLevel;
import dev.onrush.profile.LoadProfile;
import dev.onrush.profile.LoadProfile.ArrivalRate;
import dev.onrush.profile.LoadProfile.ConcurrentUsers;
import dev.onrush.profile.Stage;
import dev.onrush.units.Given;
import dev.onrush.units.Percent;
import dev.onrush.units.Quantity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A search for the highest load that a service sustains. It tries one level after the other; each
 * level is a probe that is judged by the plan's thresholds. A level holds if all thresholds are
 * met, and breaks if one is not. The next level depends on the last result, so a search has no load
 * profile beforehand: each probe adds its stages to the profile of the run. Immutable; each method
 * that changes a setting returns a new search.
 *
 * <p>Each probe consists of three phases, with the number of the probe: {@code settle 1} leads to
 * the level and is not judged; {@code probe 1} holds the level; {@code rest 1} holds the first
 * level until the service is as it was in the first probe.
 *
 * @param unit the unit of the levels
 * @param first the lowest level, with which the search begins and at which the service rests after
 *     each probe; above 0
 * @param most the highest level that is tried; above {@code first}, at most 1,000,000
 * @param settle the time before a level is judged: the load rises to the level in the first half
 *     and holds it in the second; 500 ms or longer
 * @param hold the time for which a level is held and judged; 1 s or longer
 * @param rest the longest rest after a probe; the search ends if the service has not recovered by
 *     then; 5 s or longer
 * @param tolerance the greatest distance that may remain between the highest level that held and
 *     the lowest level that broke, in percent of the lower of the two; 1 to 50
 * @param probes the greatest number of probes, repetitions included; 3 to 100
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

  /** The factor by which the level rises as long as no level breaks. */
  public static final double GROWTH = 2;

  /** The shortest rest. Recovery is judged second by second, which takes several seconds. */
  private static final Duration SHORTEST_REST = Duration.ofSeconds(5);

  private static final String PROBE = "probe ";

  /**
   * Creates a search with the defaults of all other components.
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
   * Creates a search.
   *
   * @throws IllegalArgumentException if a component is outside its range
   */
  public CapacitySearch {
    Given.value(unit, "unit of a capacity search");
    Given.time(settle, "settling time of a capacity search");
    Given.time(hold, "hold time of a capacity search");
    Given.time(rest, "rest of a capacity search");
    Given.value(tolerance, "tolerance of a capacity search");
    if (!(first > 0 && first < most && most <= LoadProfile.HIGHEST)) {
      throw new IllegalArgumentException(
          "a capacity search went from "
              + unit.exact(first)
              + " up to "
              + unit.exact(most)
              + "; from(…) must be above 0, and upTo(…) must be higher than from(…) and at most"
              + " 1,000,000");
    }
    if (settle.compareTo(Duration.ofMillis(500)) < 0 || hold.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new IllegalArgumentException(
          "a probe settles for "
              + Quantity.duration(settle)
              + " and holds for "
              + Quantity.duration(hold)
              + "; at least 500 ms and 1 s are required; increase them, or use a larger -Dpace");
    }
    if (rest.compareTo(SHORTEST_REST) < 0) {
      throw new IllegalArgumentException(
          "the longest rest after a probe was "
              + Quantity.duration(rest)
              + "; at least "
              + Quantity.duration(SHORTEST_REST)
              + " are needed to see that a service has recovered");
    }
    if (tolerance.value() < 1 || tolerance.value() > 50) {
      throw new IllegalArgumentException(
          "tolerance of a capacity search was "
              + Quantity.SHARE.exact(tolerance.value())
              + "; 1 % to 50 % are allowed");
    }
    if (probes < 3 || probes > 100) {
      throw new IllegalArgumentException(
          "the limit of probes of a capacity search was " + probes + "; 3 to 100 are allowed");
    }
  }

  /**
   * Returns this search with another time before a level is judged, in the first half of which the
   * load rises; the default is 5 s.
   *
   * @param time 500 ms or longer
   * @throws IllegalArgumentException if {@code time} is shorter, or longer than 1,000 days
   */
  public CapacitySearch settleFor(Duration time) {
    return new CapacitySearch(unit, first, most, time, hold, rest, tolerance, probes);
  }

  /**
   * Returns this search with another time for which a level is held and judged; the default is 20
   * s.
   *
   * @param time 1 s or longer
   * @throws IllegalArgumentException if {@code time} is shorter, or longer than 1,000 days
   */
  public CapacitySearch holdFor(Duration time) {
    return new CapacitySearch(unit, first, most, settle, time, rest, tolerance, probes);
  }

  /**
   * Returns this search with another longest time for the service to recover from a probe; the
   * default is 60 s.
   *
   * @param time 5 s or longer
   * @throws IllegalArgumentException if {@code time} is shorter, or longer than 1,000 days
   */
  public CapacitySearch restAtMost(Duration time) {
    return new CapacitySearch(unit, first, most, settle, hold, time, tolerance, probes);
  }

  /**
   * Returns this search with another tolerance of the capacity; the default is 5 %.
   *
   * @param found 1 % to 50 %
   * @throws IllegalArgumentException if {@code found} is outside its range
   */
  public CapacitySearch within(Percent found) {
    return new CapacitySearch(unit, first, most, settle, hold, rest, found, probes);
  }

  /**
   * Returns this search with another greatest number of probes, repetitions included; the default
   * is 20.
   *
   * @param number 3 to 100
   * @throws IllegalArgumentException if {@code number} is outside its range
   */
  public CapacitySearch probesAtMost(int number) {
    return new CapacitySearch(unit, first, most, settle, hold, rest, tolerance, number);
  }

  /**
   * Returns this search with its levels multiplied by {@code factor}.
   *
   * @param factor above 0
   * @throws IllegalArgumentException if a level is then outside its range
   */
  public CapacitySearch scaled(double factor) {
    double low = rounded(first * factor);
    // A tenth of 1 user and 2 users is still 1 and 2, because the levels must differ.
    double high = Math.max(rounded(most * factor), next(low));
    return new CapacitySearch(unit, low, high, settle, hold, rest, tolerance, probes);
  }

  /**
   * Returns this search with its times multiplied by {@code factor}; the rest stays 5 s or longer.
   *
   * @param factor above 0
   * @throws IllegalArgumentException if {@code settle} or {@code hold} is then too short
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
   * Rounds to a level that can be tried: a whole number for users, at least 1, and for rates from
   * 1,000/s on; three significant digits for lower rates.
   */
  public double rounded(double level) {
    return switch (unit) {
      case USERS -> Math.max(1, Math.round(level));
      case ARRIVALS -> roundedRate(level);
    };
  }

  private static double roundedRate(double level) {
    double digits = digits(level);
    return level >= 1000 ? Math.round(level) : Math.round(level * digits) / digits;
  }

  /** The factor that makes three significant digits a whole number: 10 for 33.3/s. */
  private static double digits(double level) {
    return Math.pow(10, 2 - Math.floor(Math.log10(level)));
  }

  /** Returns the lowest level above a rounded level that can be tried: 10.1/s after 10/s. */
  private double next(double level) {
    return switch (unit) {
      case USERS -> level + 1;
      case ARRIVALS -> roundedRate(level + Math.min(1, 1 / digits(level)));
    };
  }

  /** The levels that are tried in order as long as none of them breaks. */
  public List<Double> climb() {
    return Stream.concat(
            Stream.iterate(first, level -> level < most, level -> rounded(level * GROWTH)),
            Stream.of(most))
        .toList();
  }

  /**
   * The stages that a probe adds to the run's profile.
   *
   * @param number the number of the probe, from 1
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

  /**
   * The stages after probe {@code number}: the first level for the longest rest. A run ends them as
   * soon as the service has recovered.
   */
  public List<Stage> rest(int number) {
    return List.of(new Stage("rest " + number, first, first, rest));
  }

  /** The name of the phase in which a probe is judged. */
  public static String phase(int number) {
    return PROBE + number;
  }

  /**
   * Returns a profile of these stages: concurrent users or an arrival rate, according to the unit.
   */
  public LoadProfile profile(List<Stage> stages) {
    return switch (unit) {
      case USERS -> new ConcurrentUsers(stages);
      case ARRIVALS -> new ArrivalRate(stages, ArrivalRate.Spacing.EVEN);
    };
  }

  /** The profile of the first probe, with which every search begins. */
  public LoadProfile opening() {
    return profile(probe(1, first));
  }

  /**
   * The longest and highest profile that this search can produce: the greatest number of probes,
   * each at the highest level that it can have, with the longest rests.
   */
  public LoadProfile longest() {
    List<Double> climb = climb();
    List<Stage> stages = new ArrayList<>();
    for (int i = 0; i < probes; i++) {
      stages.addAll(probe(i + 1, i < climb.size() ? climb.get(i) : most));
    }
    return profile(stages);
  }

  /** A level as text: {@code 600/s}, or {@code 600 users}. */
  public String text(double level) {
    return unit.exact(level);
  }

  /** The quantity of a level: {@code COUNT} for users, {@code FREQUENCY} for arrivals. */
  public Quantity quantity() {
    return unit.quantity();
  }
}
