package dev.onrush.result;

import dev.onrush.threshold.Statistic;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The comparison of two versions of a service in one run. Immutable.
 *
 * @param a the address of A, the version with which B is compared
 * @param b the address of B, the version under test, which is the target of the run
 * @param margin the greatest difference that does not matter, in percent
 * @param differences the differences in each statistic, for each request and for all requests
 *     together
 * @since 0.1.0
 */
public record DuetComparison(String a, String b, double margin, List<Difference> differences) {

  /** Copies the list. */
  public DuetComparison {
    differences = List.copyOf(differences);
  }

  /**
   * The difference in one statistic.
   *
   * @param request the name of the request with the groups before it; empty for all requests
   * @param statistic a percentile, mean, error rate or throughput
   * @param asked whether a threshold is on this difference; the confidence applies to the intervals
   *     of all differences with a threshold together, and to the interval of each other difference
   *     by itself
   * @param a the value of A in a typical block of time, in milliseconds, percent or requests per
   *     second; empty if there were too few samples, or if A or B hardly answered for a long time
   * @param b the value of B, as for A
   * @param change the change from A to B, in percent; for error rates, in percentage points
   * @param low the lower end of the interval in which the change lies; empty if it is not known yet
   * @param high the upper end of this interval
   * @param confidence the confidence, in percent, that the change lies in the interval at every
   *     moment of the run
   * @param blocks the number of blocks of time that were compared
   * @param margin the greatest difference that does not matter, in the unit of the change: the
   *     difference that the threshold on it allows, or the margin of the duet
   * @param answer the answer in words: {@code slower by 3.1 % (1.9 to 4.4)}, {@code no change
   *     larger than 5 %}, {@code undecided}, {@code too few samples: …}, {@code B hardly answered
   *     for …}
   */
  public record Difference(
      Optional<String> request,
      Statistic statistic,
      boolean asked,
      OptionalDouble a,
      OptionalDouble b,
      OptionalDouble change,
      OptionalDouble low,
      OptionalDouble high,
      double confidence,
      int blocks,
      double margin,
      String answer) {

    /** The statistic and the request: {@code p95 of Pay}. */
    public String name() {
      return statistic + request.map(name -> " of " + name).orElse("");
    }
  }
}
