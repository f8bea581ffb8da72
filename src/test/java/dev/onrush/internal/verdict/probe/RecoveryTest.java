package dev.onrush.internal.verdict.probe;

import static dev.onrush.dsl.OnrushDsl.recovery;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.onrush.internal.metrics.Interval;
import dev.onrush.internal.metrics.Series;
import dev.onrush.internal.metrics.Tally;
import dev.onrush.internal.metrics.recording.Recorder;
import dev.onrush.internal.metrics.timeline.Row;
import dev.onrush.internal.metrics.timeline.Timeline;
import dev.onrush.profile.Phase;
import dev.onrush.result.Verdict;
import dev.onrush.threshold.Condition;
import dev.onrush.threshold.Scope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class RecoveryTest {

  /** Phases of ten seconds each. */
  private static final List<Phase> PHASES =
      List.of(
          new Phase("baseline", Duration.ZERO, ofSeconds(10)),
          new Phase("spike", ofSeconds(10), ofSeconds(20)),
          new Phase("recovery", ofSeconds(20), ofSeconds(30)));

  private final List<Row> rows = new ArrayList<>();

  private void seconds(int number, double p95, long failures) {
    seconds(number, 100, p95, failures);
  }

  private void requests(int number, long each) {
    seconds(number, each, 100, 0);
  }

  private void seconds(int number, long requests, double p95, long failures) {
    seconds(number, requests, p95, p95, failures);
  }

  private void seconds(int number, long requests, double p50, double p95, long failures) {
    seconds(number, requests, p50, p95, failures, Map.of());
  }

  /** Seconds in which a user is present and sends nothing. */
  private void thinking(int number) {
    seconds(number, 0, 0, 0, 0, Map.of("Reader", 1L));
  }

  private void seconds(
      int number, long requests, double p50, double p95, long failures, Map<String, Long> users) {
    for (int i = 0; i < number; i++) {
      Duration start = ofSeconds(rows.size());
      rows.add(
          new Row(
              start,
              start.plusSeconds(1),
              requests,
              failures,
              p50,
              p95,
              p95,
              p95,
              users,
              Optional.empty(),
              0,
              0,
              0,
              Map.of()));
    }
  }

  /** Seconds in which messages of web sockets are sent and no reply comes. */
  private void messages(int number) {
    for (int i = 0; i < number; i++) {
      Recorder recorder = new Recorder(PHASES, text -> text);
      recorder.oneWay("U", "", "Say", 1_000L * rows.size());
      Duration start = ofSeconds(rows.size());
      Map<Series, Tally> sent = recorder.takeInterval(ofSeconds(1)).tallies();
      Interval interval =
          new Interval(start, start.plusSeconds(1), sent, Map.of(), Optional.empty(), Map.of());
      rows.add(Row.ofRequests(interval, userClass -> true));
    }
  }

  private OptionalDouble time() {
    return timeFrom("spike");
  }

  private OptionalDouble timeFrom(String phase) {
    RecoveryProbe probe = new RecoveryProbe(Scope.ALL.during(phase), PHASES);
    rows.forEach(probe::add);
    return probe.time();
  }

  @Test
  void a_second_of_fewer_than_20_requests_is_judged_by_its_median() {
    seconds(10, 5, 20, 30, 0);
    seconds(10, 100, 2_000, 2_000, 0);
    seconds(4, 5, 200, 200, 0); // 20 to 24 s: the median is also far above the usual 20 ms
    seconds(6, 5, 30, 400, 0); // 10 ms longer, but no more; its p95 is one slow request of five

    assertThat(time()).hasValue(4_000);
  }

  @Test
  void a_second_of_20_requests_is_judged_by_its_p95() {
    seconds(10, 20, 20, 30, 0);
    seconds(10, 100, 2_000, 2_000, 0);
    seconds(10, 20, 20, 400, 0);

    assertThat(time()).hasValue(Double.POSITIVE_INFINITY);
  }

  @Test
  void it_is_the_time_until_p95_is_as_before() {
    seconds(10, 100, 0);
    seconds(10, 2_000, 0);
    seconds(4, 900, 0); // 20 to 24 s
    seconds(6, 150, 0); // half as long again, but no more

    assertThat(time()).hasValue(4_000);
  }

  @Test
  void the_median_of_an_even_number_of_seconds_lies_between_the_middle_two() {
    seconds(5, 100, 0);
    seconds(5, 300, 0); // the median is 200 ms, so 300 ms are as before
    seconds(10, 2_000, 0);
    seconds(10, 400, 0);

    assertThat(time()).hasValue(Double.POSITIVE_INFINITY);
  }

  @Test
  void good_seconds_among_bad_ones_are_no_recovery() {
    seconds(10, 100, 0);
    seconds(10, 2_000, 0);
    seconds(1, 900, 0);
    seconds(2, 100, 0);
    seconds(3, 900, 0);
    seconds(4, 100, 0);

    assertThat(time()).hasValue(6_000);
  }

  @Test
  void errors_count_as_well() {
    seconds(10, 100, 1);
    seconds(10, 100, 50);
    seconds(5, 100, 3); // 3 % instead of the usual 1 %; 2 % is tolerated
    seconds(5, 100, 2);

    assertThat(time()).hasValue(5_000);
  }

  @Test
  void a_service_that_does_not_recover_never_does() {
    seconds(10, 100, 0);
    seconds(20, 2_000, 0);

    assertThat(time()).hasValue(Double.POSITIVE_INFINITY);
  }

  @Test
  void messages_that_nothing_answers_are_no_recovery() {
    seconds(10, 100, 0);
    seconds(10, 2_000, 0);
    messages(6);
    seconds(4, 100, 0);

    assertThat(rows.get(20).requests()).isEqualTo(1);
    assertThat(time()).hasValue(6_000);
  }

  @Test
  void a_service_that_was_never_disturbed_needs_no_time() {
    seconds(30, 3, 0);

    assertThat(time()).hasValue(0);
  }

  @Test
  void without_enough_seconds_there_is_no_data_and_a_reason() {
    seconds(10, 100, 0);
    seconds(12, 2_000, 0);
    assertThat(time()).isEmpty();
    assertThat(whyNot("spike"))
        .isEqualTo("after spike there were 2 whole seconds; 3 are needed to detect a recovery");

    assertThat(timeFrom("baseline")).isEmpty();
    assertThat(whyNot("baseline")).isEqualTo("there is no phase before baseline");
  }

  @Test
  void few_seconds_before_the_phase_are_told() {
    requests(8, 0);
    requests(2, 13);
    requests(20, 13);

    assertThat(time()).isEmpty();
    assertThat(whyNot("spike"))
        .isEqualTo(
            "before spike, baseline had 2 whole seconds with requests (26 requests in all); 3 are needed to"
                + " know the usual response time");
  }

  @Test
  void under_a_thin_load_seconds_without_requests_are_neither_good_nor_bad() {
    for (int i = 0; i < 13; i++) {
      requests(1, 1);
      requests(1, 0);
    }

    // 20, 22 and 24 s had a request each
    assertThat(time()).hasValue(0);
  }

  @Test
  void under_a_thin_load_too_few_seconds_with_requests_are_no_data() {
    for (int i = 0; i < 11; i++) {
      requests(1, 1);
      requests(1, 0);
    }
    requests(8, 0);

    assertThat(time()).isEmpty();
    assertThat(whyNot("spike"))
        .isEqualTo(
            "after spike there was 1 whole second with requests; 3 are needed to detect a"
                + " recovery");
  }

  @Test
  void under_a_steady_load_a_service_that_answers_nobody_does_not_recover() {
    requests(20, 100);
    requests(10, 0);

    assertThat(time()).hasValue(Double.POSITIVE_INFINITY);
  }

  private Reading reading() {
    RecoveryProbe probe = new RecoveryProbe(Scope.ALL.during("spike"), PHASES);
    rows.forEach(probe::add);
    return probe.read(new Timeline());
  }

  private static Condition within(int seconds) {
    return recovery().from("spike").within(ofSeconds(seconds)).condition();
  }

  @Test
  void a_recovery_that_was_not_seen_is_broken_only_by_as_much_time_as_was_seen() {
    seconds(10, 100, 0);
    seconds(30, 2_000, 0);

    Reading reading = reading();

    assertThat(reading.detail()).isEqualTo("no recovery within 20.0 s after spike");
    assertThat(reading.verdict(within(10))).isEqualTo(Verdict.FAIL);
    assertThat(reading.verdict(within(19))).isEqualTo(Verdict.FAIL);
    assertThat(reading.verdict(within(20))).isEqualTo(Verdict.NO_DATA);
    assertThat(reading.verdict(within(30))).isEqualTo(Verdict.NO_DATA);
  }

  @Test
  void a_recovery_may_have_begun_in_the_last_seconds_that_were_seen() {
    seconds(10, 100, 0);
    seconds(18, 2_000, 0);
    seconds(2, 100, 0); // 28 and 29 s

    assertThat(reading().verdict(within(7))).isEqualTo(Verdict.FAIL);
    assertThat(reading().verdict(within(8))).isEqualTo(Verdict.NO_DATA);
  }

  @Test
  void seconds_without_users_tell_nothing_of_a_recovery() {
    seconds(10, 100, 0);
    seconds(15, 2_000, 0); // another threshold ends the run at 25 s
    requests(30, 0);

    assertThat(reading().verdict(within(4))).isEqualTo(Verdict.FAIL);
    assertThat(reading().verdict(within(10))).isEqualTo(Verdict.NO_DATA);
  }

  @Test
  void under_a_thin_load_seconds_without_requests_tell_nothing_of_a_recovery() {
    for (int i = 0; i < 5; i++) {
      requests(1, 1);
      requests(1, 0);
    }
    seconds(10, 1, 2_000, 0);
    for (int i = 0; i < 3; i++) { // 20, 22 and 24 s
      seconds(1, 1, 2_000, 0);
      thinking(1);
    }
    thinking(24);

    assertThat(reading().detail()).isEqualTo("no recovery within 5.00 s after spike");
    assertThat(reading().verdict(within(4))).isEqualTo(Verdict.FAIL);
    assertThat(reading().verdict(within(20))).isEqualTo(Verdict.NO_DATA);
  }

  private String whyNot(String phase) {
    RecoveryProbe probe = new RecoveryProbe(Scope.ALL.during(phase), PHASES);
    rows.forEach(probe::add);
    Reading reading = probe.read(new Timeline());
    assertThat(reading.value()).isEmpty();
    return reading.detail();
  }
}
