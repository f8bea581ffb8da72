package dev.onrush.internal.baseline;

/**
 * The orthonormal cosine transform of a series (DCT-II) without its mean. Coefficient j shows waves
 * of which j halves fit into the series. The coefficients of a stationary series are nearly
 * independent, and there is no jump between the last value and the first, as with Fourier's.
 */
final class CosineTransform {

  private final int length;
  private final double[][] waves;

  /** The sum of the products of each wave with itself, moved by each distance. */
  private final double[][] products;

  /**
   * Creates the transform.
   *
   * @param length the number of values of the series
   */
  CosineTransform(int length) {
    this.length = length;
    waves = new double[Math.max(0, length - 1)][length];
    products = new double[waves.length][length];
    for (int j = 0; j < waves.length; j++) {
      double[] wave = waves[j];
      for (int i = 0; i < length; i++) {
        wave[i] = Math.sqrt(2.0 / length) * Math.cos(Math.PI * (j + 1) * (i + 0.5) / length);
      }
      for (int k = 0; k < length; k++) {
        for (int i = k; i < length; i++) {
          products[j][k] += wave[i] * wave[i - k];
        }
      }
    }
  }

  /** The squares of the coefficients. */
  double[] squares(double[] series) {
    double[] squares = new double[waves.length];
    for (int j = 0; j < waves.length; j++) {
      double sum = 0;
      for (int i = 0; i < length; i++) {
        sum += waves[j][i] * series[i];
      }
      squares[j] = sum * sum;
    }
    return squares;
  }

  /** The expected squares of the coefficients. */
  double[] squares(NoisyLevel of) {
    double[] squares = new double[waves.length];
    for (int k = 0; k < length; k++) {
      double covariance = (k == 0 ? 1 : 2) * of.covariance(k);
      for (int j = 0; j < waves.length; j++) {
        squares[j] += covariance * products[j][k];
      }
    }
    return squares;
  }
}
