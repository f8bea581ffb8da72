package dev.onrush.internal.duet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.onrush.internal.metrics.histogram.Distribution;
import dev.onrush.units.Percentile;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class EqualSamplesTest {

  /** Times have three significant digits. */
  private static final double DIGITS = 0.0005;

  private static Distribution times(long... milliseconds) {
    Distribution times = new Distribution();
    Arrays.stream(milliseconds).forEach(time -> times.record(time * 1_000));
    return times;
  }

  /**
   * Of 1, 2, 4 and 8 ms there are four parts of three: 1 2 4, 1 2 8, 1 4 8 and 2 4 8. Their p50 by
   * nearest rank, the second, is twice 2 and twice 4.
   */
  @Test
  void a_percentile_of_fewer_samples_is_the_mean_over_all_parts() {
    assertThat(EqualSamples.percentile(times(1, 2, 4, 8), Percentile.P50, 3))
        .isCloseTo((2 * Math.log(2) + 2 * Math.log(4)) / 4, within(DIGITS));
    assertThat(EqualSamples.percentile(times(1, 2, 4, 8), Percentile.P50, 1))
        .isCloseTo(6 * Math.log(2) / 4, within(DIGITS));
    assertThat(EqualSamples.percentile(times(1, 2, 4, 8), Percentile.P95, 3))
        .isCloseTo((3 * Math.log(8) + Math.log(4)) / 4, within(DIGITS));
  }

  @Test
  void a_percentile_of_all_samples_is_that_of_the_distribution() {
    Distribution times = times(LongStream.rangeClosed(1, 100).toArray());

    assertThat(EqualSamples.percentile(times, Percentile.P95, 100))
        .isCloseTo(Math.log(95), within(DIGITS));
    assertThat(EqualSamples.percentile(times(7, 7, 7), Percentile.P95, 2))
        .isCloseTo(Math.log(7), within(DIGITS));
    assertThat(EqualSamples.percentile(times(0, 0), Percentile.P95, 1)).isEqualTo(Math.log(0.001));
  }

  /** Half of a million equally frequent times: the weights neither overflow nor vanish. */
  @Test
  void of_very_many_samples_it_is_their_percentile() {
    Distribution times = new Distribution();
    for (int time = 1; time <= 1_000_000; time++) {
      times.record(time);
    }

    assertThat(EqualSamples.percentile(times, Percentile.P95, 500_000))
        .isCloseTo(Math.log(950), within(DIGITS));
    assertThat(EqualSamples.percentile(times, Percentile.P50, 40))
        .isCloseTo(Math.log(500), within(0.05));
  }

  /**
   * The expected logarithm of the mean of 10 exponential times is lower by some 5 % than that of
   * very many, that of 20 by 2.5 %. In 20,000 rounds, 4 standard errors are 0.01.
   */
  @Test
  void a_mean_of_more_samples_is_on_average_that_of_fewer() {
    SplittableRandom random = new SplittableRandom(1);

    double difference =
        IntStream.range(0, 20_000)
            .mapToDouble(
                round ->
                    EqualSamples.mean(exponential(20, random), 10)
                        - EqualSamples.mean(exponential(10, random), 10))
            .average()
            .orElseThrow();

    assertThat(difference).isCloseTo(0, within(0.012));
  }

  private static Distribution exponential(int samples, SplittableRandom random) {
    Distribution times = new Distribution();
    for (int i = 0; i < samples; i++) {
      times.record(Math.round(-100_000 * Math.log(1 - random.nextDouble())));
    }
    return times;
  }
}
