package dev.onrush.units;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuantityTest {

  @ParameterizedTest
  @CsvSource({
    "TIME, 0, 0 ms",
    "TIME, 0.1234, 0.123 ms",
    "TIME, 12.34, 12.3 ms",
    "TIME, 206, 206 ms",
    "TIME, 999.4, 999 ms",
    "TIME, 5, 5.00 ms",
    "TIME, 9.999, 10.0 ms",
    "TIME, 999.5, 1.00 s",
    "TIME, 1500, 1.50 s",
    "TIME, 1530, 1.53 s",
    "TIME, 9996, 10.0 s",
    "TIME, 60000, 60.0 s",
    "TIME, 4310000, '4,310 s'",
    "SHARE, 0.05, 0.05 %",
    "SHARE, 0.1, 0.10 %",
    "SHARE, 5, 5.00 %",
    "SHARE, -5.25, -5.25 %",
    "SHARE, 0.00123, 0.00123 %",
    "SHARE, 0, 0 %",
    "SHARE, 33.3333, 33.3 %",
    "SHARE, 99.96, 99.96 %",
    "SHARE, 99.9996, 99.9996 %",
    "SHARE, 100, 100 %",
    "COUNT, 1234567, '1,234,567'",
    "FREQUENCY, 131921, '131,921/s'",
    "FREQUENCY, 50, 50.0/s",
    "FREQUENCY, 0.4949, 0.495/s",
    "NUMBER, 5, 5",
    "NUMBER, 5.5, 5.50"
  })
  void figures_have_decimals_by_their_size(Quantity quantity, double value, String text) {
    assertThat(quantity.text(value)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "TIME, 200.4, 200, 200.4 ms",
    "TIME, 199.96, 200, 199.96 ms",
    "TIME, 200, 200, 200 ms",
    "TIME, 206.4, 200, 206 ms",
    "TIME, 1000.4, 1000, 1.0004 s",
    "SHARE, 1.0004, 1, 1.0004 %",
    "COUNT, 9.6, 10, 9.6"
  })
  void beside_a_bound_a_figure_has_the_digits_that_tell_it_from_the_bound(
      Quantity quantity, double value, double bound, String text) {
    assertThat(quantity.text(value, bound)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "TIME, 500 ms, 500",
    "TIME, 1.5 s, 1500",
    "TIME, 250us, 0.25",
    "TIME, 2 min, 120000",
    "SHARE, 1 %, 1",
    "SHARE, 0.1, 0.1",
    "COUNT, 10, 10",
    "FREQUENCY, 50/s, 50"
  })
  void what_is_written_can_be_read(Quantity quantity, String text, double value) {
    assertThat(quantity.parse(text)).isEqualTo(value);
  }

  @ParameterizedTest
  @CsvSource({
    "100, 1.1, 110",
    "0.2, 0.2, 0.04",
    "49, 0.04081632653061224, 2",
    "1000000, 0.000003, 3",
    "0, 1.1, 0",
    "0.3333333333333333, 1, 0.3333333333333333",
    "1, 0.123456789012345, 0.123456789012345",
    "1e300, 1e300, Infinity",
    "1e-300, 1e-10, 1e-310",
    "NaN, 1, NaN",
  })
  void a_product_is_that_of_decimal_numbers(double value, double factor, double product) {
    assertThat(Quantity.times(value, factor)).isEqualTo(Double.valueOf(product));
  }

  @Test
  void a_peak_times_its_factor_is_the_number_of_users_that_was_asked_for() {
    for (int peak = 1; peak < 100; peak++) {
      for (int users = 1; users < 100; users++) {
        double factor = users / (double) peak;
        assertThat(Quantity.times(peak, factor)).as("%d of %d", users, peak).isEqualTo(users);
      }
    }
  }

  @Test
  void a_duration_without_a_unit_is_refused() {
    assertThatThrownBy(() -> Quantity.TIME.parse("500"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "duration was \"500\"; write a number with a unit (ms, s, min, h or d), such as \"500"
                + " ms\"");
  }

  @Test
  void a_share_above_100_percent_is_refused() {
    assertThatThrownBy(() -> Quantity.SHARE.parse("101 %"))
        .hasMessage("percentage was 101; 0 to 100 is allowed; ofPercent(1) is one in a hundred");
  }

  @ParameterizedTest
  @CsvSource({"65, 01:05", "65.999, 01:05", "3599.9, 59:59", "7200, 2:00:00", "90061, 25:01:01"})
  void elapsed_time_reads_like_a_clock(double seconds, String text) {
    assertThat(Quantity.clock(Duration.ofMillis(Math.round(1_000 * seconds)))).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"0, 00:00", "1, 00:01", "29001, 00:30", "30000, 00:30", "-5, 00:00"})
  void the_time_that_is_left_counts_down(long millis, String text) {
    assertThat(Quantity.countdown(Duration.ofMillis(millis))).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"PT0.5S, 500 ms", "PT1.5S, 1.5 s", "PT2M, 2 min", "PT24H, 24 h", "PT90S, 90 s"})
  void durations_are_exact(Duration duration, String text) {
    assertThat(Quantity.duration(duration)).isEqualTo(text);
  }
}
