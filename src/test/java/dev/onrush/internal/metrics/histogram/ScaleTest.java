package dev.onrush.internal.metrics.histogram;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class ScaleTest {

  private static LongStream times() {
    SplittableRandom random = new SplittableRandom(42);
    return LongStream.concat(
        LongStream.range(0, 10_000),
        LongStream.generate(() -> random.nextLong(1L << random.nextInt(1, 40))).limit(20_000));
  }

  @Test
  void buckets_are_those_of_hdr_histogram() {
    Histogram histogram = new Histogram(3);

    times()
        .forEach(
            micros -> {
              int bucket = Scale.bucket(micros);

              assertThat(Scale.low(bucket)).isEqualTo(histogram.lowestEquivalentValue(micros));
              assertThat(Scale.high(bucket)).isEqualTo(histogram.highestEquivalentValue(micros));
              assertThat(Scale.middle(bucket)).isEqualTo(histogram.medianEquivalentValue(micros));
            });
  }

  @Test
  void the_numbers_of_buckets_have_no_gaps() {
    for (int bucket = 0; bucket < 30_000; bucket++) {
      assertThat(Scale.bucket(Scale.low(bucket))).isEqualTo(bucket);
      assertThat(Scale.bucket(Scale.high(bucket) + 1)).isEqualTo(bucket + 1);
    }
  }
}
