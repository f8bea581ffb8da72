package dev.onrush.internal.verdict.figure;

/**
 * The confidence interval of a share by E. B. Wilson, "Probable Inference, the Law of Succession,
 * and Statistical Inference", JASA 22 (1927).
 *
 * @param low the lower end, from 0 to 1
 * @param high the upper end, from 0 to 1
 */
public record WilsonInterval(double low, double high) {

  /**
   * Returns the interval of {@code count} of {@code trials}.
   *
   * @param trials at least one
   * @param quantile of the normal distribution, such as 1.96 for 95 % on both sides
   */
  public static WilsonInterval of(long count, long trials, double quantile) {
    double share = (double) count / trials;
    double z = quantile * quantile / trials;
    double middle = share + z / 2;
    double width = Math.sqrt(z * (share * (1 - share) + z / 4));
    return new WilsonInterval((middle - width) / (1 + z), (middle + width) / (1 + z));
  }
}
