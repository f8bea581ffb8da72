package dev.onrush.internal.gatling.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class RequestPaceTest {

  private static final long MILLISECOND = 1_000_000;
  private static final long SECOND = 1_000 * MILLISECOND;

  /** Sends a request every 10 ms; each time, so many more are open as {@code growth} says. */
  private static RequestPace every10Ms(int requests, int openAtFirst, double growth) {
    RequestPace pace = RequestPace.UNKNOWN;
    for (int request = 0; request < requests; request++) {
      pace =
          pace.sent(
              (request + 1) * 10 * MILLISECOND,
              openAtFirst + (int) Math.floor(growth * request),
              0);
    }
    return pace;
  }

  @Test
  void a_service_that_keeps_up_answers_as_many_requests_as_are_sent() {
    RequestPace pace = every10Ms(200, 3, 0);

    assertThat(pace.open()).isEqualTo(3);
    assertThat(pace.requestsIn(SECOND)).isEqualTo(100);
    assertThat(pace.responsesIn(SECOND)).hasValueCloseTo(100.0, within(1.0));
  }

  @Test
  void a_service_that_does_not_keep_up_answers_fewer() {
    RequestPace pace = every10Ms(1_000, 1, 0.6);

    assertThat(pace.requestsIn(SECOND)).isEqualTo(100);
    assertThat(pace.responsesIn(SECOND)).hasValueCloseTo(40.0, within(2.0));
  }

  @Test
  void a_service_that_does_not_answer_is_expected_to_answer_nothing() {
    assertThat(every10Ms(1_000, 1, 1).responsesIn(SECOND)).hasValueCloseTo(0.0, within(0.001));
  }

  @Test
  void refusals_are_no_responses_of_work() {
    RequestPace pace = RequestPace.UNKNOWN;
    for (int request = 1; request <= 1_000; request++) {
      pace = pace.sent(request * 10 * MILLISECOND, 1, request / 4);
    }

    assertThat(pace.requestsIn(SECOND)).isEqualTo(100);
    assertThat(pace.responsesIn(SECOND)).hasValueCloseTo(75.0, within(2.0));
  }

  @Test
  void the_first_requests_count_as_much_as_all_later_ones() {
    RequestPace pace = every10Ms(20, 4, 0);

    assertThat(pace.open()).isEqualTo(4);
    assertThat(pace.requestsIn(SECOND)).isEqualTo(100);
  }

  @Test
  void a_pause_of_the_load_is_no_slower_pace() {
    RequestPace pace = every10Ms(100, 1, 0).sent(60 * SECOND, 1, 0);

    assertThat(pace.requestsIn(SECOND)).isBetween(89L, 100L);
  }

  @Test
  void a_slower_load_is_a_slower_pace() {
    RequestPace pace = every10Ms(100, 1, 0);
    for (int request = 1; request <= 200; request++) {
      pace = pace.sent((10 + request) * SECOND, 1, 0);
    }

    assertThat(pace.requestsIn(SECOND)).isEqualTo(2);
  }

  @Test
  void from_a_few_requests_nothing_is_concluded() {
    assertThat(RequestPace.UNKNOWN.responsesIn(SECOND)).isEmpty();
    assertThat(RequestPace.UNKNOWN.requestsIn(SECOND)).isEqualTo(Long.MAX_VALUE);
    assertThat(every10Ms(15, 1, 0).responsesIn(SECOND)).isEmpty();
    assertThat(every10Ms(16, 1, 0).responsesIn(SECOND)).isPresent();
  }

  @Test
  void a_request_in_a_burst_changes_no_mean() {
    RequestPace before = every10Ms(100, 3, 0);

    RequestPace after = before.sentInBurst(9 * SECOND, 70, 5);

    assertThat(after.open()).isEqualTo(before.open());
    assertThat(after.requestsIn(SECOND)).isEqualTo(before.requestsIn(SECOND));
    assertThat(after.lastSent()).isEqualTo(9 * SECOND);
    assertThat(after.lastOpen()).isEqualTo(70);
    assertThat(after.lastRefused()).isEqualTo(5);
  }
}
