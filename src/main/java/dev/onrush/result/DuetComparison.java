package dev.onrush.result;

import dev.onrush.threshold.Statistic;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The comparison of two versions of a service in one run. Immutable.
 *
 * @param a address of A, the version that the other is compared with
 * @param b address of B, the version on trial, which is the run's target
 * @param margin a difference in percent that does not matter
 * @param differences of each request and of all requests together, in each statistic
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
   * @param request its name with the groups before it; empty for all requests
   * @param statistic a percentile, mean, error rate or throughput
   * @param asked whether a threshold is on it; the intervals of all that are asked hold together,
   *     each other one by itself
   * @param a of A in a typical block of time, in milliseconds, percent or requests per second;
   *     empty if too few samples were seen, or one of both was hardly answered for long
   * @param b of B
   * @param change of B against A in percent; of error rates in percentage points
   * @param low the lower end of the interval in which the change lies; empty if it is not known yet
   * @param high the upper end
   * @param confidence that the change lies there, at every moment of the run, in percent
   * @param blocks of time that were compared
   * @param margin a difference that does not matter, in the unit of the change: what the threshold
   *     on it allows, or that of the duet
   * @param answer in words: {@code slower by 3.1 % (1.9 to 4.4)}, {@code no change larger than 5
   *     %}, {@code undecided}, {@code too few samples: …}, {@code B was hardly answered for …}
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

    /** {@code p95 of Pay}. */
    public String name() {
      return statistic + request.map(name -> " of " + name).orElse("");
    }
  }
}
