package dev.onrush.internal.metrics.histogram;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;

/**
 * A distribution as text without loss, in HdrHistogram's own encoding.
 *
 * @param sum the sum of all samples, in microseconds
 * @param min in microseconds; 0 without samples
 * @param max in microseconds
 * @param histogram HdrHistogram's compressed encoding (V2) in base64
 */
public record HdrTimes(long sum, long min, long max, String histogram) {

  public static HdrTimes of(Distribution times) {
    long highest = Math.max(2, times.highest());
    Distribution.Exact exact = times.exact();
    return new HdrTimes(
        exact.sum(),
        exact.min(),
        exact.max(),
        HdrEncoding.text(times, highest, HdrEncoding.deflaterOfThread()));
  }

  /**
   * Returns the distribution that was encoded.
   *
   * @throws IllegalArgumentException if the histogram is damaged
   */
  public Distribution decoded() {
    try {
      ByteBuffer buffer = ByteBuffer.wrap(Base64.getDecoder().decode(histogram));
      Histogram decoded = Histogram.decodeFromCompressedByteBuffer(buffer, 0);
      Distribution buckets = new Distribution();
      for (HistogramIterationValue value : decoded.recordedValues()) {
        buckets.add(
            Scale.bucket(value.getValueIteratedTo()), value.getCountAddedInThisIterationStep());
      }
      return Distribution.of(buckets.buckets(), new Distribution.Exact(sum, min, max));
    } catch (DataFormatException | RuntimeException e) {
      throw HdrEncoding.damaged(histogram, e);
    }
  }
}
