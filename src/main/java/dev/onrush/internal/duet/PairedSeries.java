package dev.onrush.internal.duet;

import java.util.Arrays;

/**
 * A series with one figure of A and of B for each block. Its size is bounded: when there are too
 * many blocks, neighbours are merged.
 */
final class PairedSeries {

  private static final int MOST = 1_024;

  private double[] a = new double[16];
  private double[] b = new double[16];
  private int size;

  /** The number of added blocks for each block that is kept. */
  private int joined = 1;

  /** The number of added blocks that do not fill a kept block yet. */
  private int pending;

  private double pendingA;
  private double pendingB;

  void add(double ofA, double ofB) {
    pendingA += ofA;
    pendingB += ofB;
    if (++pending < joined) {
      return;
    }
    if (size == a.length) {
      a = Arrays.copyOf(a, 2 * size);
      b = Arrays.copyOf(b, 2 * size);
    }
    a[size] = pendingA / pending;
    b[size++] = pendingB / pending;
    pending = 0;
    pendingA = 0;
    pendingB = 0;
    if (size == MOST) {
      halve();
    }
  }

  private void halve() {
    for (int i = 0; i < size / 2; i++) {
      a[i] = (a[2 * i] + a[2 * i + 1]) / 2;
      b[i] = (b[2 * i] + b[2 * i + 1]) / 2;
    }
    size /= 2;
    joined *= 2;
  }

  int size() {
    return size;
  }

  double[] a() {
    return Arrays.copyOf(a, size);
  }

  double[] b() {
    return Arrays.copyOf(b, size);
  }

  /** The figures of B minus those of A, block by block. */
  double[] differences() {
    double[] differences = new double[size];
    for (int i = 0; i < size; i++) {
      differences[i] = b[i] - a[i];
    }
    return differences;
  }
}
