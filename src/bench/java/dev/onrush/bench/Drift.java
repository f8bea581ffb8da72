package dev.onrush.bench;

import static dev.onrush.dsl.OnrushDsl.drift;
import static dev.onrush.dsl.OnrushDsl.ofPercent;
import static dev.onrush.dsl.OnrushDsl.service;

import dev.onrush.internal.metrics.Interval;
import dev.onrush.internal.verdict.Judge;
import dev.onrush.profile.HeldLevel;
import dev.onrush.profile.Phase;
import dev.onrush.result.Verdict;
import dev.onrush.threshold.Threshold;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Measures how often a threshold on the drift takes a series without a drift for a rise, and how
 * often it finds a rise. The series are simulated; a metric of the service has one value of them in
 * each second of a steady state. They are normal and autoregressive of first order. A run of 9, 20
 * or 39 s is divided into as many parts.
 *
 * <p>{@code mvn -q -Pbench test-compile exec:exec -Dbench=Drift}; the number of series of each kind
 * is 4,000 for each of {@code -Dbench.rounds=5}, and a tenth of it for series that rise.
 */
final class Drift {

  private static final int SERIES_A_ROUND = 4_000;
  private static final int[] PARTS = {9, 20, 39};
  private static final double[] CORRELATIONS = {0, 0.2, 0.4, 0.6, 0.8, 0.9};

  /** Rises from the first to the last part, in standard deviations of a part. */
  private static final int[] RISES = {4, 8};

  /** The mean of the series; a drift is a share of it. */
  private static final double LEVEL = 1_000;

  private static final String METRIC = "level";
  private static final Threshold NO_RISE = drift(service(METRIC).mean()).within(ofPercent(0));
  private static final Duration SECOND = Duration.ofSeconds(1);

  private Drift() {}

  public static void main(String[] args) {
    int series = SERIES_A_ROUND * Integer.getInteger("bench.rounds", 5);
    System.out.println(table("no drift, taken for a rise", 0, series));
    for (int rise : RISES) {
      String name = "a rise by " + rise + " standard deviations, found";
      System.out.println(table(name, rise, series / 10));
    }
  }

  private static String table(String name, double rise, int series) {
    StringBuilder text = new StringBuilder();
    text.append(String.format(Locale.ROOT, "| %s, of %,d series |", name, series));
    for (double correlation : CORRELATIONS) {
      text.append(String.format(Locale.ROOT, " correlation %.1f |", correlation));
    }
    text.append("\n|---|").append("--:|".repeat(CORRELATIONS.length)).append("\n");
    for (int parts : PARTS) {
      text.append("| ").append(parts).append(" parts |");
      for (double correlation : CORRELATIONS) {
        text.append(" ").append(found(parts, correlation, rise, series).percent()).append(" |");
      }
      text.append("\n");
    }
    return text.toString();
  }

  private static Proportion found(int parts, double correlation, double rise, int series) {
    long found =
        IntStream.range(0, series)
            .parallel()
            .filter(i -> isRise(values(1_000_003L * i + parts, parts, correlation, rise)))
            .count();
    return new Proportion(found, series);
  }

  private static double[] values(long seed, int parts, double correlation, double rise) {
    SplittableRandom random = new SplittableRandom(seed);
    double innovation = Math.sqrt(1 - correlation * correlation);
    double[] values = new double[parts];
    double deviation = random.nextGaussian();
    for (int i = 0; i < parts; i++) {
      values[i] = LEVEL + deviation + rise * i / (parts - 1);
      deviation = correlation * deviation + innovation * random.nextGaussian();
    }
    return values;
  }

  private static boolean isRise(double[] values) {
    Phase steady =
        new Phase(
            "steady",
            Duration.ZERO,
            SECOND.multipliedBy(values.length),
            Optional.of(new HeldLevel(1, HeldLevel.Unit.USERS)));
    Judge judge = new Judge(List.of(NO_RISE), List.of(steady), List.of());
    for (int i = 0; i < values.length; i++) {
      judge.add(
          new Interval(
              SECOND.multipliedBy(i),
              SECOND.multipliedBy(i + 1),
              Map.of(),
              Map.of(),
              Optional.empty(),
              Map.of(METRIC, values[i])));
    }
    Verdict verdict = judge.judge().get(0).verdict();
    if (verdict != Verdict.PASS && verdict != Verdict.FAIL) {
      throw new IllegalStateException(judge.judge().get(0).finding());
    }
    return verdict == Verdict.FAIL;
  }
}
