package dev.onrush.internal.page;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.onrush.internal.metrics.Interval;
import dev.onrush.internal.metrics.recording.Recorder;
import dev.onrush.profile.Phase;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class RunsOverTimeTest {

  /** Adds seconds of 40 requests, and the remainder after the last second. */
  private static void run(RunsOverTime runs, int seconds, Duration left, int requestsLeft) {
    Recorder recorder = new Recorder(List.of(Phase.WHOLE_RUN), text -> text);
    Consumer<Interval> next = runs.next();
    for (int second = 0; second < seconds; second++) {
      next.accept(interval(recorder, 40, ofSeconds(second + 1)));
    }
    next.accept(interval(recorder, requestsLeft, ofSeconds(seconds).plus(left)));
  }

  private static Interval interval(Recorder recorder, int requests, Duration end) {
    for (int i = 0; i < requests; i++) {
      recorder.response("U", "", "Ask", end.toMillis() - 20, end.toMillis() - 10, true, "200", "");
    }
    return recorder.takeInterval(end);
  }

  private static ObjectNode written(RunsOverTime runs) {
    ObjectNode node = new ObjectMapper().createObjectNode();
    runs.write(node);
    return node;
  }

  @Test
  void what_is_left_behind_the_last_second_of_each_run_has_no_rate_of_its_own() {
    RunsOverTime runs = new RunsOverTime(ofMillis(30_035));
    run(runs, 30, ofMillis(35), 1);
    run(runs, 5, ofMillis(35), 0);

    ObjectNode node = written(runs);

    assertThat(node.get("ends")).hasSize(30);
    assertThat(node.at("/ends/28").asLong()).isEqualTo(29_000);
    assertThat(node.at("/ends/29").asLong()).isEqualTo(30_035);
    // 41 in 1.035 s, and 40 in 1.035 s
    assertThat(node.at("/runs/0/perSecond/28").asDouble()).isEqualTo(40);
    assertThat(node.at("/runs/0/perSecond/29").asDouble()).isCloseTo(39.6, within(0.02));
    assertThat(node.at("/runs/1/perSecond/3").asDouble()).isEqualTo(40);
    assertThat(node.at("/runs/1/perSecond/4").asDouble()).isCloseTo(38.65, within(0.02));
    assertThat(node.at("/runs/1/perSecond/5").isNull()).isTrue();
  }

  @Test
  void half_a_second_more_is_a_cell() {
    RunsOverTime runs = new RunsOverTime(ofMillis(10_600));
    run(runs, 10, ofMillis(600), 24);

    ObjectNode node = written(runs);

    assertThat(node.get("ends")).hasSize(11);
    assertThat(node.at("/ends/10").asLong()).isEqualTo(10_600);
    assertThat(node.at("/runs/0/perSecond/10").asDouble()).isEqualTo(40);
  }

  @Test
  void a_run_of_less_than_half_a_second_is_one_cell() {
    RunsOverTime runs = new RunsOverTime(ofMillis(250));
    run(runs, 0, ofMillis(250), 5);

    ObjectNode node = written(runs);

    assertThat(node.get("ends")).hasSize(1);
    assertThat(node.at("/runs/0/perSecond/0").asDouble()).isEqualTo(20);
  }
}
