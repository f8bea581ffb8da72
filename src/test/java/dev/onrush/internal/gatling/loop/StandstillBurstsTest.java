package dev.onrush.internal.gatling.loop;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.onrush.internal.gatling.loop.StandstillBursts.Burst;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StandstillBurstsTest {

  private long now;
  private final List<Long> recorded = new ArrayList<>();
  private final StandstillBursts bursts = new StandstillBursts(recorded::add, () -> now);

  private void pass(Duration time) {
    now += time.toNanos();
  }

  private void stoodStill(Duration time) {
    pass(time);
    bursts.stoodStill(time.toNanos());
  }

  /** A burst that is over counts for 20 ms more. */
  private void linger() {
    pass(ofMillis(20));
  }

  private void send(int requests) {
    for (int i = 0; i < requests; i++) {
      bursts.sent();
    }
  }

  private void end(int requests) {
    for (int i = 0; i < requests; i++) {
      bursts.ended(true);
    }
  }

  private void refuse(int requests) {
    for (int i = 0; i < requests; i++) {
      bursts.ended(false);
    }
  }

  /** Keeps three requests open for a long time, of which two are left. */
  private void usuallyThree() {
    send(2);
    for (int i = 0; i < 1_000; i++) {
      send(1);
      end(1);
    }
  }

  private Duration share() {
    return Duration.ofNanos(bursts.extraTime(null));
  }

  @Test
  void the_standstill_bounds_the_share_from_when_more_requests_are_open_than_usual() {
    stoodStill(ofSeconds(2));

    assertThat(share()).isZero(); // a response that is read now was not held up by a burst
    send(1);
    assertThat(share()).isZero(); // it is the first that the service answers
    send(1);
    assertThat(share()).isEqualTo(ofSeconds(2));
  }

  @Test
  void a_single_user_who_starts_late_is_no_burst() {
    stoodStill(ofSeconds(2));
    for (int request = 0; request < 5; request++) {
      send(1);
      assertThat(bursts.tryBlame(null)).isFalse();
      end(1);
    }

    assertThat(share()).isZero();
  }

  @Test
  void a_burst_is_over_when_no_more_requests_are_open_than_usual() {
    usuallyThree();
    stoodStill(ofSeconds(2));
    send(70);
    pass(ofSeconds(1));

    end(68); // 4 are open
    linger();
    assertThat(share()).isEqualTo(ofSeconds(2));
    end(1);
    assertThat(share()).isEqualTo(ofSeconds(2));
    linger();
    assertThat(share()).isZero();
  }

  @Test
  void a_burst_is_not_over_before_its_requests_can_have_been_sent() {
    usuallyThree();
    stoodStill(ofSeconds(2));
    send(2);
    end(2); // while the rest of the burst is being sent

    assertThat(share()).isEqualTo(ofSeconds(2));
  }

  @Test
  void a_burst_is_over_after_20_times_its_standstill() {
    stoodStill(ofMillis(500));
    send(70);

    pass(ofMillis(9_999));
    end(1);
    assertThat(share()).isEqualTo(ofMillis(500));
    pass(ofMillis(1));
    linger();
    assertThat(share()).isZero();
  }

  @Test
  void of_several_standstills_the_longest_counts_and_the_usual_number_before_the_first() {
    usuallyThree();
    stoodStill(ofMillis(300));
    send(20);
    pass(ofMillis(100));
    stoodStill(ofMillis(100));
    send(20);
    pass(ofMillis(100));

    assertThat(share()).isEqualTo(ofMillis(300));
    end(38); // 4 are open
    linger();
    assertThat(share()).isEqualTo(ofMillis(300));
    end(1);
    linger();
    assertThat(share()).isZero();
  }

  @Test
  void requests_of_a_burst_do_not_raise_the_usual_number() {
    usuallyThree();
    stoodStill(ofMillis(300));
    send(20);
    pass(ofMillis(400));
    end(20);
    linger();
    assertThat(share()).isZero();

    stoodStill(ofMillis(300));
    send(20);
    pass(ofMillis(400));
    end(18); // 4 are open
    linger();

    assertThat(share()).isEqualTo(ofMillis(300));
  }

  @Test
  void a_delay_below_10_ms_is_no_standstill() {
    stoodStill(Duration.ofNanos(9_999_999));
    send(5);

    assertThat(share()).isZero();
  }

  @Test
  void a_standstill_in_which_nothing_was_due_has_no_burst() {
    stoodStill(ofMillis(300));
    pass(ofMillis(20));
    send(5);

    assertThat(share()).isZero();
  }

  @Test
  void as_many_failures_may_be_due_to_a_burst_as_requests_are_sent_in_the_time_of_its_standstill() {
    for (int request = 0; request < 100; request++) { // 100/s
      pass(ofMillis(10));
      send(1);
      end(1);
    }
    stoodStill(ofMillis(50));
    send(20);

    for (int failure = 0; failure < 5; failure++) {
      assertThat(bursts.tryBlame(null)).isTrue();
    }
    assertThat(bursts.tryBlame(null)).isFalse();
  }

  @Test
  void requests_that_are_refused_at_once_after_a_standstill_are_no_sign_of_work() {
    for (int request = 0; request < 100; request++) { // 100/s
      pass(ofMillis(10));
      send(1);
      end(1);
    }
    stoodStill(ofMillis(300));
    send(30);
    refuse(25);
    pass(ofMillis(20));

    assertThat(share()).isGreaterThan(ofMillis(280));
  }

  @Test
  void a_service_that_always_refuses_a_part_is_not_excused() {
    for (int request = 0; request < 1_000; request++) { // 100/s, of which half are refused
      pass(ofMillis(10));
      send(1);
      if (request % 2 == 0) {
        refuse(1);
      } else if (request > 100) {
        end(1); // after 100 more requests
      }
    }
    stoodStill(ofMillis(400));
    end(20);
    send(40);
    refuse(20);
    pass(ofMillis(20));
    end(1);

    assertThat(share()).isZero();
  }

  @Test
  void a_user_who_starts_late_adds_no_standstill_to_that_of_its_event_loop() {
    for (int request = 0; request < 100; request++) {
      pass(ofMillis(10));
      send(1);
      end(1);
    }
    stoodStill(ofMillis(50));
    bursts.stoodStill(ofMillis(50).toNanos()); // the lag of a user
    send(1);
    bursts.stoodStill(ofMillis(40).toNanos());
    send(1);

    for (int failure = 0; failure < 5; failure++) {
      assertThat(bursts.tryBlame(null)).isTrue();
    }
    assertThat(bursts.tryBlame(null)).isFalse();
  }

  @Test
  void the_share_is_the_time_since_the_burst_began_and_its_length_afterwards() {
    assertThat(bursts.current()).isNull();
    stoodStill(ofMillis(300));
    Burst ofTheFirst = bursts.current(); // which a service may answer last
    send(20);
    assertThat(bursts.share(ofTheFirst)).isZero();
    pass(ofMillis(500));
    assertThat(bursts.share(null)).isEqualTo(ofMillis(500).toNanos());
    end(20);
    assertThat(bursts.share(null)).as("of the last").isEqualTo(ofMillis(500).toNanos());
    linger();

    assertThat(bursts.share(null)).isZero();
    assertThat(bursts.share(ofTheFirst)).isEqualTo(ofMillis(500).toNanos());
    assertThat(bursts.current()).isNull();
  }

  @Test
  void the_share_of_each_request_and_response_in_a_burst_is_recorded() {
    stoodStill(ofMillis(300));
    send(3); // the second is the first of the burst
    pass(ofMillis(500));
    end(2); // with the second, the burst is over
    linger();
    end(1);

    assertThat(recorded).containsExactly(0L, 0L, ofMillis(500).toNanos(), ofMillis(500).toNanos());
  }

  @Test
  void a_burst_is_over_even_if_no_further_request_is_sent_or_ends() {
    stoodStill(ofMillis(300));
    Burst burst = bursts.current();
    send(3);
    end(2);
    pass(ofSeconds(2));

    assertThat(bursts.share(null)).isZero();
    assertThat(bursts.extraTime(null)).isZero();
    assertThat(bursts.tryBlame(null)).isFalse();
    assertThat(bursts.share(burst)).isEqualTo(ofMillis(20).toNanos());
    assertThat(bursts.extraTime(burst)).isEqualTo(ofMillis(20).toNanos());
  }

  @Test
  void a_request_after_a_standstill_without_a_burst_has_no_share_of_an_earlier_one() {
    stoodStill(ofMillis(300));
    send(20);
    pass(ofMillis(500));
    end(20);
    linger();
    stoodStill(ofMillis(15));
    Burst late = bursts.current();
    send(1);
    pass(ofMillis(20));
    end(1);

    assertThat(bursts.share(late)).isZero();
  }

  @Test
  void a_standstill_without_a_burst_does_not_end_an_earlier_burst() {
    usuallyThree();
    stoodStill(ofMillis(300));
    send(20);
    pass(ofMillis(100));
    stoodStill(ofMillis(10));
    pass(ofMillis(20));
    send(1);

    assertThat(share()).isEqualTo(ofMillis(300));
    assertThat(bursts.tryBlame(null)).isTrue();
  }

  /** A service that answers 10 of 20 requests a second has a backlog of 51. */
  private void halfIsAnswered() {
    for (int second = 0; second < 5; second++) {
      for (int request = 0; request < 10; request++) {
        pass(ofMillis(50));
        send(2);
        pass(ofMillis(50));
        end(1);
      }
    }
    send(1);
  }

  @Test
  void a_service_that_works_off_a_backlog_in_a_standstill_has_no_burst() {
    halfIsAnswered();
    stoodStill(ofSeconds(1));
    Burst pending = bursts.current();
    end(10); // as many as usually in a second
    send(20);
    assertThat(share()).isEqualTo(ofSeconds(1)); // as long as the responses are being read
    pass(ofMillis(20));
    end(1);

    assertThat(share()).isZero();
    assertThat(bursts.share(pending)).isEqualTo(ofMillis(20).toNanos());
  }

  @Test
  void only_the_time_in_which_a_service_has_less_to_do_than_usually_counts() {
    halfIsAnswered();
    stoodStill(ofMillis(1_980));
    end(10); // half as many as usually in two seconds
    send(40);
    pass(ofMillis(20));
    send(1);

    assertThat(share()).isCloseTo(ofSeconds(1), ofMillis(30));
    pass(ofSeconds(19));
    end(1);
    assertThat(share()).isPositive();
    pass(ofMillis(1_700));
    end(1);
    assertThat(share()).isZero();
  }

  @Test
  void a_standstill_without_idle_time_does_not_prolong_an_earlier_burst() {
    halfIsAnswered();
    stoodStill(ofMillis(500)); // no response comes, although five are usual
    send(10);
    pass(ofMillis(20));
    end(1);
    Duration first = share();
    assertThat(first).isBetween(ofMillis(400), ofMillis(500));

    stoodStill(ofSeconds(2));
    end(20);
    send(40);
    assertThat(share()).isEqualTo(ofSeconds(2));
    pass(ofMillis(20));
    end(1);

    assertThat(share()).isEqualTo(first);
    pass(ofSeconds(8));
    end(1);
    assertThat(share()).isZero();
  }

  @Test
  void without_enough_requests_the_whole_standstill_counts() {
    for (int request = 0; request < 10; request++) {
      pass(ofMillis(50));
      send(1);
    }
    stoodStill(ofSeconds(1));
    end(5);
    send(20);
    pass(ofMillis(20));
    end(1);

    assertThat(share()).isEqualTo(ofSeconds(1));
  }

  @Test
  void a_failure_after_the_end_of_a_burst_is_not_due_to_it() {
    stoodStill(ofMillis(100));
    send(2);
    pass(ofMillis(20));
    end(2);
    assertThat(bursts.tryBlame(null)).as("the last failure").isTrue();
    linger();

    assertThat(bursts.tryBlame(null)).isFalse();
  }

  @Test
  void a_burst_is_one_burst_even_if_a_busy_machine_sends_it_slowly() {
    usuallyThree();
    stoodStill(ofSeconds(3));
    Burst first = bursts.current();
    for (int user = 0; user < 10; user++) {
      send(1);
      end(1);
      pass(ofMillis(19));
      bursts.stoodStill(ofSeconds(2).toNanos()); // the lag of a user that was due meanwhile
    }
    send(20);

    assertThat(bursts.current()).isSameAs(first);
    pass(ofMillis(20));
    send(1);
    assertThat(share()).isBetween(ofSeconds(3), ofMillis(3_200));
  }

  /** A service that takes two seconds gets 30 requests a second and refuses a third of them. */
  @ParameterizedTest
  @ValueSource(ints = {15, 22, 33, 41})
  void standstills_that_follow_each_other_excuse_no_more_than_one_burst(int apart) {
    int sent = 0;
    int ended = 0;
    int blamed = 0;
    for (int time = 0; time < 30_000; time++) {
      boolean standsStill = time > 10_000 && time % apart < 12;
      if (time > 10_000 && time % apart == 12) {
        bursts.stoodStill(ofMillis(12).toNanos());
      }
      for (; !standsStill && ended < (time - 2_000) * 30 / 1_000; ended++) {
        // Two of them may end before the burst of the first has been sent.
        assertThat(bursts.share(null)).isLessThanOrEqualTo(ofMillis(20 * 2 * 12).toNanos());
        boolean refuses = ended % 3 == 0;
        blamed += refuses && bursts.tryBlame(null) ? 1 : 0;
        bursts.ended(!refuses);
      }
      for (; !standsStill && sent < time * 30 / 1_000; sent++) {
        send(1);
      }
      pass(ofMillis(1));
    }
    assertThat(blamed).isLessThan(ended / 3 / 2);
  }

  @Test
  void a_request_of_a_burst_may_be_refused_because_of_it_after_its_end() {
    for (int request = 0; request < 100; request++) { // 100/s
      pass(ofMillis(10));
      send(1);
      end(1);
    }
    stoodStill(ofMillis(30));
    Burst before = bursts.current();
    send(4);
    pass(ofMillis(20));
    end(3); // the fourth is refused later
    linger();
    send(1);
    assertThat(bursts.current()).isNull();

    for (int failure = 0; failure < 3; failure++) {
      assertThat(bursts.tryBlame(before)).isTrue();
    }
    assertThat(bursts.tryBlame(before)).isFalse();
  }
}
