package dev.onrush.internal.verdict.figure;

import dev.onrush.internal.metrics.Outcome;
import dev.onrush.internal.metrics.Series;
import dev.onrush.internal.metrics.Tally;
import dev.onrush.internal.text.NameList;
import dev.onrush.units.Quantity;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Formats failures in which nothing was sent. */
public final class UnsentFailures {

  /** The most names that are shown. */
  private static final int SHOWN = 3;

  private UnsentFailures() {}

  /**
   * Counts the failures in which nothing was sent by what failed: requests that could not be built,
   * and steps of the script, such as {@code condition in SpikeTest}.
   */
  public static Map<String, Long> of(Map<Series, Tally> tallies, Predicate<Series> filter) {
    Map<String, Long> counts = new HashMap<>();
    tallies.forEach(
        (series, tally) -> {
          if (series.outcome() == Outcome.CRASHED && filter.test(series)) {
            counts.merge(series.name(), tally.requests(), Long::sum);
          }
        });
    return counts;
  }

  /** The number of these failures as text: {@code 3 failures before a request was sent}. */
  public static String text(long failures) {
    return Quantity.count(failures, "failure") + " before a request was sent";
  }

  /**
   * What failed, the most frequent first: {@code condition in SpikeTest}; with counts if there are
   * several names: {@code exec in SpikeTest 20, Pay 4}.
   */
  public static String names(Map<String, Long> counts) {
    if (counts.size() == 1) {
      return counts.keySet().iterator().next();
    }
    List<String> frequentFirst =
        counts.entrySet().stream()
            .sorted(
                Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                    .thenComparing(Map.Entry.comparingByKey()))
            .map(of -> of.getKey() + " " + Quantity.count(of.getValue()))
            .toList();
    return NameList.of(frequentFirst, SHOWN);
  }
}
