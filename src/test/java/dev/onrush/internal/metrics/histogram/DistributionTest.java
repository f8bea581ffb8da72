package dev.onrush.internal.metrics.histogram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.onrush.units.Percentile;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.zip.Deflater;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class DistributionTest {

  private static final double[] PERCENTILES = {1, 50, 66, 75, 90, 95, 99, 99.9, 100};

  /** An hour in microseconds. */
  private static final long HOUR = 3_600_000_000L;

  private static long[] samples(ToLongFunction<SplittableRandom> draw) {
    SplittableRandom random = new SplittableRandom(42);
    return LongStream.generate(() -> draw.applyAsLong(random)).limit(50_000).toArray();
  }

  private static Distribution of(long[] micros) {
    Distribution distribution = new Distribution();
    Arrays.stream(micros).forEach(distribution::record);
    return distribution;
  }

  /** Nearest rank: the smallest sample that the given percentage of the samples does not exceed. */
  private static double oracle(long[] micros, double percentile) {
    long[] sorted = micros.clone();
    Arrays.sort(sorted);
    int rank = (int) Math.ceil(percentile * sorted.length / 100 - 1e-9); // 49,950.000001 is 49,950
    return sorted[Math.max(1, rank) - 1] / 1000.0;
  }

  private static void agrees(long[] micros) {
    Distribution distribution = of(micros);

    for (double percentile : PERCENTILES) {
      double truth = oracle(micros, percentile);
      // three significant digits: half of a bucket is 1/2048 of the value; 0.5 µs for small ones
      assertThat(distribution.at(new Percentile(percentile)))
          .as("p%s", percentile)
          .isCloseTo(truth, within(truth / 1000 + 0.0005));
    }
    assertThat(distribution.mean())
        .isCloseTo(Arrays.stream(micros).average().orElseThrow() / 1000, within(1e-9));
    assertThat(distribution.max()).isEqualTo(oracle(micros, 100));
    assertThat(distribution.min()).isEqualTo(Arrays.stream(micros).min().orElseThrow() / 1000.0);
  }

  @Test
  void shorter_samples_are_not_below_zero() {
    Distribution times = new Distribution();
    for (long micros : new long[] {100_000, 250_000, 700_000}) {
      times.record(micros);
    }

    Distribution shorter = times.minus(200_000);

    assertThat(shorter.count()).isEqualTo(3);
    assertThat(shorter.min()).isZero();
    assertThat(shorter.max()).isEqualTo(500);
    assertThat(shorter.at(Percentile.P50)).isCloseTo(50, within(0.5));
    assertThat(shorter.mean()).isCloseTo(550 / 3.0, within(1.0));
    assertThat(new Distribution().minus(200_000).count()).isZero();
  }

  @Test
  void the_lowest_samples_are_a_part_that_can_be_removed() {
    Distribution times = new Distribution();
    for (long micros : new long[] {1_000, 1_000, 5_000, 9_000}) {
      times.record(micros);
    }

    Distribution lowest = times.lowest(3);
    times.remove(lowest);

    assertThat(lowest.count()).isEqualTo(3);
    assertThat(lowest.at(Percentile.P50)).isCloseTo(1, within(0.01));
    assertThat(times.count()).isEqualTo(1);
    assertThat(times.sum()).isCloseTo(9, within(0.02));
    assertThat(times.lowest(9).count()).isEqualTo(1);
  }

  @Test
  void percentiles_of_uniform_times_agree_with_the_sorted_samples() {
    agrees(samples(r -> r.nextLong(1, 2_000_000)));
  }

  @Test
  void percentiles_of_heavy_tailed_times_agree_with_the_sorted_samples() {
    agrees(samples(r -> (long) (1_000 * Math.exp(r.nextGaussian() * 2))));
  }

  @Test
  void percentiles_of_two_peaks_agree_with_the_sorted_samples() {
    agrees(samples(r -> r.nextInt(10) == 0 ? 1_000_000 : r.nextLong(4_000, 6_000)));
  }

  @Test
  void a_sum_that_a_long_cannot_hold_is_that_of_the_buckets() {
    long large = 990_000_000_000_000L; // 9.9e11, to three decimals; 10,000 of them are 9.9e18
    Distribution all = new Distribution();
    for (int i = 0; i < 10_000; i++) {
      all.record(large);
    }
    Distribution other = new Distribution();
    other.record(large);
    all.add(other);
    other.record(1_000);

    // three significant digits: half of a bucket is 1/2048 of the value
    assertThat(all.mean()).isCloseTo(9.9e11, within(9.9e11 / 2048));
    assertThat(all.sum()).isCloseTo(9.9e15, within(9.9e15 / 1000));
    assertThat(Distribution.sum(List.of(all, other, other, other)).sum())
        .isCloseTo(9.9e15, within(9.9e15 / 1000));
    assertThat(CompactTimes.of(all).restored().mean()).isEqualTo(all.mean());
    all.remove(other);
    assertThat(all.mean()).isCloseTo(9.9e11, within(9.9e11 / 1000));
  }

  @Test
  void whole_milliseconds_read_as_whole_milliseconds() {
    Distribution distribution = of(new long[] {93_000, 93_000, 206_000, 697_000});

    assertThat(Math.round(distribution.at(Percentile.P50) * 10)).isEqualTo(930);
    assertThat(Math.round(distribution.at(new Percentile(75)))).isEqualTo(206);
  }

  @Test
  void adding_parts_gives_the_whole() {
    long[] micros = samples(r -> r.nextLong(1, 60_000_000));
    Distribution sum = new Distribution();

    for (int part = 0; part < 10; part++) {
      sum.add(of(Arrays.copyOfRange(micros, part * 5_000, (part + 1) * 5_000)));
    }

    Distribution whole = of(micros);
    assertThat(sum.count()).isEqualTo(whole.count());
    assertThat(sum.mean()).isEqualTo(whole.mean());
    for (double percentile : PERCENTILES) {
      assertThat(sum.at(new Percentile(percentile)))
          .isEqualTo(whole.at(new Percentile(percentile)));
    }
  }

  @Test
  void what_is_encoded_is_decoded_without_loss_and_can_be_added_to() {
    Distribution whole = of(samples(r -> r.nextLong(1, 5_000_000)));

    Distribution again = HdrTimes.of(whole).decoded();

    assertThat(HdrTimes.of(again)).isEqualTo(HdrTimes.of(whole));
    again.add(of(new long[] {3_600_000_000L}));
    assertThat(again.max()).isEqualTo(3_600_000);
  }

  @Test
  void an_empty_distribution_survives_the_way_through_text() {
    Distribution empty = HdrTimes.of(new Distribution()).decoded();

    empty.add(of(new long[] {5_000}));

    assertThat(empty.min()).isEqualTo(5);
  }

  @Test
  void damaged_text_is_refused() {
    assertThatThrownBy(() -> new HdrTimes(1, 1, 1, "SGVsbG8=").decoded())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("histogram is damaged: \"SGVsbG8=…\"");
  }

  private static Histogram hdr(long[] micros) {
    Histogram histogram = new Histogram(1, HOUR, 3);
    Arrays.stream(micros).forEach(histogram::recordValue);
    return histogram;
  }

  @Test
  void figures_are_those_of_hdr_histogram_to_the_last_digit() {
    long[] micros = samples(r -> (long) (20_000 * Math.exp(r.nextGaussian())));
    Distribution distribution = of(micros);
    Histogram histogram = hdr(micros);

    for (double percentile : PERCENTILES) {
      if (percentile < 100) {
        long bucket = histogram.getValueAtPercentile(percentile);
        assertThat(distribution.at(new Percentile(percentile)))
            .isEqualTo(histogram.medianEquivalentValue(bucket) / 1000.0);
      }
      assertThat(distribution.buckets().at(new Percentile(percentile)))
          .isEqualTo(distribution.at(new Percentile(percentile)));
    }
    assertThat(distribution.standardDeviation()).isEqualTo(histogram.getStdDeviation() / 1000);
    assertThat(distribution.countUpTo(25)).isEqualTo(histogram.getCountBetweenValues(0, 25_000));
    assertThat(distribution.highest()).isEqualTo(histogram.getMaxValue());
  }

  @Test
  void some_percentiles_in_one_go_are_those_of_each() {
    Buckets buckets = of(samples(r -> r.nextLong(1, 60_000_000))).buckets();
    List<Percentile> all = Arrays.stream(PERCENTILES).mapToObj(Percentile::new).toList();

    assertThat(buckets.at(all)).isEqualTo(all.stream().mapToDouble(buckets::at).toArray());
  }

  @Test
  void the_encoding_is_hdr_histograms_own_byte_for_byte() {
    Deflater deflater = new Deflater();
    for (long[] micros :
        List.of(
            samples(r -> r.nextLong(1, 5_000_000)),
            samples(r -> (long) (20_000 * Math.exp(r.nextGaussian()))),
            new long[] {},
            new long[] {0},
            new long[] {0, 1, 3, 4, 4, 2_047, 2_048, HOUR - 1},
            LongStream.generate(() -> 7).limit(200_000).toArray())) {
      Histogram histogram = hdr(micros);
      ByteBuffer buffer = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
      byte[] expected = new byte[histogram.encodeIntoCompressedByteBuffer(buffer)];
      buffer.flip().get(expected);

      assertThat(HdrEncoding.text(of(micros), HOUR, deflater))
          .isEqualTo(Base64.getEncoder().encodeToString(expected));
    }
  }

  @Test
  void a_short_text_holds_all_of_it() {
    for (long[] micros :
        List.of(
            new long[] {},
            new long[] {0},
            new long[] {20_000, 20_000, 3_600_000_000L},
            samples(r -> r.nextLong(1, 60_000_000)))) {
      Distribution whole = of(micros);

      Distribution again = CompactTimes.of(whole).restored();

      assertThat(HdrTimes.of(again)).isEqualTo(HdrTimes.of(whole));
      assertThat(CompactTimes.of(again)).isEqualTo(CompactTimes.of(whole));
    }
  }

  @Test
  void a_damaged_short_text_is_refused() {
    assertThatThrownBy(() -> new CompactTimes(1, 1, 1, "gA").restored())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("histogram is damaged: \"gA…\"");
  }

  @Test
  void many_at_once_and_one_by_one_give_the_same_sum() {
    long[] micros = samples(r -> r.nextLong(1, 60_000_000));
    List<Distribution> parts =
        IntStream.range(0, 50)
            .mapToObj(part -> of(Arrays.copyOfRange(micros, part * 1_000, (part + 1) * 1_000)))
            .toList();

    assertThat(HdrTimes.of(Distribution.sum(parts))).isEqualTo(HdrTimes.of(of(micros)));
    assertThat(Distribution.sum(List.of()).count()).isZero();
  }

  @Test
  void what_is_removed_leaves_what_was_there_before() {
    long[] micros = samples(r -> r.nextLong(1, 60_000_000));
    Distribution first = of(Arrays.copyOfRange(micros, 0, 1_000));
    Distribution second = of(Arrays.copyOfRange(micros, 1_000, 3_000));
    Distribution window = new Distribution();
    window.add(first);
    window.add(second);

    window.remove(first);
    window.between(List.of(second));

    assertThat(CompactTimes.of(window)).isEqualTo(CompactTimes.of(second));
    assertThat(window.buckets().count()).isEqualTo(2_000);
    for (double percentile : PERCENTILES) {
      assertThat(window.at(new Percentile(percentile)))
          .isEqualTo(second.at(new Percentile(percentile)));
    }
    window.remove(second);
    window.between(List.of());
    assertThat(window.max()).isZero();
    assertThat(window.at(Percentile.P50)).isZero();
  }

  @Test
  void whole_milliseconds_are_told_from_microseconds() {
    Distribution millis = new Distribution();
    Distribution micros = new Distribution();
    for (int i = 0; i < 200; i++) {
      millis.record(1_000L * i);
      micros.record(1_000L * i + 900);
    }

    assertThat(millis.buckets().mayBeWholeMilliseconds()).isTrue();
    assertThat(micros.buckets().mayBeWholeMilliseconds()).isFalse();
  }
}
