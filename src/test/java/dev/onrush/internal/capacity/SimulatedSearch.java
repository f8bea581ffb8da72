package dev.onrush.internal.capacity;

import static dev.onrush.dsl.OnrushDsl.capacitySearch;
import static dev.onrush.dsl.OnrushDsl.perSecond;

import dev.onrush.internal.capacity.Search.Done;
import dev.onrush.internal.capacity.Search.Probe;
import dev.onrush.plan.CapacitySearch;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.function.DoubleFunction;
import java.util.stream.IntStream;

/**
 * Searches for the capacity of a simulated service, which is known.
 *
 * @param truth the capacity
 * @param closed whether it is a number of users, and not of arrivals per second
 * @param service the outcome of a probe
 */
public record SimulatedSearch(double truth, boolean closed, Service service) {

  private static final int HIGHEST = 5_000;

  /** A service that holds or breaks at a level. */
  public interface Service {
    LevelOutcome at(double level, Random random);
  }

  /**
   * The result of one search.
   *
   * @param capacity the highest level that held
   */
  public record Found(OptionalDouble capacity, SearchEnd ending, int probes) {}

  /** A service whose arrivals are evenly spaced. */
  public static SimulatedSearch evenArrivals() {
    SimulatedService service = new SimulatedService(10, 0.05, Integer.MAX_VALUE);
    return new SimulatedSearch(
        service.capacity(), false, (level, random) -> service.open(level, true, random));
  }

  /**
   * A service whose arrivals come at random. At 97 % of 1,000/s the p95 of the wait in M/D/50 is
   * some 80 ms: chance reduces the capacity only a little.
   */
  public static SimulatedSearch randomArrivals() {
    SimulatedService service = new SimulatedService(50, 0.05, Integer.MAX_VALUE);
    return new SimulatedSearch(
        service.capacity(), false, (level, random) -> service.open(level, false, random));
  }

  /**
   * A service that refuses requests that would wait for more than 50 ms, so it is never slow, and
   * errors are the only effect.
   */
  public static SimulatedSearch refusals() {
    SimulatedService service = new SimulatedService(10, 0.05, 10);
    return new SimulatedSearch(
        service.capacity(), false, (level, random) -> service.open(level, true, random));
  }

  /**
   * A service of users who think for 1 s and wait for 200 ms: 200 a second times 1.2 s are 240 on
   * average, and p95 is above the average. So the true capacity is the level that holds in half of
   * 40 probes.
   */
  public static SimulatedSearch users() {
    SimulatedService service = new SimulatedService(10, 0.05, Integer.MAX_VALUE);
    int truth =
        IntStream.rangeClosed(200, 260)
            .filter(
                n ->
                    IntStream.range(0, 40)
                            .filter(
                                i ->
                                    service.closed(n, 1, new Random(1_000 + i))
                                        == LevelOutcome.HELD)
                            .count()
                        >= 20)
            .max()
            .orElseThrow();
    return new SimulatedSearch(
        truth, true, (level, random) -> service.closed((int) level, 1, random));
  }

  /**
   * A service whose probes hold or break by chance near its capacity.
   *
   * @param share one probe in twenty breaks at this share below the capacity, and one in twenty
   *     holds at this share above it
   */
  public static SimulatedSearch byChance(double share) {
    double truth = 500;
    double scale = share * truth / 3;
    return new SimulatedSearch(
        truth,
        false,
        (level, random) ->
            random.nextDouble() < 1 / (1 + Math.exp((truth - level) / scale))
                ? LevelOutcome.BROKE
                : LevelOutcome.HELD);
  }

  /** Searches from one of 100 levels, because the first numbers of neighbouring seeds are alike. */
  public Found found(int seed) {
    Random random = new Random(seed);
    double factor = 1 + seed % 100 / 100.0;
    CapacitySearch asked =
        closed
            ? capacitySearch().from((int) (20 * factor)).upTo(HIGHEST)
            : capacitySearch().from(perSecond(50 * factor)).upTo(perSecond(HIGHEST));
    List<ProbeOutcome> outcomes = new ArrayList<>();
    SearchEnd ending = end(asked, outcomes, level -> service.at(level, random));
    return new Found(new Search(asked, outcomes).held(), ending, outcomes.size());
  }

  /**
   * Searches to the end.
   *
   * @param outcomes to which the outcome of each probe is added
   */
  static SearchEnd end(
      CapacitySearch asked, List<ProbeOutcome> outcomes, DoubleFunction<LevelOutcome> service) {
    Search.Next next = new Search(asked, outcomes).next();
    while (next instanceof Probe probe) {
      outcomes.add(new ProbeOutcome(probe.level(), service.apply(probe.level())));
      next = new Search(asked, outcomes).next();
    }
    return ((Done) next).ending();
  }
}
