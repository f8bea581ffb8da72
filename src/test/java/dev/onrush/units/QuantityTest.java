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
    "TIME, 999.5, 1 s",
    "TIME, 1530, 1.53 s",
    "TIME, 60000, 60 s",
    "SHARE, 0.05, 0.05 %",
    "SHARE, 33.3333, 33.3 %",
    "COUNT, 1234567, '1,234,567'",
    "FREQUENCY, 131921, 131921/s",
    "FREQUENCY, 0.4949, 0.495/s"
  })
  void figures_have_three_significant_digits(Quantity quantity, double value, String text) {
    assertThat(quantity.text(value)).isEqualTo(text);
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

  @Test
  void a_duration_without_a_unit_is_refused() {
    assertThatThrownBy(() -> Quantity.TIME.parse("500"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "duration was \"500\"; write a number and ms, s, min, h or d, such as \"500 ms\"");
  }

  @Test
  void a_share_above_100_percent_is_refused() {
    assertThatThrownBy(() -> Quantity.SHARE.parse("101 %"))
        .hasMessage(
            "percent was 101.0; it goes from 0 to 100; write ofPercent(1) for one in a hundred");
  }

  @ParameterizedTest
  @CsvSource({"65, 01:05", "3599, 59:59", "7200, 2:00:00", "90061, 25:01:01"})
  void elapsed_time_reads_like_a_clock(long seconds, String text) {
    assertThat(Quantity.clock(Duration.ofSeconds(seconds))).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"PT0.5S, 500 ms", "PT1.5S, 1.5 s", "PT2M, 2 min", "PT24H, 24 h", "PT90S, 90 s"})
  void durations_are_exact(Duration duration, String text) {
    assertThat(Quantity.duration(duration)).isEqualTo(text);
  }
}
