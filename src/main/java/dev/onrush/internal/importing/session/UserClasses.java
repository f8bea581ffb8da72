package dev.onrush.internal.importing.session;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Sorts sessions into user classes by their requests. The model is a mixture of multinomial
 * distributions, fitted by expectation maximisation (A. P. Dempster, N. M. Laird, D. B. Rubin,
 * 1977), so that a short session counts less than a long one.
 *
 * <p>The number of classes is the smallest sufficient one. A class is added while the sessions
 * within a class differ from each other by clearly more than chance explains, and while the added
 * class helps. The measure of the difference is Pearson's X² divided by its degrees of freedom,
 * which is 1 if each request of a session is an independent choice.
 */
public final class UserClasses {

  /** The most classes, so that a reader can take them in. */
  private static final int MOST = 6;

  /**
   * The value of X² divided by its degrees of freedom below which differences are close to chance.
   */
  private static final double CHANCE = 1.15;

  /** The part of the excess over chance by which one more class must reduce the difference. */
  private static final double HELP = 0.2;

  /** The smallest class, as a part of all sessions. */
  private static final double SMALLEST = 0.01;

  private static final int STEPS = 60;
  private static final int STARTS = 3;

  /** The number of endpoints that are distinguished; the rarer ones count as one. */
  private static final int DIMENSIONS = 40;

  private static final double SMOOTHING = 0.5;

  private final int[][] endpoint;
  private final int[][] times;
  private final int dimensions;

  private UserClasses(List<Session> sessions) {
    Map<Endpoint, Integer> number = numbers(sessions);
    dimensions = Math.min(DIMENSIONS, number.size());
    endpoint = new int[sessions.size()][];
    times = new int[sessions.size()][];
    for (int i = 0; i < sessions.size(); i++) {
      Map<Endpoint, Session.Requests> asked = sessions.get(i).endpoints();
      endpoint[i] =
          asked.keySet().stream()
              .mapToInt(each -> Math.min(dimensions - 1, number.getOrDefault(each, 0)))
              .toArray();
      times[i] = asked.values().stream().mapToInt(Session.Requests::count).toArray();
    }
  }

  /** Numbers the endpoints by frequency; the most frequent is 0. */
  private static Map<Endpoint, Integer> numbers(List<Session> sessions) {
    Map<Endpoint, Long> asked = new LinkedHashMap<>();
    sessions.forEach(
        session ->
            session.endpoints().forEach((e, r) -> asked.merge(e, (long) r.count(), Long::sum)));
    Map<Endpoint, Integer> numbers = new LinkedHashMap<>();
    asked.entrySet().stream()
        .sorted(Map.Entry.<Endpoint, Long>comparingByValue().reversed())
        .forEach(entry -> numbers.put(entry.getKey(), numbers.size()));
    return numbers;
  }

  /**
   * Returns the sessions of each class, the largest class first. The same sessions give the same
   * classes.
   *
   * @param seed the seed of the random starts of the search
   */
  public static List<List<Session>> of(List<Session> sessions, long seed) {
    if (sessions.isEmpty()) {
      return List.of();
    }
    UserClasses all = new UserClasses(sessions);
    int[] found = all.search(new SplittableRandom(seed));
    int classes = Arrays.stream(found).max().orElse(0) + 1;
    List<List<Session>> sorted = new ArrayList<>();
    for (int c = 0; c < classes; c++) {
      int number = c;
      List<Session> those =
          IntStream.range(0, found.length)
              .filter(i -> found[i] == number)
              .mapToObj(sessions::get)
              .toList();
      if (!those.isEmpty()) {
        sorted.add(those);
      }
    }
    sorted.sort((one, other) -> Integer.compare(other.size(), one.size()));
    return List.copyOf(sorted);
  }

  private int[] search(SplittableRandom random) {
    int[] best = new int[times.length];
    double dispersion = dispersion(best, 1);
    for (int classes = 2; classes <= MOST && dispersion > chance(); classes++) {
      int[] next = fitted(classes, random);
      double lower = dispersion(next, classes);
      boolean helps = dispersion - lower >= HELP * (dispersion - 1);
      if (!helps || smallest(next, classes) < SMALLEST * next.length) {
        return best;
      }
      best = next;
      dispersion = lower;
    }
    return best;
  }

  /**
   * The difference below which sessions differ by chance: {@link #CHANCE} plus three standard
   * deviations of the chi-squared distribution.
   */
  private double chance() {
    long freedom =
        Arrays.stream(times).filter(each -> Arrays.stream(each).sum() > 1).count()
            * Math.max(1, dimensions - 1);
    return CHANCE + 3 * Math.sqrt(2.0 / Math.max(1, freedom));
  }

  private static long smallest(int[] classOf, int classes) {
    return IntStream.range(0, classes)
        .mapToLong(c -> Arrays.stream(classOf).filter(each -> each == c).count())
        .min()
        .orElse(0);
  }

  /**
   * Returns Pearson's X² of all sessions against the mixes of their classes, divided by its degrees
   * of freedom.
   */
  private double dispersion(int[] classOf, int classes) {
    double[][] mixes = new double[classes][dimensions];
    for (int i = 0; i < times.length; i++) {
      for (int j = 0; j < times[i].length; j++) {
        mixes[classOf[i]][endpoint[i][j]] += times[i][j];
      }
    }
    int[] kinds = new int[classes];
    for (int c = 0; c < classes; c++) {
      double sum = Arrays.stream(mixes[c]).sum();
      kinds[c] = (int) Arrays.stream(mixes[c]).filter(each -> each > 0).count();
      for (int d = 0; d < dimensions && sum > 0; d++) {
        mixes[c][d] /= sum;
      }
    }
    double squares = 0;
    double freedom = 0;
    for (int i = 0; i < times.length; i++) {
      int requests = Arrays.stream(times[i]).sum();
      if (requests > 1 && kinds[classOf[i]] > 1) {
        // Σ (o - np)² / np = Σ o² / np - n
        double[] observed = new double[dimensions];
        for (int j = 0; j < times[i].length; j++) {
          observed[endpoint[i][j]] += times[i][j];
        }
        double sum = 0;
        for (int j = 0; j < times[i].length; j++) {
          double o = observed[endpoint[i][j]];
          observed[endpoint[i][j]] = 0;
          sum += o == 0 ? 0 : o * o / (requests * mixes[classOf[i]][endpoint[i][j]]);
        }
        squares += sum - requests;
        freedom += kinds[classOf[i]] - 1;
      }
    }
    return freedom == 0 ? 1 : squares / freedom;
  }

  /** Returns the class of each session from the best of several random starts. */
  private int[] fitted(int classes, SplittableRandom random) {
    int[] best = new int[times.length];
    double highest = Double.NEGATIVE_INFINITY;
    for (int start = 0; start < STARTS; start++) {
      Fit fit = new Fit(classes, random);
      double likelihood = Double.NEGATIVE_INFINITY;
      for (int step = 0; step < STEPS; step++) {
        double next = fit.step();
        if (next - likelihood < 1e-6 * Math.abs(next)) {
          break;
        }
        likelihood = next;
      }
      if (fit.likelihood > highest) {
        highest = fit.likelihood;
        best = fit.classOf.clone();
      }
    }
    return best;
  }

  /** One search from one random start. */
  private final class Fit {
    private final int classes;
    private final double[][] logMix;
    private final double[] logWeight;
    private final int[] classOf = new int[times.length];
    private double likelihood = Double.NEGATIVE_INFINITY;

    /**
     * Starts the classes with drawn sessions that differ from each other as much as possible
     * (k-means++).
     */
    Fit(int classes, SplittableRandom random) {
      this.classes = classes;
      this.logMix = new double[classes][dimensions];
      this.logWeight = new double[classes];
      Arrays.fill(logWeight, -Math.log(classes));
      double[] distance = new double[times.length];
      Arrays.fill(distance, Double.MAX_VALUE);
      int chosen = random.nextInt(times.length);
      for (int c = 0; c < classes; c++) {
        double[] mix = new double[dimensions];
        Arrays.fill(mix, SMOOTHING);
        for (int j = 0; j < times[chosen].length; j++) {
          mix[endpoint[chosen][j]] += times[chosen][j];
        }
        logs(mix, logMix[c]);
        chosen = farthest(c, distance, random);
      }
    }

    private int farthest(int c, double[] distance, SplittableRandom random) {
      double sum = 0;
      for (int i = 0; i < times.length; i++) {
        distance[i] = Math.min(distance[i], -logLikelihood(i, c));
        sum += distance[i];
      }
      double place = random.nextDouble() * sum;
      int at = 0;
      while (at < times.length - 1 && (place -= distance[at]) > 0) {
        at++;
      }
      return at;
    }

    private double logLikelihood(int i, int c) {
      double sum = 0;
      for (int j = 0; j < times[i].length; j++) {
        sum += times[i][j] * logMix[c][endpoint[i][j]];
      }
      return sum;
    }

    double step() {
      double[][] mix = new double[classes][dimensions];
      double[] weight = new double[classes];
      double[] part = new double[classes];
      double sumOfLogs = 0;
      for (int i = 0; i < times.length; i++) {
        double highest = Double.NEGATIVE_INFINITY;
        for (int c = 0; c < classes; c++) {
          part[c] = logWeight[c] + logLikelihood(i, c);
          if (part[c] > highest) {
            highest = part[c];
            classOf[i] = c;
          }
        }
        double sum = 0;
        for (int c = 0; c < classes; c++) {
          part[c] = Math.exp(part[c] - highest);
          sum += part[c];
        }
        sumOfLogs += highest + Math.log(sum);
        for (int c = 0; c < classes; c++) {
          double share = part[c] / sum;
          weight[c] += share;
          for (int j = 0; j < times[i].length; j++) {
            mix[c][endpoint[i][j]] += share * times[i][j];
          }
        }
      }
      for (int c = 0; c < classes; c++) {
        logWeight[c] = Math.log((weight[c] + 1e-9) / times.length);
        for (int d = 0; d < dimensions; d++) {
          mix[c][d] += 1e-3;
        }
        logs(mix[c], logMix[c]);
      }
      likelihood = sumOfLogs;
      return sumOfLogs;
    }

    private void logs(double[] mix, double[] logs) {
      double sum = Arrays.stream(mix).sum();
      for (int d = 0; d < mix.length; d++) {
        logs[d] = Math.log(mix[d] / sum);
      }
    }
  }
}
