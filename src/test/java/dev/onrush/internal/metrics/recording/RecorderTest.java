package dev.onrush.internal.metrics.recording;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.onrush.internal.metrics.Failure;
import dev.onrush.internal.metrics.Interval;
import dev.onrush.internal.metrics.Outcome;
import dev.onrush.internal.metrics.ResponseTime;
import dev.onrush.internal.metrics.Series;
import dev.onrush.internal.metrics.Series.Kind;
import dev.onrush.internal.metrics.Tally;
import dev.onrush.internal.metrics.Users;
import dev.onrush.internal.metrics.histogram.HdrTimes;
import dev.onrush.internal.metrics.timeline.FailureCluster;
import dev.onrush.internal.metrics.timeline.Row;
import dev.onrush.internal.metrics.timeline.Selection;
import dev.onrush.internal.metrics.timeline.Timeline;
import dev.onrush.profile.Phase;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecorderTest {

  @Test
  void a_response_that_was_refused_is_no_success_even_if_its_check_lets_it_pass() {
    Recorder recorder = new Recorder(PHASES, text -> text);
    recorder.response("U", "", "r", 1, 2, true, "200", "");
    recorder.response("U", "", "r", 1, 2, true, "503", "");
    recorder.response("U", "", "r", 1, 2, false, "500", "no");
    recorder.response("U", "", "WebSocket", 1, 2, true, "", "");
    Timeline timeline = new Timeline();
    timeline.add(recorder.takeInterval(ofSeconds(1)));

    assertThat(timeline.all().requests()).isEqualTo(4);
    assertThat(timeline.all().failures()).isEqualTo(1);
    assertThat(timeline.all().successes()).isEqualTo(2);
  }

  private static final List<Phase> PHASES =
      List.of(
          new Phase("calm", Duration.ZERO, ofSeconds(1)),
          new Phase("storm", ofSeconds(1), ofSeconds(2)));

  private static Recorder recorder() {
    Recorder recorder = new Recorder(PHASES, text -> text.replace("s3cret", "***"));
    recorder.startAt(10_000);
    return recorder;
  }

  private static Series series(String name, String phase, Outcome outcome) {
    return new Series(Kind.REQUEST, "B", name, phase, outcome);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\n"})
  void a_blank_name_is_counted_under_a_name_that_can_be_seen(String blank) {
    Recorder recorder = recorder();

    recorder.response("B", "", blank, 10_000, 10_001, true, "200", "");
    recorder.response("B", "Pay", blank, 10_000, 10_001, true, "200", "");

    assertThat(recorder.takeInterval(ofSeconds(1)).tallies().keySet())
        .containsExactlyInAnyOrder(
            series("(no name)", "calm", Outcome.OK), series("Pay / (no name)", "calm", Outcome.OK));
  }

  @Test
  void a_response_belongs_to_the_phase_in_which_it_was_sent() {
    Recorder recorder = recorder();

    recorder.response("B", "", "r", 10_999, 13_000, true, "200", "");
    recorder.response("B", "", "r", 11_000, 13_000, true, "200", "");
    recorder.response("B", "", "r", 12_000, 13_000, true, "200", "");

    assertThat(recorder.takeInterval(ofSeconds(3)).tallies().keySet())
        .containsExactlyInAnyOrder(
            series("r", "calm", Outcome.OK),
            series("r", "storm", Outcome.OK),
            series("r", "wind-down", Outcome.OK));
  }

  @Test
  void requests_without_a_response_are_told_with_the_setting_that_governs_the_wait() {
    String setting =
        "; onrush.awaitAnswers sets how long a run that ends early waits for responses";
    Recorder one = recorder();
    Recorder two = recorder();

    one.unanswered("B", "", "r", 10_000, 6_000_000);
    two.unanswered("B", "", "r", 10_000, 6_000_000);
    two.unanswered("B", "", "r", 10_000, 2_000_000);

    assertThat(recorder().notes()).isEmpty();
    assertThat(one.notes())
        .containsExactly("1 request had no answer when the run ended, after 6.00 s" + setting);
    assertThat(two.notes())
        .containsExactly(
            "2 requests had no answer when the run ended, the oldest after 6.00 s" + setting);
  }

  @Test
  void requests_that_are_not_counted_are_told_one_or_many() {
    assertThat(notesOfWarmUp(true))
        .containsExactly("1 request of the service warm-up is in no figure; it did not fail");
    assertThat(notesOfWarmUp(false))
        .containsExactly("1 request of the service warm-up is in no figure; it failed");
    assertThat(notesOfWarmUp(true, false, true))
        .containsExactly("3 requests of the service warm-up are in no figure; 1 of them failed");
  }

  private static List<String> notesOfWarmUp(boolean... passed) {
    Phase warmUp = new Phase(Phase.SERVICE_WARM_UP, Duration.ZERO, ofSeconds(1));
    Recorder recorder = new Recorder(List.of(warmUp), text -> text);
    for (boolean ok : passed) {
      recorder.timed("B", "", "r", 0, 5_000, ok, "200", "");
    }
    recorder.takeInterval(ofSeconds(1));
    return recorder.notes();
  }

  @Test
  void outcomes_codes_and_errors_are_counted_apart() {
    Recorder recorder = recorder();

    recorder.response("B", "", "r", 10_000, 10_005, true, "200", "");
    recorder.response("B", "", "r", 10_000, 10_007, false, "500", "status 500");
    recorder.response("B", "", "r", 10_000, 10_009, false, "", "no answer");
    recorder.crash("B", "", "r", 10_000, "no attribute");

    Map<Series, Tally> tallies = recorder.takeInterval(ofSeconds(1)).tallies();
    Tally failed = tallies.get(series("r", "calm", Outcome.FAILED));
    assertThat(failed.requests()).isEqualTo(2);
    assertThat(failed.codes()).isEqualTo(Map.of("500", 1L));
    assertThat(failed.errors()).isEqualTo(Map.of("status 500", 1L, "no answer", 1L));
    assertThat(failed.times().max()).isEqualTo(9);
    Tally crashed = tallies.get(series("r", "calm", Outcome.CRASHED));
    assertThat(crashed.requests()).isEqualTo(1);
    assertThat(crashed.times().count()).isZero();
  }

  @Test
  void groups_stand_before_names_and_are_timed_apart() {
    Recorder recorder = recorder();

    recorder.response("B", "Checkout", "Pay", 10_000, 10_005, true, "200", "");
    recorder.group("B", "Checkout", 10_000, 10_100, true);

    assertThat(recorder.takeInterval(ofSeconds(1)).tallies().keySet())
        .containsExactlyInAnyOrder(
            series("Checkout / Pay", "calm", Outcome.OK),
            new Series(Kind.GROUP, "B", "Checkout", "calm", Outcome.OK));
  }

  @Test
  void secrets_do_not_get_into_error_texts() {
    Recorder recorder = recorder();

    recorder.response("B", "", "r", 10_000, 10_001, false, "", "token s3cret refused");

    Tally tally =
        recorder.takeInterval(ofSeconds(1)).tallies().get(series("r", "calm", Outcome.FAILED));
    assertThat(tally.errors()).isEqualTo(Map.of("token *** refused", 1L));
  }

  @Test
  void names_past_the_limit_are_other_and_the_notes_say_so() {
    Recorder recorder = recorder();

    for (int i = 0; i < 600; i++) {
      recorder.timed("B", "", "r" + i, 10_000, 1_000, false, "", "error " + i);
    }

    Timeline timeline = new Timeline();
    timeline.add(recorder.takeInterval(ofSeconds(1)));
    assertThat(timeline.names(Kind.REQUEST, Series::name)).hasSize(501).contains(Series.OTHER);
    assertThat(timeline.all().requests()).isEqualTo(600);
    assertThat(timeline.all().errors().get(0)).isEqualTo(Map.entry(Series.OTHER, 100L));
    assertThat(recorder.notes())
        .containsExactly(
            "more than 500 distinct request names; all others are counted as (other)",
            "more than 500 distinct error messages; all others are counted as (other)");
  }

  @Test
  void names_that_are_known_before_have_their_place_however_many_others_come() {
    KnownNames known = new KnownNames(Set.of("Checkout"), Set.of("Till"), Set.of("sold"));
    Recorder recorder = new Recorder(PHASES, text -> text, known);
    for (int i = 0; i < 600; i++) {
      recorder.timed("B", "", "GET /items/" + i, 1, 1_000, true, "", "");
      recorder.group("B", "flow " + i, 1, 2, true);
      recorder.metric("B", "metric " + i, 1, 1);
    }

    recorder.timed("B", "Till", "Checkout", 1, 1_000, false, "503", "full");
    recorder.group("B", "Till", 1, 2, false);
    recorder.metric("B", "sold", 1, 1);

    Timeline timeline = new Timeline();
    timeline.add(recorder.takeInterval(ofSeconds(1)));
    assertThat(timeline.names(Kind.REQUEST, Series::name))
        .hasSize(502)
        .contains("Till / Checkout", Series.OTHER);
    assertThat(timeline.names(Kind.GROUP, Series::name)).contains("Till", Series.OTHER);
    assertThat(timeline.names(Kind.METRIC, Series::name)).contains("sold", Series.OTHER);
    assertThat(timeline.failures().get(0).request()).isEqualTo("Till / Checkout");
  }

  @Test
  void a_known_name_in_ever_new_groups_has_a_bound_and_is_complete() {
    KnownNames known = new KnownNames(Set.of("Pay"), Set.of(), Set.of());
    Recorder recorder = new Recorder(PHASES, text -> text, known);

    for (int i = 0; i < 2_000; i++) {
      recorder.timed("B", "user " + i, "Pay", 1, 1_000, true, "", "");
    }

    Timeline timeline = new Timeline();
    timeline.add(recorder.takeInterval(ofSeconds(1)));
    // 10 groups of the known name, 500 further names, and the name in all other groups.
    assertThat(timeline.names(Kind.REQUEST, Series::name))
        .hasSize(511)
        .allMatch(name -> name.endsWith(" / Pay"))
        .contains("user 0 / Pay", "(other) / Pay");
    assertThat(timeline.all().requests()).isEqualTo(2_000);
    assertThat(recorder.notes())
        .containsExactly("more than 500 distinct request names; all others are counted as (other)");
  }

  @Test
  void a_known_name_stays_complete_if_its_groups_are_long_or_come_from_several_injectors() {
    KnownNames known = new KnownNames(Set.of("Pay"), Set.of("Pay"), Set.of());
    Recorder coordinator = new Recorder(PHASES, text -> text, known);
    Timeline timeline = new Timeline();

    for (int injector = 0; injector < 3; injector++) {
      Recorder recorder = new Recorder(PHASES, text -> text, known);
      for (int i = 0; i < 600; i++) {
        String group = "injector " + injector + " user " + i + "g".repeat(1_000);
        recorder.timed("B", group, "Pay", 1, 1_000, true, "", "");
        recorder.group("B", group + " / Pay", 1, 2, true);
      }
      timeline.add(coordinator.bounded(recorder.takeInterval(ofSeconds(1))));
    }

    for (Kind kind : List.of(Kind.REQUEST, Kind.GROUP)) {
      assertThat(timeline.names(kind, Series::name))
          .hasSize(511)
          .allMatch(name -> name.endsWith(" / Pay"))
          .allMatch(name -> name.length() < 510);
    }
    assertThat(timeline.all().requests()).isEqualTo(1_800);
  }

  @Test
  void a_status_of_http_has_its_place_however_many_other_codes_come() {
    Recorder recorder = recorder();
    for (int i = 0; i < 600; i++) {
      recorder.timed("B", "", "r", 1, 1_000, false, "code " + i, "");
    }

    recorder.timed("B", "", "r", 1, 1_000, false, "503", "");

    Tally tally =
        recorder.takeInterval(ofSeconds(1)).tallies().get(series("r", "calm", Outcome.FAILED));
    assertThat(tally.codes()).hasSize(502).containsEntry("503", 1L).containsEntry("(other)", 100L);
  }

  @Test
  void names_of_groups_take_no_place_of_those_of_requests() {
    Recorder recorder = recorder();
    for (int i = 0; i < 600; i++) {
      recorder.group("B", "flow " + i, 10_000, 10_001, true);
    }

    recorder.timed("B", "", "Checkout", 10_000, 1_000, true, "", "");

    Timeline timeline = new Timeline();
    timeline.add(recorder.takeInterval(ofSeconds(1)));
    assertThat(timeline.names(Kind.REQUEST, Series::name)).containsExactly("Checkout");
    assertThat(recorder.notes())
        .containsExactly("more than 500 distinct group names; all others are counted as (other)");
  }

  @Test
  void a_long_text_is_cut_and_its_length_told() {
    Recorder recorder = recorder();
    String body = "e".repeat(5_242_880);

    for (int i = 0; i < 3; i++) {
      recorder.timed("B", "", "r", 10_000, 1_000, false, "500", "found " + body + "e".repeat(i));
    }
    recorder.timed("B", "g".repeat(1_000), "r", 10_000, 1_000, true, "2".repeat(1_000), "");

    Timeline timeline = new Timeline();
    timeline.add(recorder.takeInterval(ofSeconds(1)));
    assertThat(timeline.all().errors())
        .containsExactly(Map.entry("found " + "e".repeat(494) + "… (5,242,886 characters)", 3L));
    assertThat(timeline.names(Kind.REQUEST, Series::name))
        .containsExactly("g".repeat(500) + "… (1,004 characters)", "r");
    assertThat(timeline.all().all().codes())
        .containsEntry("2".repeat(500) + "… (1,000 characters)", 1L);
  }

  @Test
  void a_secret_is_hidden_before_a_text_is_cut() {
    Recorder recorder = recorder();

    recorder.timed(
        "B", "", "r", 10_000, 1_000, false, "", "e".repeat(497) + "s3cret" + "e".repeat(5_000));

    Tally tally =
        recorder.takeInterval(ofSeconds(1)).tallies().get(series("r", "calm", Outcome.FAILED));
    assertThat(tally.errors()).containsOnlyKeys("e".repeat(497) + "***… (5,503 characters)");
  }

  @Test
  void several_recorders_together_have_no_more_names_than_one() {
    KnownNames known = new KnownNames(Set.of("Pay"), Set.of(), Set.of());
    Recorder coordinator = new Recorder(PHASES, text -> text, known);
    Timeline timeline = new Timeline();

    for (int injector = 0; injector < 3; injector++) {
      Recorder recorder = new Recorder(PHASES, text -> text, known);
      for (int i = 0; i < 600; i++) {
        String name = "GET " + injector + "/" + i;
        recorder.timed("B", "", name, 1, 1_000, false, "", "no " + "x".repeat(600) + name);
      }
      recorder.timed("B", "", "Pay", 1, 1_000, true, "200", "");
      timeline.add(coordinator.bounded(recorder.takeInterval(ofSeconds(1))));
    }

    assertThat(timeline.names(Kind.REQUEST, Series::name))
        .hasSize(502)
        .contains("Pay", Series.OTHER);
    assertThat(timeline.all().requests()).isEqualTo(1_803);
    assertThat(timeline.all().errors())
        .containsExactly(Map.entry("no " + "x".repeat(497) + "… (610 characters)", 1_800L));
  }

  @Test
  void from_when_they_were_due_failures_are_failures() {
    Recorder recorder = recorder();

    recorder.due("B", ResponseTime.asMeasured(10_000, 1_000), true);
    recorder.due("B", ResponseTime.asMeasured(10_000, 2_000), false);

    Timeline timeline = new Timeline();
    timeline.add(recorder.takeInterval(ofSeconds(1)));
    assertThat(timeline.select(s -> s.kind() == Kind.DUE).errorRate()).isEqualTo(50);
  }

  @Test
  void whole_milliseconds_are_told_by_name_where_no_more_is_known() {
    Recorder recorder = recorder();

    recorder.timed("B", "", "Ask", 10_000, 310, true, "200", "");
    recorder.response("B", "", "Message", 10_000, 10_001, true, "", "");

    Timeline timeline = new Timeline();
    timeline.add(recorder.takeInterval(ofSeconds(1)));
    assertThat(timeline.select(s -> s.name().equals("Ask")).all().times().max()).isEqualTo(0.31);
    assertThat(recorder.notes())
        .containsExactly(
            "response times known only in whole milliseconds, from Gatling's timestamps: Message");
  }

  @Test
  void users_are_counted_by_class_and_interval() {
    Recorder recorder = recorder();

    recorder.userStarted("B");
    recorder.userStarted("B");
    Interval first = recorder.takeInterval(ofSeconds(1));
    recorder.userEnded("B");
    Interval second = recorder.takeInterval(ofSeconds(2));

    assertThat(first.users()).isEqualTo(Map.of("B", new Users(2, 0, 2)));
    assertThat(second.users()).isEqualTo(Map.of("B", new Users(0, 1, 1)));
    assertThat(second.length()).isEqualTo(ofSeconds(1));
  }

  @Test
  void nothing_is_lost_between_writing_threads_and_intervals() throws InterruptedException {
    Recorder recorder = recorder();
    int threads = 4;
    int each = 200_000;
    CountDownLatch done = new CountDownLatch(threads);
    for (int t = 0; t < threads; t++) {
      int number = t;
      new Thread(
              () -> {
                try {
                  for (int i = 0; i < each; i++) {
                    recorder.response(
                        "B", "", "r" + (i + number) % 7, 10_000, 10_000 + i % 50, true, "200", "");
                  }
                } finally {
                  done.countDown();
                }
              })
          .start();
    }

    Timeline timeline = new Timeline();
    Duration at = Duration.ZERO;
    while (done.getCount() > 0) {
      at = at.plusMillis(1);
      timeline.add(recorder.takeInterval(at));
    }
    timeline.add(recorder.takeInterval(at.plusMillis(1)));

    Selection all = timeline.all();
    assertThat(all.requests()).isEqualTo((long) threads * each);
    // 0 to 49 ms, equally often: 24.5
    assertThat(all.all().times().mean()).isEqualTo(24.5);
    long rows = timeline.rows().stream().mapToLong(Row::requests).sum();
    assertThat(rows).isEqualTo((long) threads * each);
  }

  @Test
  void samples_come_out_in_the_order_in_which_one_thread_wrote_them() throws InterruptedException {
    SampleLog log = new SampleLog();
    int samples = 1_000_000;
    Thread writer =
        new Thread(
            () -> {
              for (long i = 0; i < samples; i++) {
                log.add(i, -i, 2 * i, 3 * i);
              }
            });
    AtomicLong next = new AtomicLong();
    AtomicLong wrong = new AtomicLong();
    SampleLog.Reader reader =
        (what, start, end, least) -> {
          long expected = next.getAndIncrement();
          if (what != expected
              || start != -expected
              || end != 2 * expected
              || least != 3 * expected) {
            wrong.incrementAndGet();
          }
        };

    writer.start();
    while (writer.isAlive()) {
      log.drain(reader);
    }
    writer.join();
    log.drain(reader);

    assertThat(wrong).hasValue(0);
    assertThat(next).hasValue(samples);
  }

  @Test
  void the_sum_of_intervals_is_the_interval_of_all() {
    Recorder parts = recorder();
    Recorder whole = recorder();
    Timeline ofParts = new Timeline();
    Timeline ofWhole = new Timeline();

    for (int second = 0; second < 20; second++) {
      for (int i = 0; i < 100; i++) {
        long start = 10_000 + second * 100 + i;
        parts.response(
            "B", "", "r", start, start + i * 7, i % 9 != 0, "200", i % 9 != 0 ? "" : "e");
        whole.response(
            "B", "", "r", start, start + i * 7, i % 9 != 0, "200", i % 9 != 0 ? "" : "e");
      }
      ofParts.add(parts.takeInterval(ofSeconds(second + 1)));
    }
    ofWhole.add(whole.takeInterval(ofSeconds(20)));

    assertThat(ofParts.totals().keySet()).isEqualTo(ofWhole.totals().keySet());
    ofParts
        .totals()
        .forEach(
            (series, tally) -> {
              Tally other = ofWhole.totals().get(series);
              assertThat(tally.requests()).isEqualTo(other.requests());
              assertThat(tally.errors()).isEqualTo(other.errors());
              assertThat(HdrTimes.of(tally.times())).isEqualTo(HdrTimes.of(other.times()));
            });
    assertThat(ofParts.recent().requests()).isEqualTo(500);
  }

  @Test
  void metrics_of_the_simulations_own_keep_three_decimals() {
    Recorder recorder = recorder();

    recorder.metric("B", "basket", 10_000, 2.5);
    recorder.metric("B", "basket", 10_000, 0.001);
    recorder.rate("B", "hit", 10_000, false);

    Map<Series, Tally> tallies = recorder.takeInterval(ofSeconds(1)).tallies();
    Tally basket = tallies.get(new Series(Kind.METRIC, "B", "basket", "calm", Outcome.OK));
    assertThat(basket.times().sum()).isEqualTo(2.501);
    assertThat(basket.times().max()).isEqualTo(2.5);
    assertThat(tallies.get(new Series(Kind.METRIC, "B", "hit", "calm", Outcome.FAILED)).requests())
        .isEqualTo(1);
  }

  @Test
  void failures_that_differ_in_an_id_are_one_cluster_with_its_first_and_last_moment() {
    Recorder recorder = recorder();
    Timeline timeline = new Timeline();

    recorder.response("B", "", "r", 10_000, 10_001, false, "404", "order 83120 not found");
    timeline.add(recorder.takeInterval(ofSeconds(1)));
    timeline.add(recorder.takeInterval(ofSeconds(2)));
    recorder.response("B", "", "r", 12_000, 12_001, false, "404", "order 83121 not found");
    recorder.response("B", "", "r", 11_900, 12_001, false, "", "Connection refused");
    timeline.add(recorder.takeInterval(ofSeconds(3)));

    assertThat(timeline.failures())
        .containsExactly(
            new FailureCluster(
                "r",
                "B",
                new Failure("404", "order <n> not found"),
                2,
                "calm",
                ofSeconds(0),
                ofSeconds(3)),
            new FailureCluster(
                "r",
                "B",
                new Failure("", "Connection refused"),
                1,
                "storm",
                ofSeconds(2),
                ofSeconds(3)));
  }

  @Test
  void what_differs_from_time_to_time_is_taken_out_of_error_texts_and_nothing_else() {
    assertThat(Failure.normalised("status.find.is(200), found 503"))
        .isEqualTo("status.find.is(200), found 503");
    assertThat(Failure.normalised("Connection refused: localhost/127.0.0.1:8080"))
        .isEqualTo("Connection refused: localhost/127.0.0.1:8080");
    assertThat(Failure.normalised("timeout after 10003 ms")).isEqualTo("timeout after <n> ms");
    assertThat(Failure.normalised("no user 6f9619ff-8b86-d011-b42d-00cf4fc964ff"))
        .isEqualTo("no user <uuid>");
    assertThat(Failure.normalised("trace 0af7651916cd43dd8448eb211c80319c, decade"))
        .isEqualTo("trace <hex>, decade");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ORA-01555: snapshot too old",
        "could not serialize access (SQLSTATE 40001)",
        "SQLState: 40001, vendor code: 1213",
        "closed with close code 1006",
        "error code [1205]: lock wait timeout",
        "errno=10054"
      })
  void the_code_of_an_error_stays_in_its_text(String text) {
    assertThat(Failure.normalised(text)).isEqualTo(text);
  }

  @Test
  void ids_are_taken_out_of_error_texts_also_where_they_are_called_codes() {
    assertThat(Failure.normalised("voucher code 83120 is used"))
        .isEqualTo("voucher code <n> is used");
    assertThat(Failure.normalised("error code 8312012 of order-83120"))
        .isEqualTo("error code <n> of order-<n>");
  }
}
