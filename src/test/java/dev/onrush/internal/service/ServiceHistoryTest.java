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
  void many_series_of_one_meaning_leave_room_for_others_and_those_without_are_noted() {
    Map<String, Double> reading = new HashMap<>();
    for (int n = 0; n < 400; n++) {
      reading.put(rowsOf(n), 1.0);
    }
    reading.put("rate(jvm_gc_pause_seconds_sum)", 0.1);
    reading.put("system_cpu_usage", 0.5);
    history.add(ofSeconds(1), reading);
    history.add(ofSeconds(2), reading);

    assertThat(history.expressions())
        .hasSize(102)
        .contains("rate(jvm_gc_pause_seconds_sum)", "system_cpu_usage", rowsOf(99));
    assertThat(history.note())
        .contains(
            "300 series of the service were not kept: the limits are 300 series of known meaning,"
                + " and 100 of one meaning");
    assertThat(new ServiceHistory().note()).isEmpty();
  }

  @Test
  void of_several_counters_of_one_meaning_those_are_kept_that_grow_and_were_0_before() {
    String growing = rowsOf(399);
    Map<String, Double> reading = new HashMap<>();
    for (int n = 0; n < 400; n++) {
      reading.put(rowsOf(n), 0.0);
    }
    reading.put("rate(jvm_gc_pause_seconds_sum)", 0.0);
    history.add(ofSeconds(1), Map.of("process_cpu_usage", 0.5));
    history.add(ofSeconds(2), reading);
    history.add(ofSeconds(3), reading);
    reading.put(growing, 3_500_000.0);

    ServiceHistory.Delta kept = history.add(ofSeconds(4), reading);
    reading.put(growing, 0.0);
    history.add(ofSeconds(5), reading);

    assertThat(kept.before())
        .containsExactly(Map.entry(growing, new ServiceHistory.Was(ofSeconds(2), 0)));
    assertThat(history.expressions())
        .containsExactlyInAnyOrder("process_cpu_usage", "rate(jvm_gc_pause_seconds_sum)", growing);
    assertThat(history.values(growing)).containsExactly(Double.NaN, 0, 0, 3_500_000, 0);
    assertThat(history.note()).isEmpty();
  }

  private static String rowsOf(int table) {
    return "rate(pg_stat_user_tables_seq_tup_read{relname=\"t%03d\"})".formatted(table);
  }

  @Test
  void a_number_that_is_too_large_to_be_kept_is_not_read() {
    history.add(ofSeconds(1), Map.of("process_cpu_usage", 0.5, "process_max_fds", 1.797e308));
    history.add(ofSeconds(2), Map.of("process_cpu_usage", 0.5, "process_max_fds", 1e39));
    history.add(ofSeconds(3), Map.of("process_cpu_usage", Double.MAX_VALUE));

    assertThat(history.expressions()).containsExactly("process_cpu_usage");
    assertThat(history.values("process_cpu_usage")).containsExactly(0.5, 0.5, Double.NaN);
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
