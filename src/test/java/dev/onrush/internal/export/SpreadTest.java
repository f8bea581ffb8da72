package dev.onrush.internal.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.onrush.internal.export.Point.Spread;
import dev.onrush.internal.metrics.Interval;
import dev.onrush.internal.metrics.histogram.Distribution;
import dev.onrush.internal.metrics.recording.Recorder;
import dev.onrush.profile.Phase;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SpreadTest {

  /** Returns the spread of these response times, recorded in several intervals. */
  private static Spread of(long... milliseconds) {
    Recorder recorder = new Recorder(List.of(Phase.WHOLE_RUN), text -> text);
    Samples samples = Samples.ofTimes();
    for (int i = 0; i < milliseconds.length; i++) {
      recorder.response("U", "", "Ask", 0, milliseconds[i], true, "200", "");
      if (i % 100 == 99 || i == milliseconds.length - 1) {
        Interval interval = recorder.takeInterval(Duration.ofSeconds(1 + i));
        interval.tallies().values().forEach(tally -> samples.add(tally.times()));
      }
    }
    return samples.spread();
  }

  @Test
  void what_is_exactly_at_a_bound_is_within_it() {
    Spread spread = of(0, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 60_000);

    // 0 and 1 ms are within 1 ms; no time is between 10 and 30 s, or beyond 60 s.
    assertThat(spread.counts())
        .containsExactly(2L, 1L, 1L, 1L, 1L, 1L, 1L, 1L, 1L, 1L, 1L, 1L, 1L, 0L, 1L, 0L);
    assertThat(spread.zeros()).isEqualTo(1);
  }

  @Test
  void a_sum_may_be_larger_than_any_whole_number() {
    Distribution large = new Distribution();
    large.record(9_000_000_000_000_000_000L); // a number of 9e15 is recorded in thousandths
    Samples samples = Samples.ofNumbers();

    samples.add(large);
    samples.add(large);

    assertThat(samples.spread().sum()).isEqualTo(1.8e16);
  }

  @Test
  void a_growing_bucket_goes_up_to_its_upper_end_and_includes_it() {
    // 2^0 = 1 is the upper end of bucket -1; 2^(1/8) is the upper end of bucket 0
    assertThat(Spread.bucketOf(1)).isEqualTo(-1);
    assertThat(Spread.bucketOf(1.0001)).isEqualTo(0);
    assertThat(Spread.bucketOf(Math.pow(2, 0.125) * 0.9999)).isEqualTo(0);
    assertThat(Spread.bucketOf(2)).isEqualTo(7);
    assertThat(Spread.bucketOf(0.5)).isEqualTo(-9);
  }

  @Test
  void both_kinds_of_buckets_count_as_sorting_does() {
    Random random = new Random(42);
    long[] times =
        random.doubles(5000).mapToLong(share -> (long) Math.pow(10, 4.5 * share) - 1).toArray();
    double[] seconds = Arrays.stream(times).mapToDouble(t -> t / 1000.0).toArray();

    Spread spread = of(times);

    for (int i = 0; i < spread.bounds().size(); i++) {
      double low = i == 0 ? -1 : spread.bounds().get(i - 1);
      double high = spread.bounds().get(i);
      // From 1.05 s on, the recorder's own buckets are wider than 1 ms; by 0.1 % at most.
      assertThat(spread.counts().get(i))
          .isCloseTo(
              Arrays.stream(seconds).filter(s -> s > low && s <= high).count(),
              within(high > 1 ? 5L : 0L));
    }
    double grown = 0;
    for (int i = 0; i < spread.growing().size(); i++) {
      double low = Math.pow(2, (spread.first() + i) / 8.0);
      double high = Math.pow(2, (spread.first() + i + 1) / 8.0);
      grown += spread.growing().get(i);
      // A time close to a boundary may be on the other side of it, because of the recorder's 0.1 %.
      assertThat(spread.growing().get(i))
          .isCloseTo(Arrays.stream(seconds).filter(s -> s > low && s <= high).count(), within(5L));
    }
    assertThat(grown + spread.zeros()).isEqualTo(5000);
    assertThat(spread.count()).isEqualTo(5000);
    assertThat(spread.sum()).isEqualTo(Arrays.stream(times).sum() / 1000.0);
    assertThat(spread.max()).isEqualTo(Arrays.stream(times).max().orElseThrow() / 1000.0);
  }
}
