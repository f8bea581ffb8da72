package dev.onrush.metrics;

import dev.onrush.units.Percentile;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;

/**
 * Response times: an HdrHistogram of microseconds with three significant digits, beside the exact
 * sum, least and greatest value. Adding two of them is the same as having recorded into one.
 */
public final class Distribution {

  private static final int SIGNIFICANT_DIGITS = 3;
  private static final double MICROS_PER_MILLI = 1000;

  private final Histogram histogram;
  private long sum;
  private long min = Long.MAX_VALUE;
  private long max;

  public Distribution() {
    this(new Histogram(SIGNIFICANT_DIGITS));
  }

  private Distribution(Histogram histogram) {
    this.histogram = histogram;
  }

  void record(long micros) {
    histogram.recordValue(micros);
    sum += micros;
    min = Math.min(min, micros);
    max = Math.max(max, micros);
  }

  /** Adds all samples of {@code other}. */
  void add(Distribution other) {
    if (other.count() > 0) {
      histogram.add(other.histogram);
      sum += other.sum;
      min = Math.min(min, other.min);
      max = Math.max(max, other.max);
    }
  }

  public long count() {
    return histogram.getTotalCount();
  }

  /** The arithmetic mean in milliseconds, from the exact sum; 0 without samples. */
  public double mean() {
    return count() == 0 ? 0 : sum / MICROS_PER_MILLI / count();
  }

  /** The shortest time in milliseconds, exact; 0 without samples. */
  public double min() {
    return count() == 0 ? 0 : min / MICROS_PER_MILLI;
  }

  /** The longest time in milliseconds, exact. */
  public double max() {
    return max / MICROS_PER_MILLI;
  }

  /**
   * Nearest rank, in milliseconds, to three significant digits; 0 without samples. The middle of
   * the histogram's bucket, so that 93 ms do not read as 93.1, and never beyond the extremes, which
   * are exact.
   */
  public double at(Percentile percentile) {
    if (count() == 0) {
      return 0;
    }
    if (percentile.value() == 100) {
      return max();
    }
    long bucket = histogram.getValueAtPercentile(percentile.value());
    long middle = histogram.medianEquivalentValue(bucket);
    return Math.max(min, Math.min(max, middle)) / MICROS_PER_MILLI;
  }

  /**
   * The population's standard deviation in milliseconds, of the histogram's buckets; 0 without
   * samples.
   */
  public double standardDeviation() {
    return count() == 0 ? 0 : histogram.getStdDeviation() / MICROS_PER_MILLI;
  }

  /** The sum of all samples in milliseconds, exact. */
  public double sum() {
    return sum / MICROS_PER_MILLI;
  }

  /** Samples of at most so many milliseconds, to three significant digits. */
  public long countUpTo(double milliseconds) {
    return count() == 0
        ? 0
        : histogram.getCountBetweenValues(0, Math.round(milliseconds * MICROS_PER_MILLI));
  }

  /**
   * Tells {@code reader} of each occupied bucket, the shortest times first: by the least time that
   * is in it, so that what was exactly at a bound is not past it.
   */
  public void forEach(Buckets.Reader reader) {
    for (HistogramIterationValue value : histogram.recordedValues()) {
      reader.bucket(
          histogram.lowestEquivalentValue(value.getValueIteratedTo()) / MICROS_PER_MILLI,
          value.getCountAddedInThisIterationStep());
    }
  }

  /** The same counts in little memory, to keep many of them. */
  public Buckets buckets() {
    return Buckets.of(histogram, min, max);
  }

  /** Adds all samples to an HdrHistogram of microseconds. */
  public void addTo(Histogram other) {
    other.add(histogram);
  }

  /** Without loss: HdrHistogram's compressed encoding in base64. */
  public Encoded encoded() {
    ByteBuffer buffer = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
    int length = histogram.encodeIntoCompressedByteBuffer(buffer);
    byte[] bytes = new byte[length];
    buffer.flip().get(bytes);
    return new Encoded(sum, count() == 0 ? 0 : min, max, Base64.getEncoder().encodeToString(bytes));
  }

  /**
   * A distribution as text.
   *
   * @param sum of all samples in microseconds
   * @param min in microseconds; 0 without samples
   * @param max in microseconds
   * @param histogram HdrHistogram's compressed encoding (V2) in base64
   */
  public record Encoded(long sum, long min, long max, String histogram) {

    /**
     * The distribution that was encoded.
     *
     * @throws IllegalArgumentException if the histogram is damaged
     */
    public Distribution decoded() {
      try {
        ByteBuffer buffer = ByteBuffer.wrap(Base64.getDecoder().decode(histogram));
        Histogram decoded = Histogram.decodeFromCompressedByteBuffer(buffer, 0);
        decoded.setAutoResize(true);
        Distribution distribution = new Distribution(decoded);
        distribution.sum = sum;
        distribution.min = decoded.getTotalCount() == 0 ? Long.MAX_VALUE : min;
        distribution.max = max;
        return distribution;
      } catch (DataFormatException | RuntimeException e) {
        throw new IllegalArgumentException(
            "histogram is damaged: \""
                + histogram.substring(0, Math.min(40, histogram.length()))
                + "…\"",
            e);
      }
    }
  }
}
