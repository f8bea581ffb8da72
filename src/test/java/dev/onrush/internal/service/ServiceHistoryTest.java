package dev.onrush.internal.service;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ServiceHistoryTest {

  private final ServiceHistory history = new ServiceHistory();

  @Test
  void a_series_of_known_meaning_is_kept_and_another_from_when_it_changes() {
    history.add(ofSeconds(1), Map.of("process_cpu_usage", 0.5, "queue", 3.0, "version", 7.0));
    history.add(ofSeconds(2), Map.of("process_cpu_usage", 0.5, "queue", 3.0, "version", 7.0));
    history.add(ofSeconds(3), Map.of("process_cpu_usage", 0.5, "queue", 9.0, "version", 7.0));

    assertThat(history.expressions()).containsExactlyInAnyOrder("process_cpu_usage", "queue");
    assertThat(history.values("process_cpu_usage")).containsExactly(0.5, 0.5, 0.5);
    assertThat(history.values("queue")).containsExactly(3, 3, 9);
  }

  @Test
  void a_reading_without_a_series_is_a_gap() {
    history.add(ofSeconds(1), Map.of("process_cpu_usage", 0.5));
    history.add(ofSeconds(2), Map.of("system_cpu_usage", 0.25));

    assertThat(history.values("process_cpu_usage")).containsExactly(0.5, Double.NaN);
    assertThat(history.values("system_cpu_usage")).containsExactly(Double.NaN, 0.25);
  }

  @Test
  void of_series_without_a_known_meaning_the_first_hundred_that_change_are_kept() {
    for (int second = 1; second <= 3; second++) {
      Map<String, Double> reading = new HashMap<>();
      for (int n = 0; n < 300; n++) {
        reading.put("a" + n, (double) second);
      }
      history.add(ofSeconds(second), reading);
    }

    assertThat(history.expressions()).hasSize(ServiceHistory.OTHERS);
  }

  @Test
  void a_long_run_leaves_out_every_second_reading() {
    for (int second = 1; second <= 7_300; second++) {
      history.add(ofSeconds(second), Map.of("process_cpu_usage", second / 10_000.0));
    }

    assertThat(history.moments()).hasSize(3_600 + 50).startsWith(ofSeconds(2), ofSeconds(4));
    assertThat(history.values("process_cpu_usage")[1]).isEqualTo((float) 0.0004);
  }
}
