package dev.onrush.threshold;

import static dev.onrush.dsl.OnrushDsl.*;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Bounds in a run of a different size. */
class ScalingTest {

  /** Returns each threshold, and its form with 0.2 of the users in 0.1 of the time. */
  static Stream<Arguments> smaller() {
    return Stream.of(
        // 10 times 0.2 times 0.1 is 0.2, and one was required
        Arguments.of(
            requestCount().of("Health").atLeast(10),
            "request count of Health >= 1 (10 scaled by 0.02)"),
        // at most 8, with 7.5 expected
        Arguments.of(errorCount().atMost(375), "error count <= 8 (375 scaled by 0.02)"),
        Arguments.of(errorCount().atMost(0), "error count <= 0"),
        Arguments.of(
            statusCount(503).between(90, 110),
            "count of status 503 between 1 and 3 (between 90 and 110 scaled by 0.02)"),
        Arguments.of(
            counter("items").total().above(1e6),
            "total of metric items > 20000 (1000000 scaled by 0.02)"),
        Arguments.of(
            trend("size").count().above(7.0), "count of metric size > 1 (7 scaled by 0.02)"),
        Arguments.of(throughput().above(perSecond(80)), "throughput > 16/s (80/s scaled by 0.2)"),
        Arguments.of(
            counter("items").totalPerSecond().above(3.0),
            "total per second of metric items > 0.6/s (3/s scaled by 0.2)"),
        Arguments.of(capacity().atLeast(perSecond(20)), "capacity >= 4/s (20/s scaled by 0.2)"),
        Arguments.of(
            recovery().within(ofSeconds(15)), "recovery in spike <= 2 s (15 s scaled by 0.1)"),
        Arguments.of(
            p95().every(ofSeconds(30)).below(ofSeconds(1)),
            "p95 every 3 s < 1 s (every 30 s scaled)"),
        // a tenth of the window's time, a fifth of the users
        Arguments.of(
            requestCount().every(ofMinutes(1)).atLeast(100),
            "request count every 6 s >= 2 (100 every 1 min scaled)"),
        // the window is 1 s, which is a quarter of its original length instead of a tenth
        Arguments.of(
            requestCount().every(ofSeconds(4)).atLeast(100),
            "request count every 1 s >= 5 (100 every 4 s scaled)"),
        Arguments.of(
            ratio(requestCount().during(SPIKE), throughput()).below(100.0),
            "request count in spike over throughput < 10 (100 scaled by 0.1)"),
        Arguments.of(
            ratio(requestCount().during(SPIKE), requestCount()).below(2.0),
            "request count in spike over request count < 2"),
        Arguments.of(p95().below(ofSeconds(1)), "p95 < 1 s"),
        Arguments.of(errorRate().below(ofPercent(1)), "error rate < 1 %"),
        Arguments.of(apdex(ofSeconds(1)).above(0.9), "apdex(1 s) > 0.9"),
        Arguments.of(service("x_total").increase().below(10.0), "increase of service x_total < 10"),
        Arguments.of(drift().within(ofPercent(5)), "drift of p95 in steady state <= 5 %"));
  }

  @ParameterizedTest
  @MethodSource("smaller")
  void counts_rates_and_times_of_the_run_follow_its_size(Threshold written, String text) {
    Threshold scaled = written.scaled(0.2, 0.1);

    assertThat(scaled).hasToString(text);
    assertThat(scaled.key()).isEqualTo(written.key());
    assertThat(Threshold.parse(scaled.text())).isEqualTo(scaled);
  }

  @Test
  void a_run_of_the_same_size_has_the_same_thresholds() {
    for (Threshold written :
        new Threshold[] {
          requestCount().atLeast(10), p95().every(ofSeconds(30)).below(ofSeconds(1))
        }) {
      assertThat(written.scaled(1, 1)).isEqualTo(written);
    }
  }

  @Test
  void a_longer_run_with_more_users_has_larger_bounds() {
    assertThat(requestCount().atLeast(10).scaled(50, 40))
        .hasToString("request count >= 20000 (10 scaled by 2000)");
    assertThat(p95().every(ofMinutes(2)).below(ofSeconds(1)).scaled(1, 152))
        .hasToString("p95 every 1 h < 1 s (every 2 min scaled)");
  }

  @Test
  void grace_times_follow_the_time_and_samples_stay() {
    assertThat(errorRate().below(ofPercent(5)).abortAfter(ofSeconds(10), 100).scaled(0.2, 0.1))
        .isEqualTo(errorRate().below(ofPercent(5)).abortAfter(ofSeconds(1), 100));
  }

  @Test
  void a_bound_of_the_settings_is_taken_as_it_is() {
    assertThat(requestCount().atLeast(10).scaled(0.2, 0.1).withBound("7"))
        .hasToString("request count >= 7");
    assertThat(p95().every(ofSeconds(30)).below(ofSeconds(1)).scaled(0.2, 0.1).withBound("2 s"))
        .hasToString("p95 every 3 s < 2 s (every 30 s scaled)")
        .extracting(Threshold::key)
        .isEqualTo("p95-every-30-s");
  }
}
