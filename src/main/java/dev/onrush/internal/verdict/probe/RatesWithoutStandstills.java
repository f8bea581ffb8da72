package dev.onrush.internal.verdict.probe;

import dev.onrush.internal.metrics.Median;
import java.util.Arrays;
import java.util.List;

/**
 * The rates of the parts of a time as they may have been if the generator had never stood still.
 * Concurrent users send nothing during a standstill. The arrivals of an arrival rate come after it,
 * maybe in the next part.
 */
final class RatesWithoutStandstills {

  /** The samples per second of each part. */
  private final double[] rates;

  /** The length of each part, in seconds. */
  private final double[] lengths;

  /**
   * Creates the rates of some parts that follow each other.
   *
   * @param rates the samples per second of each part
   * @param lengths the length of each part, in seconds
   */
  RatesWithoutStandstills(double[] rates, double[] lengths) {
    this.rates = rates.clone();
    this.lengths = lengths.clone();
  }

  /**
   * Returns the rates that the parts may have had, one array for each way in which standstills can
   * have changed them; empty if there was none.
   *
   * @param still the time of the standstills that were reported in each part, in seconds
   */
  List<double[]> possible(double[] still) {
    return Arrays.stream(still).allMatch(seconds -> seconds == 0)
        ? List.of()
        : List.of(lost(still), delayed(still), delayed(early(still)));
  }

  /** Each rate over the part's time without standstills: nothing was made up for. */
  private double[] lost(double[] still) {
    double[] without = new double[rates.length];
    Arrays.setAll(without, i -> rates[i] * lengths[i] / moving(still, i));
    return without;
  }

  /**
   * The same without what was made up for in the part after a standstill: as much as usually comes
   * in the time of the standstill, and at most as much as was missing before.
   */
  private double[] delayed(double[] still) {
    double usual = usual();
    double[] without = new double[rates.length];
    for (int i = 0; i < rates.length; i++) {
      double missing = i == 0 ? 0 : Math.max(0, usual - rates[i - 1]) * lengths[i - 1];
      double made = i == 0 ? 0 : Math.min(usual * still[i - 1], missing);
      without[i] = Math.max(0, rates[i] * lengths[i] - made) / moving(still, i);
    }
    return without;
  }

  /**
   * The standstills, each in the part before if that has a lower rate: the thread that ends the
   * intervals may be the first to go on after a standstill, which is then reported with the next
   * one.
   */
  private double[] early(double[] still) {
    double[] moved = new double[still.length];
    for (int i = 0; i < still.length; i++) {
      moved[i > 0 && rates[i - 1] < rates[i] ? i - 1 : i] += still[i];
    }
    return moved;
  }

  /** The part's time without standstills; all of its time if nothing is left. */
  private double moving(double[] still, int part) {
    return still[part] < lengths[part] ? lengths[part] - still[part] : lengths[part];
  }

  private double usual() {
    return Median.of(rates);
  }
}
