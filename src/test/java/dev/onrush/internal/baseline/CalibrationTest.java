package dev.onrush.internal.baseline;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * How often is a comparison right? Over 100 pairs of simulated runs of 60 s with five requests,
 * 60/s in total.
 */
@Tag("extended")
class CalibrationTest {

  private static final SimulatedRun SERVICE = SimulatedRun.REALISTIC;

  @Test
  void runs_of_the_same_service_do_not_differ() {
    Calibration seen = Calibration.of(SERVICE, 1, 1, 100, 1);

    assertThat(seen.noChange()).as(seen.toString()).isGreaterThanOrEqualTo(95);
  }

  @Test
  void runs_of_a_service_that_wanders_slowly_do_not_differ() {
    Calibration seen = Calibration.of(SERVICE.drift(0.03, 0.9), 1, 1, 200, 1);

    // if only the stretches of seconds counted, 20 of 200 would differ
    assertThat(seen.noChange()).as(seen.toString()).isGreaterThanOrEqualTo(190);
  }

  @Test
  void a_request_slower_by_a_tenth_is_found() {
    Calibration seen = Calibration.of(SERVICE, 1, 1.1, 100, 1);

    assertThat(seen.found()).as(seen.toString()).isGreaterThanOrEqualTo(80);
  }

  @Test
  void runs_of_a_service_that_varies_between_runs_do_not_differ() {
    Calibration seen = Calibration.of(SERVICE.betweenRuns(0.025, false), 3, 1, 100, 1);

    assertThat(seen.noChange()).as(seen.toString()).isGreaterThanOrEqualTo(95);
  }

  @Test
  void where_runs_vary_by_2_percent_a_request_slower_by_a_fifth_is_found() {
    Calibration seen = Calibration.of(SERVICE.betweenRuns(0.02, false), 3, 1.2, 100, 1);

    assertThat(seen.found()).as(seen.toString()).isGreaterThanOrEqualTo(90);
  }
}
