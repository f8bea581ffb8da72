package dev.onrush.internal.importing.plan;

import java.util.Arrays;

/**
 * Measures the distance between two samples: the greatest difference between their distribution
 * functions.
 */
public final class KolmogorovSmirnov {

  private KolmogorovSmirnov() {}

  /** Returns a distance from 0, for the same distribution, to 1; 0 if a sample is empty. */
  public static double distance(double[] one, double[] other) {
    double[] a = one.clone();
    double[] b = other.clone();
    Arrays.sort(a);
    Arrays.sort(b);
    double greatest = 0;
    int i = 0;
    int j = 0;
    while (i < a.length && j < b.length) {
      double at = Math.min(a[i], b[j]);
      while (i < a.length && a[i] <= at) {
        i++;
      }
      while (j < b.length && b[j] <= at) {
        j++;
      }
      greatest = Math.max(greatest, Math.abs((double) i / a.length - (double) j / b.length));
    }
    return greatest;
  }
}
