package dev.onrush.internal.importing.plan;

import java.util.Arrays;
import java.util.List;

/**
 * Finds the arrivals of sessions that explain the requests of a log.
 *
 * <p>The first estimate is the starts of the log's sessions, smoothed. It is corrected where the
 * requests that follow from it differ from the requests of the log by more than chance, for example
 * where the start or the end of the log cuts sessions. A session sends requests for some time after
 * its arrival, so the curve of requests is the curve of arrivals, smeared. The correction reverses
 * the smearing (W. H. Richardson, "Bayesian-Based Iterative Method of Image Restoration", 1972; L.
 * B. Lucy, 1974), a method that never makes a level negative.
 */
final class ArrivalFit {

  private static final int ROUNDS = 4;
  private static final int STEPS = 15;

  private final double[] edges;
  private final double[] begins;
  private final double[] requests;
  private final double chanceOfBegins;
  private final double chanceOfRequests;

  /**
   * Creates a fit from the counts of a log.
   *
   * @param edges the edges of the time steps, in seconds
   * @param begins the session starts in each step
   * @param requests the requests in each step
   * @param chanceOfBegins the variance of the session starts divided by their mean; 1 if they are
   *     independent of each other
   * @param chanceOfRequests the same ratio for the requests, which come in sessions
   */
  ArrivalFit(
      double[] edges,
      double[] begins,
      double[] requests,
      double chanceOfBegins,
      double chanceOfRequests) {
    this.edges = edges.clone();
    this.begins = begins.clone();
    this.requests = requests.clone();
    this.chanceOfBegins = chanceOfBegins;
    this.chanceOfRequests = chanceOfRequests;
  }

  /** The requests over time of a user class whose users come and go. */
  static final class RequestKernel {
    private final double[] kernel;
    private final double requests;

    /**
     * Creates the requests over time of a class.
     *
     * @param kernel the mean number of requests of a session in the step of its arrival, in the
     *     next step, and so on
     * @param requests the number of requests of the class in the log
     */
    RequestKernel(double[] kernel, double requests) {
      this.kernel = kernel.clone();
      this.requests = requests;
    }

    double requests() {
      return requests;
    }
  }

  /**
   * The result of the fit.
   *
   * @param arrivals the arrivals of all classes, per second
   * @param weights the number of sessions of each class
   */
  record Found(Curve arrivals, List<Double> weights) {}

  /** Finds the arrivals, and the weight with which each class sends its requests of the log. */
  Found of(List<RequestKernel> classes) {
    double[] weights =
        classes.stream().mapToDouble(c -> c.requests() / Arrays.stream(c.kernel).sum()).toArray();
    double[] levels = levels(withoutChance());
    for (int round = 0; round < ROUNDS; round++) {
      double[] kernel = mixed(classes, weights);
      levels = restored(levels, kernel);
      double[] arrivals = arrivals(levels);
      double sum = Arrays.stream(arrivals).sum();
      for (int c = 0; c < weights.length; c++) {
        double brought = Arrays.stream(smeared(arrivals, classes.get(c).kernel)).sum() / sum;
        weights[c] = brought > 0 ? classes.get(c).requests() / brought : 0;
      }
    }
    return new Found(new Curve(edges, levels), Arrays.stream(weights).boxed().toList());
  }

  private double[] mixed(List<RequestKernel> classes, double[] weights) {
    double[] kernel = new double[requests.length];
    double sum = Arrays.stream(weights).sum();
    for (int c = 0; c < weights.length; c++) {
      double[] one = classes.get(c).kernel;
      for (int lag = 0; lag < Math.min(kernel.length, one.length); lag++) {
        kernel[lag] += one[lag] * weights[c] / sum;
      }
    }
    return kernel;
  }

  /** Returns the session starts, smoothed and not below zero. */
  private double[] withoutChance() {
    double[] smooth = Smoothing.of(begins, variances(begins, chanceOfBegins));
    return Arrays.stream(smooth).map(count -> Math.max(0, count)).toArray();
  }

  /**
   * The variances of counts with these means. A mean counts as at least 0.5, because an event may
   * occur even where none is expected.
   */
  private static double[] variances(double[] means, double chance) {
    return Arrays.stream(means).map(mean -> chance * Math.max(mean, 0.5)).toArray();
  }

  /**
   * Returns the requests that the arrivals should produce: the expected ones, plus the part of
   * their difference from the log that chance does not explain.
   */
  private double[] target(double[] expected) {
    double[] differences = new double[requests.length];
    Arrays.setAll(differences, i -> requests[i] - expected[i]);
    double[] certain = Smoothing.of(differences, variances(expected, chanceOfRequests));
    double[] target = new double[requests.length];
    Arrays.setAll(target, i -> Math.max(0, expected[i] + certain[i]));
    return target;
  }

  /** Converts counts between the edges to levels at the edges. */
  private double[] levels(double[] counts) {
    double[] levels = new double[edges.length];
    for (int i = 0; i < levels.length; i++) {
      double before = counts[Math.max(0, i - 1)];
      double after = counts[Math.min(counts.length - 1, i)];
      double from = edges[Math.max(0, i - 1)];
      double to = edges[Math.min(edges.length - 1, i + 1)];
      boolean end = i == 0 || i == levels.length - 1;
      levels[i] = Math.max(1e-9, (end ? after : before + after) / (to - from));
    }
    return levels;
  }

  private double[] restored(double[] begin, double[] kernel) {
    double[] levels = begin.clone();
    double[] target = target(smeared(arrivals(levels), kernel));
    double[] ones = new double[requests.length];
    Arrays.fill(ones, 1);
    double[] norm = back(ones, kernel);
    for (int step = 0; step < STEPS; step++) {
      double[] expected = smeared(arrivals(levels), kernel);
      double[] ratio = new double[requests.length];
      for (int i = 0; i < ratio.length; i++) {
        ratio[i] = expected[i] > 0 ? target[i] / expected[i] : 0;
      }
      double[] correction = back(ratio, kernel);
      for (int i = 0; i < levels.length; i++) {
        levels[i] *= norm[i] > 0 ? correction[i] / norm[i] : 0;
      }
    }
    return levels;
  }

  /** Returns the arrivals between each edge and the next. */
  private double[] arrivals(double[] levels) {
    double[] arrivals = new double[requests.length];
    for (int i = 0; i < arrivals.length; i++) {
      arrivals[i] = (levels[i] + levels[i + 1]) / 2 * (edges[i + 1] - edges[i]);
    }
    return arrivals;
  }

  private static double[] smeared(double[] arrivals, double[] kernel) {
    double[] smeared = new double[arrivals.length];
    for (int i = 0; i < arrivals.length; i++) {
      int lags = Math.min(kernel.length, arrivals.length - i);
      for (int lag = 0; lag < lags; lag++) {
        smeared[i + lag] += arrivals[i] * kernel[lag];
      }
    }
    return smeared;
  }

  /** Applies the transpose of {@link #arrivals} followed by {@link #smeared}. */
  private double[] back(double[] of, double[] kernel) {
    double[] levels = new double[edges.length];
    for (int i = 0; i < of.length; i++) {
      double sum = 0;
      for (int lag = 0; lag < Math.min(kernel.length, of.length - i); lag++) {
        sum += of[i + lag] * kernel[lag];
      }
      double half = sum * (edges[i + 1] - edges[i]) / 2;
      levels[i] += half;
      levels[i + 1] += half;
    }
    return levels;
  }
}
