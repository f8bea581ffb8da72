package dev.onrush.internal.gatling.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** An event loop that follows a script: its times are in microseconds since its start. */
class LoopTimesTest {

  private final Script script = new Script();
  private final LoopTimes loop = new LoopTimes(script, 0);

  private static final class Script implements LoopTimes.Waits {
    private long withoutProcessor;
    private long stops;

    @Override
    public long withoutProcessor() {
      return withoutProcessor;
    }

    @Override
    public long stops() {
      return stops;
    }
  }

  private static long micros(long time) {
    return TimeUnit.MICROSECONDS.toNanos(time);
  }

  /** Scripts a sleep between two times, during part of which its thread had no processor. */
  private void sleep(long from, long to, long withoutProcessor) {
    loop.looks(micros(from));
    loop.sleeps(micros(from));
    script.withoutProcessor += micros(withoutProcessor);
    loop.woke(micros(to));
  }

  /** Scripts a poll that finds an event, between two times. */
  private void find(long from, long to) {
    loop.looks(micros(from));
    loop.found(micros(to));
  }

  private long servedSince() {
    return TimeUnit.NANOSECONDS.toMicros(loop.servedSince());
  }

  @Test
  void what_a_loop_finds_by_sleeping_has_come_when_it_woke_up() {
    sleep(100, 5_000, 0);

    assertThat(servedSince()).isEqualTo(5_000);
  }

  @Test
  void what_it_finds_may_have_waited_for_as_long_as_the_thread_had_no_processor() {
    sleep(100, 5_000, 700);

    assertThat(servedSince()).isEqualTo(4_300);
  }

  @Test
  void what_it_finds_by_looking_may_have_come_since_it_looked_before() {
    sleep(100, 5_000, 0);
    find(5_240, 5_250);
    assertThat(servedSince()).isEqualTo(5_000); // the loop slept until then

    find(9_000, 9_010);
    assertThat(servedSince()).isEqualTo(5_240);
  }

  @Test
  void a_look_that_takes_its_time_may_have_seen_nothing_of_what_came_meanwhile() {
    find(100, 9_000);
    find(9_100, 9_110);

    assertThat(servedSince()).isEqualTo(100);
  }

  @Test
  void nothing_was_there_when_it_fell_asleep_however_little_it_slept() {
    sleep(100, 5_000, 0);
    sleep(8_000, 8_030, 0); // after 3,000 of work

    assertThat(servedSince()).isEqualTo(8_030);
  }

  @Test
  void a_thread_that_had_no_processor_for_all_its_sleep_may_have_been_needed_since_it_looked() {
    sleep(100, 5_000, 0);
    sleep(5_240, 9_250, 4_010);

    assertThat(servedSince()).isEqualTo(5_240);
  }

  @Test
  void time_without_a_processor_while_the_loop_worked_is_not_that_of_the_sleep_after() {
    sleep(100, 5_000, 0);
    script.withoutProcessor += micros(3_000); // of the work from 5,000 to 9,000
    sleep(9_000, 14_000, 100);

    assertThat(servedSince()).isEqualTo(13_900);
  }

  @Test
  void a_loop_that_sleeps_on_past_its_timer_was_frozen() {
    sleep(100, 5_000, 0);
    loop.tickAt(micros(15_000));
    sleep(5_100, 195_000, 200);

    assertThat(servedSince()).isEqualTo(5_100);
  }

  @Test
  void a_loop_that_sleeps_on_past_its_timer_for_want_of_a_processor_was_not_frozen() {
    loop.tickAt(micros(10_000));
    sleep(100, 30_000, 20_000);

    assertThat(servedSince()).isEqualTo(10_000);
  }

  @Test
  void what_comes_while_a_loop_is_frozen_may_be_found_by_its_next_look() {
    sleep(100, 5_000, 0);
    loop.tickAt(micros(15_000));
    sleep(5_100, 195_000, 0); // interrupted by the freeze, without an event
    find(195_020, 195_030);

    assertThat(servedSince()).isEqualTo(5_100);
  }

  @Test
  void a_stop_of_the_jvm_may_have_kept_the_loop_asleep() {
    sleep(100, 5_000, 0);
    loop.looks(micros(5_100));
    loop.sleeps(micros(5_100));
    script.stops++;
    loop.woke(micros(9_000));

    assertThat(servedSince()).isEqualTo(5_100);
  }

  @Test
  void the_loops_own_time_is_all_but_what_it_slept() {
    sleep(100, 5_000, 0); // 100 of work
    sleep(5_200, 8_000, 300); // 200 of work, 300 without a processor

    assertThat(loop.own(micros(8_050))).isEqualTo(micros(100 + 200 + 300 + 50));
  }

  @Test
  void a_request_on_an_open_connection_has_the_time_to_its_writing_and_that_before_its_answer() {
    OwnShare share = new OwnShare(loop);
    sleep(100, 1_000, 0);
    share.sending(micros(1_010));
    share.written(micros(1_030));
    share.handedOver(micros(1_050), true);
    sleep(1_100, 6_000, 200);
    share.event(micros(6_100)); // the head of the response
    share.event(micros(6_150)); // the body of the response

    // 40 until the request was handed to the system, 200 without a processor, 150 of work on the
    // response
    assertThat(share.nanos()).isEqualTo(micros(40 + 200 + 150));
  }

  @Test
  void of_a_request_that_goes_on_when_there_is_room_all_counts_in_which_the_loop_did_not_sleep() {
    OwnShare share = new OwnShare(loop);
    sleep(100, 1_000, 0);
    share.sending(micros(1_000));
    share.written(micros(1_020));
    share.handedOver(micros(1_050), false);
    sleep(1_100, 2_000, 30); // the socket is writable again, and has waited for 30
    sleep(2_400, 6_000, 0); // 400 of work, some of it on other requests
    share.event(micros(6_100)); // the head of its response
    sleep(6_200, 7_000, 0);
    share.event(micros(7_010)); // its body; nothing was left to be sent for it

    // 50 until the call returned, 50 + 30 + 400 + 100 until the response, 10 of work on its body
    assertThat(share.nanos()).isEqualTo(micros(50 + 50 + 30 + 400 + 100 + 10));
  }

  @Test
  void on_a_connection_that_was_opened_first_a_request_is_with_the_system_a_moment_after() {
    OwnShare share = new OwnShare(loop);
    sleep(0, 1_000, 0);
    share.sending(micros(1_000));
    sleep(1_100, 3_000, 0); // 100 of work
    share.written(micros(3_020));
    share.handedOver(micros(3_090), true); // its encryption took 70
    sleep(3_400, 5_000, 0);
    share.event(micros(5_010));

    assertThat(share.nanos()).isEqualTo(micros(100 + 20 + 70 + 10));
  }

  @Test
  void a_request_that_is_sent_once_more_counts_with_all_that_the_loop_did_not_sleep_meanwhile() {
    OwnShare share = sent(1_000);
    sleep(1_100, 3_000, 30); // the connection turns out to be closed
    share.sending(micros(3_010));
    sleep(3_200, 5_000, 0); // 190 of work while another connection is opened
    sleep(5_300, 7_000, 50); // 300 of work, 50 without a processor
    share.written(micros(7_020));
    share.handedOver(micros(7_050), true);
    sleep(7_100, 9_000, 0);
    share.event(micros(9_010));

    // 30 and 10 until the request is sent again, 50 until it is handed to the system, 10 of work on
    // the response
    assertThat(share.nanos()).isEqualTo(micros(30 + 10 + 190 + 300 + 50 + 20 + 30 + 10));
  }

  @Test
  void of_a_request_that_is_written_again_unannounced_all_work_since_it_was_handed_over_counts() {
    OwnShare share = sent(1_000);
    sleep(1_100, 3_000, 30); // 100 of work; its HTTP/2 connection turns out to be closed
    sleep(3_200, 5_000, 0); // 200 of work while another connection is opened
    share.written(micros(5_020));
    share.handedOver(micros(5_050), true);
    sleep(5_100, 9_000, 0);
    share.event(micros(9_010));

    assertThat(share.nanos()).isEqualTo(micros(100 + 30 + 200 + 50 + 10));
  }

  @Test
  void a_turn_lasts_until_the_loop_goes_to_work_again() throws InterruptedException {
    List<Long> turns = new ArrayList<>();
    Thread thread =
        new Thread(
            () -> {
              loop.belongToThread();
              sleep(100, 1_000, 0);
              turns.add(LoopTimes.turn());
              loop.looks(micros(1_100));
              turns.add(LoopTimes.turn());
              loop.found(micros(1_110));
              turns.add(LoopTimes.turn());
            });

    thread.start();
    thread.join();

    assertThat(turns).containsExactly(micros(1_000), micros(1_000), micros(1_110));
    assertThat(LoopTimes.turn()).isZero(); // this thread does not belong to a loop
  }

  @Test
  void an_answer_that_comes_before_its_request_is_known_to_be_with_the_system_may_have_waited() {
    OwnShare share = new OwnShare(loop);
    sleep(0, 1_000, 0);
    share.sending(micros(1_000));
    share.written(micros(1_020));
    sleep(1_100, 3_000, 0);
    share.event(micros(3_010));
    share.handedOver(micros(3_050), true);

    assertThat(share.nanos()).isEqualTo(micros(20 + 80 + 10));
  }

  @Test
  void each_part_of_an_answer_may_have_waited() {
    OwnShare share = sent(1_000);
    sleep(1_100, 6_000, 0);
    share.event(micros(6_100));
    find(6_500, 6_510); // the event may have arrived at any time since 6,000
    share.event(micros(6_520));

    // 100, and then from this time on, because earlier time is counted already
    assertThat(share.nanos()).isEqualTo(micros(100 + 420));
  }

  @Test
  void a_connection_that_is_opened_first_counts_with_all_that_the_loop_did_not_sleep() {
    OwnShare share = new OwnShare(loop);
    sleep(0, 1_000, 0);
    share.sending(micros(1_000));
    sleep(1_200, 3_000, 0); // 200 of work
    sleep(3_100, 5_000, 50); // 100 of work, 50 without a processor
    share.written(micros(5_040)); // 40 of work

    assertThat(share.nanos()).isEqualTo(micros(200 + 100 + 50 + 40));
  }

  @Test
  void a_share_is_never_more_than_the_time_itself() {
    sleep(0, 1_000, 0);
    OwnShare share = new OwnShare(loop);
    share.sending(micros(50_000)); // after a long period of work
    share.written(micros(50_010));
    share.handedOver(micros(50_010), true);
    find(50_020, 50_030); // the event may have arrived at any time since 1,000
    share.event(micros(50_040));

    assertThat(share.nanos()).isEqualTo(micros(40));
  }

  @Test
  void nothing_is_known_of_a_thread_that_is_no_event_loop() {
    OwnShare share = new OwnShare(LoopTimes.ofThread());
    share.sending(0);
    share.written(1);
    share.event(2);

    assertThat(share.nanos()).isEqualTo(OwnShare.UNKNOWN);
  }

  private OwnShare sent(long at) {
    OwnShare share = new OwnShare(loop);
    sleep(0, at, 0);
    share.sending(micros(at));
    share.written(micros(at));
    share.handedOver(micros(at), true);
    return share;
  }

  @Test
  void a_stop_of_this_jvm_is_counted() {
    @Nullable Safepoints safepoints = Safepoints.ofJvm();
    assumeThat(safepoints).isNotNull(); // this JVM may be told not to write such a file
    long before = safepoints.count();

    System.gc();

    assertThat(safepoints.count()).isGreaterThan(before);
  }

  @Test
  void another_file_has_no_counter() {
    assertThat(Safepoints.in(ByteBuffer.allocate(64))).isNull();
  }
}
