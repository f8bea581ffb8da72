package dev.onrush.bench;

import static dev.onrush.dsl.OnrushDsl.drift;
import static dev.onrush.dsl.OnrushDsl.mean;
import static dev.onrush.dsl.OnrushDsl.ofPercent;
import static dev.onrush.dsl.OnrushDsl.service;

import dev.onrush.internal.metrics.Interval;
import dev.onrush.internal.metrics.recording.Recorder;
import dev.onrush.internal.verdict.Judge;
import dev.onrush.profile.HeldLevel;
import dev.onrush.profile.Phase;
import dev.onrush.result.Verdict;
import dev.onrush.threshold.Threshold;
import java.time.Duration;
import java.util.ArrayList;
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
 * or 39 s is divided into as many parts. Further tables are for a threshold on each of 20 requests,
 * whose mean times are such series; one of them may rise.
 *
 * <p>{@code mvn -q -Pbench test-compile exec:exec -Dbench=Drift}; the number of series of each kind
 * is 4,000 for each of {@code -Dbench.rounds=5}, and a tenth of it for series that rise, and for
 * runs with 20 requests.
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
  private static final int REQUESTS = 20;
  private static final Threshold NONE_RISES = drift(mean().ofEachRequest()).within(ofPercent(0));
  private static final Duration SECOND = Duration.ofSeconds(1);

  private Drift() {}

  public static void main(String[] args) {
    int series = SERIES_A_ROUND * Integer.getInteger("bench.rounds", 5);
    System.out.println(table("no drift, taken for a rise", 0, series, Drift::isRise));
    for (int rise : RISES) {
      String name = "a rise by " + rise + " standard deviations, found";
      System.out.println(table(name, rise, series / 10, Drift::isRise));
    }
    String of = " of " + REQUESTS + " requests";
    System.out.println(
        table("none" + of + " drifts, taken for a rise", 0, series / 10, Drift::isRiseInARun));
    String one = "one" + of + " rises by 8 standard deviations, found";
    System.out.println(table(one, 8, series / 10, Drift::isRiseInARun));
  }

  /** Whether a threshold finds a rise in a series with this seed. */
  private interface Finder {
    boolean finds(long seed, int parts, double correlation, double rise);
  }

  private static String table(String name, double rise, int series, Finder finder) {
    StringBuilder text = new StringBuilder();
    text.append(String.format(Locale.ROOT, "| %s, of %,d series |", name, series));
    for (double correlation : CORRELATIONS) {
      text.append(String.format(Locale.ROOT, " correlation %.1f |", correlation));
    }
    text.append("\n|---|").append("--:|".repeat(CORRELATIONS.length)).append("\n");
    for (int parts : PARTS) {
      text.append("| ").append(parts).append(" parts |");
      for (double correlation : CORRELATIONS) {
        long found =
            IntStream.range(0, series)
                .parallel()
                .filter(i -> finder.finds(1_000_003L * i + parts, parts, correlation, rise))
                .count();
        text.append(" ").append(new Proportion(found, series).percent()).append(" |");
      }
      text.append("\n");
    }
    return text.toString();
  }

  private static double[] values(
      SplittableRandom random, int parts, double correlation, double rise) {
    double innovation = Math.sqrt(1 - correlation * correlation);
    double[] values = new double[parts];
    double deviation = random.nextGaussian();
    for (int i = 0; i < parts; i++) {
      values[i] = LEVEL + deviation + rise * i / (parts - 1);
      deviation = correlation * deviation + innovation * random.nextGaussian();
    }
    return values;
  }

  private static List<Phase> steady(int seconds) {
    return List.of(
        new Phase(
            "steady",
            Duration.ZERO,
            SECOND.multipliedBy(seconds),
            Optional.of(new HeldLevel(1, HeldLevel.Unit.USERS))));
  }

  /** Whether a rise is found in any request of a run; only the first may rise. */
  private static boolean isRiseInARun(long seed, int parts, double correlation, double rise) {
    SplittableRandom random = new SplittableRandom(seed);
    List<double[]> requests = new ArrayList<>();
    for (int i = 0; i < REQUESTS; i++) {
      requests.add(values(random, parts, correlation, i == 0 ? rise : 0));
    }
    Judge judge = new Judge(List.of(NONE_RISES), steady(parts), List.of());
    Recorder recorder = new Recorder(steady(parts), text -> text);
    for (int second = 0; second < parts; second++) {
      for (int i = 0; i < REQUESTS; i++) {
        // LEVEL is a second, and a standard deviation 10 ms
        long micros = (long) (1_000_000 + 10_000 * (requests.get(i)[second] - LEVEL));
        recorder.timed("Users", "", "request " + i, 1_000L * second, micros, true, "200", "");
      }
      judge.add(recorder.takeInterval(SECOND.multipliedBy(second + 1)));
    }
    return isBroken(judge);
  }

  private static boolean isRise(long seed, int parts, double correlation, double rise) {
    double[] values = values(new SplittableRandom(seed), parts, correlation, rise);
    Judge judge = new Judge(List.of(NO_RISE), steady(values.length), List.of());
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
    return isBroken(judge);
  }

  private static boolean isBroken(Judge judge) {
    Verdict verdict = judge.judge().get(0).verdict();
    if (verdict != Verdict.PASS && verdict != Verdict.FAIL) {
      throw new IllegalStateException(judge.judge().get(0).finding());
    }
    return verdict == Verdict.FAIL;
  }
}
