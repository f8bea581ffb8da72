package dev.onrush.internal.run.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onrush.internal.metrics.ResponseTime;
import dev.onrush.internal.metrics.Tally;
import dev.onrush.result.ResponseTimes;
import dev.onrush.units.Percentile;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DistributionTimesTest {

  private static final Duration HALF_BUCKET = Duration.ofNanos(250_000);

  /**
   * 990 responses of 1 s, whose own times are 1 to 990 ms, and 10 of which this is not known.
   * Sorted with 0 for the unknown ones, the 500th is 490 ms.
   */
  @Test
  void the_lower_end_counts_responses_whose_lower_end_is_unknown_as_0() {
    Tally tally = new Tally();
    for (int i = 1; i <= 990; i++) {
      tally.count(ResponseTime.of(0, 1_000_000, (1_000 - i) * 1_000), "200", "");
    }
    for (int i = 0; i < 10; i++) {
      tally.count(ResponseTime.asMeasured(0, 1_000_000), "", "");
    }

    ResponseTimes least = DistributionTimes.of(tally).atLeast().orElseThrow();

    assertThat(least.count()).isEqualTo(1_000);
    assertThat(least.percentile(Percentile.P50).orElseThrow())
        .isCloseTo(Duration.ofMillis(490), HALF_BUCKET);
    assertThat(least.min()).contains(Duration.ZERO);
  }
}
