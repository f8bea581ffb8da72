package dev.onrush.internal.run.record;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.onrush.internal.metrics.recording.Recorder;
import dev.onrush.internal.metrics.timeline.Timeline;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimeWithoutResponsesTest {

  private final Recorder recorder = new Recorder(List.of(), text -> text);
  private final Timeline timeline = new Timeline();

  /** Adds seconds, each with this number of responses after 10 ms. */
  private void seconds(int number, int responses) {
    for (int i = 0; i < number; i++) {
      int second = (int) timeline.elapsed().toSeconds();
      for (int r = 0; r < responses; r++) {
        recorder.response("B", "", "r", second * 1000L, second * 1000L + 10, true, "200", "");
      }
      timeline.add(recorder.takeInterval(ofSeconds(second + 1)));
    }
  }

  /** Adds a response that ends now and began {@code seconds} ago. */
  private void waited(int seconds) {
    long now = timeline.elapsed().toMillis();
    recorder.response("B", "", "r", now - seconds * 1000L, now + 1, false, "", "timeout");
  }

  @Test
  void a_service_that_hangs_until_the_timeout_is_told_in_one_note() {
    seconds(7, 30);
    seconds(9, 0);
    waited(9);
    seconds(1, 0);

    List<String> notes = TimeWithoutResponses.added(List.of("other"), timeline);

    assertThat(notes)
        .containsExactly(
            "other",
            "no response came from 00:07 to 00:16, although requests were waiting; each counts only"
                + " once in a percentile or an error rate, so judge such a time with"
                + " throughput().every(ofSeconds(5)).atLeast(…)");
    assertThat(TimeWithoutResponses.added(notes, timeline)).isEqualTo(notes);
  }

  @Test
  void users_who_think_wait_for_no_response() {
    seconds(7, 30);
    seconds(9, 0);
    seconds(7, 30);

    assertThat(TimeWithoutResponses.longest(timeline)).isEmpty();
  }

  @Test
  void a_rare_slow_request_is_no_time_without_responses() {
    for (int i = 0; i < 10; i++) {
      waited(6);
      seconds(1, 0);
      seconds(6, 0);
    }

    assertThat(TimeWithoutResponses.longest(timeline)).isEmpty();
  }

  @Test
  void a_short_stop_is_not_told() {
    seconds(7, 30);
    seconds(4, 0);
    waited(4);
    seconds(5, 30);

    assertThat(TimeWithoutResponses.longest(timeline)).isEmpty();
  }
}
