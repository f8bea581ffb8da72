package dev.onrush.internal.duet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onrush.threshold.Scope;
import dev.onrush.threshold.Statistic.AtPercentile;
import dev.onrush.units.Percentile;
import org.junit.jupiter.api.Test;

class PairedDifferenceTest {

  private static String figures(double a, double b, double change) {
    return new PairedDifference(
            Scope.ALL, new AtPercentile(Percentile.P95), a, b, change, -33, 44, 95, 0.1, 0, 30)
        .figures();
  }

  @Test
  void medians_that_differ_in_the_other_direction_than_the_mean_are_called_medians() {
    assertThat(figures(128, 120, 4))
        .isEqualTo("medians A 128 ms, B 120 ms, on average +4 % (-33 to +44 %)");
    assertThat(figures(206, 243, 18)).isEqualTo("A 206 ms, B 243 ms, +18 % (-33 to +44 %)");
    assertThat(figures(206, 206, 0.1)).isEqualTo("A 206 ms, B 206 ms, +0.1 % (-33 to +44 %)");
  }
}
