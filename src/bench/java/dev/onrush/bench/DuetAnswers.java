package dev.onrush.bench;

import dev.onrush.internal.duet.Answer;
import dev.onrush.internal.duet.PairedBlocks;
import dev.onrush.internal.duet.PairedDifference;
import dev.onrush.internal.metrics.Interval;
import dev.onrush.threshold.Statistic;
import dev.onrush.threshold.Statistic.AtPercentile;
import dev.onrush.threshold.Statistic.Simple;
import dev.onrush.units.Percentile;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * The answers of a duet that was examined at each of its seconds: for each answer, when it was
 * first given, in seconds; 0 for never.
 *
 * @param worse when some figure of B was worse than the figure of A beyond doubt
 * @param better when some figure of B was better than the figure of A beyond doubt
 * @param decided when each comparison was decided
 * @param change the change that was shown at the first certain "worse", in percent
 * @param covered whether the true change was within each interval at every second
 * @param length the length of the duet
 */
record DuetAnswers(int worse, int better, int decided, double change, boolean covered, int length) {

  /** The figures that are compared, each for each request. */
  record Compared(List<String> requests, List<Statistic> statistics) {

    /** The figures that a plan without a threshold on the difference compares. */
    static final Compared ALL =
        new Compared(
            List.of("Search", "Pay"),
            List.of(new AtPercentile(new Percentile(95)), Simple.ERROR_RATE));

    static final Compared ONE_MEAN = new Compared(List.of("Search"), List.of(Simple.MEAN));

    private double miss() {
      return PairedBlocks.MISS / (requests.size() * statistics.size());
    }
  }

  /** The margin: in percent for times; for error rates, a tenth of it in points. */
  private static final double MARGIN = 5;

  /**
   * Examines a duet at each second.
   *
   * @param blocks the blocks, still empty
   * @param slower the factor by which B takes longer than A
   */
  static DuetAnswers of(
      PairedBlocks blocks, List<Interval> intervals, double slower, Compared compared) {
    int worse = 0;
    int better = 0;
    int decided = 0;
    double change = 0;
    boolean covered = true;
    int second = 0;
    for (Interval interval : intervals) {
      blocks.add(interval);
      second++;
      boolean all = true;
      for (String request : compared.requests) {
        for (Statistic statistic : compared.statistics) {
          Optional<PairedDifference> found =
              blocks.difference(Optional.of(request), statistic, compared.miss()).difference();
          if (found.isEmpty()) {
            all = false;
            continue;
          }
          boolean errors = statistic == Simple.ERROR_RATE;
          double truth = errors ? 0 : 100 * (slower - 1);
          covered &= found.get().low() <= truth && truth <= found.get().high();
          all &= found.get().answer(errors ? MARGIN / 10 : MARGIN) != Answer.UNDECIDED;
          if (found.get().worseAtLeast() > 0 && worse == 0) {
            worse = second;
            change = found.get().change();
          }
          better = found.get().worseAtMost() < 0 && better == 0 ? second : better;
        }
      }
      decided = all && decided == 0 ? second : decided;
    }
    return new DuetAnswers(worse, better, decided, change, covered, second);
  }

  static final String HEADER =
      "| service | B slower by | said slower | said faster | all decided | median s until slower"
          + " | until decided | of s | change at the first certain answer, % | true change within"
          + " the interval at every second | INVALID | one after the other: regression |\n"
          + "|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|";

  /**
   * Returns a line of the table.
   *
   * @param invalid the duets whose generator could not be trusted
   * @param sequential the outcome of two runs one after the other: {@code 3 of 100}
   */
  static String row(
      String service, double slower, List<DuetAnswers> all, String invalid, String sequential) {
    return String.format(
        Locale.ROOT,
        "| %s | %.0f %% | %s | %s | %s | %s | %s | %s | %s | %s | %s | %s |",
        service,
        100 * (slower - 1),
        count(all.stream().mapToInt(DuetAnswers::worse)),
        count(all.stream().mapToInt(DuetAnswers::better)),
        count(all.stream().mapToInt(DuetAnswers::decided)),
        median(all.stream().mapToDouble(DuetAnswers::worse)),
        median(all.stream().mapToDouble(DuetAnswers::decided)),
        median(all.stream().mapToDouble(DuetAnswers::length)),
        median(all.stream().mapToDouble(DuetAnswers::change)),
        all.stream().filter(DuetAnswers::covered).count() + " of " + all.size(),
        invalid,
        sequential);
  }

  private static String count(IntStream of) {
    int[] all = of.toArray();
    return Arrays.stream(all).filter(at -> at > 0).count() + " of " + all.length;
  }

  private static String median(DoubleStream of) {
    double[] said = of.filter(at -> at != 0).sorted().toArray();
    return said.length == 0 ? "" : String.format(Locale.ROOT, "%.1f", said[said.length / 2]);
  }
}
