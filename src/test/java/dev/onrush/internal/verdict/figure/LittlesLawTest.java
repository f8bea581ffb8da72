package dev.onrush.internal.verdict.figure;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.onrush.internal.metrics.recording.Recorder;
import dev.onrush.internal.metrics.timeline.Timeline;
import dev.onrush.profile.Phase;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LittlesLawTest {

  private final Recorder recorder = new Recorder(List.of(Phase.WHOLE_RUN), text -> text);
  private final Timeline timeline = new Timeline();

  /** One second of this many responses, each with this time, and followed by a wait. */
  private void second(int number, int responses, long micros, long waitMicros) {
    for (int i = 0; i < responses; i++) {
      recorder.timed("U", "", "r", 1000L * number, micros, true, "200", "");
      if (waitMicros > 0) {
        recorder.waited("U", 1000L * number, waitMicros);
      }
    }
    timeline.add(recorder.takeInterval(ofSeconds(number)));
  }

  private void users(int count) {
    for (int i = 0; i < count; i++) {
      recorder.userStarted("U");
    }
    timeline.add(recorder.takeInterval(ofSeconds(0)));
  }

  @Test
  void a_hundred_responses_a_second_of_50_ms_with_450_ms_of_thinking_are_50_users() {
    users(50);
    for (int i = 1; i <= 10; i++) {
      second(i, 100, 50_000, 450_000);
    }

    LittlesLaw law = LittlesLaw.of(timeline, List.of()).orElseThrow();

    assertThat(law.users()).isCloseTo(50, within(1e-9));
    assertThat(law.throughput()).isCloseTo(100, within(1e-9));
    assertThat(law.response()).isCloseTo(50, within(1e-9));
    assertThat(law.think()).isCloseTo(450, within(1e-9));
    assertThat(law.explained()).isCloseTo(50, within(1e-9));
    assertThat(law.holds()).isTrue();
    assertThat(law.text(false))
        .isEqualTo(
            "Little's law: 50 users on average; throughput x (response + think time) = 100/s x"
                + " (50.0 ms + 450 ms) = 50, which agrees");
  }

  @Test
  void a_single_user_is_in_the_singular() {
    assertThat(new LittlesLaw(1, 2, 500, 0).text(false))
        .startsWith("Little's law: 1 user on average; ");
    assertThat(new LittlesLaw(0.98, 2, 490, 0).text(false))
        .startsWith("Little's law: 0.98 users on average; ");
  }

  /** A published report: 200 connections, 131,921 requests a second, 6 ms. */
  @Test
  void figures_that_contradict_each_other_are_told() {
    LittlesLaw law = new LittlesLaw(200, 131_921, 6, 0);

    assertThat(law.holds()).isFalse();
    assertThat(law.explained()).isCloseTo(791.5, within(0.1));
    assertThat(law.text(false))
        .endsWith(
            "= 792: 296 % more than measured; requests of one user overlap, for example"
                + " those for the resources of a page");
  }

  @Test
  void time_that_is_neither_response_nor_thought_is_the_generators() {
    LittlesLaw law = new LittlesLaw(64, 10_000, 4, 0);

    assertThat(law.text(false))
        .endsWith(
            "= 40: 37.5 % of the users' time went neither into responses nor into thinking; it was"
                + " spent in the generator itself, or in functions in chains");
    assertThat(law.text(true))
        .endsWith(
            "= 40: 37.5 % of the users' time went into pauses within chains, which are not timed");
  }

  @Test
  void nothing_is_said_where_the_end_of_the_load_has_left_waits_that_nobody_knows() {
    users(50);
    second(1, 100, 50_000, 0);
    timeline.endLoad(Optional.of(ofSeconds(1)));

    assertThat(LittlesLaw.of(timeline, List.of())).isEmpty();
  }

  @Test
  void without_responses_there_is_nothing_to_hold_against_each_other() {
    users(5);

    assertThat(LittlesLaw.of(timeline, List.of())).isEmpty();
  }
}
