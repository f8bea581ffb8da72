package dev.onrush.internal.page;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.onrush.internal.metrics.ResponseTime;
import dev.onrush.internal.metrics.recording.Recorder;
import dev.onrush.internal.metrics.timeline.Timeline;
import dev.onrush.profile.Phase;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LinesTest {

  private static final List<Phase> PHASES =
      List.of(new Phase("steady", Duration.ZERO, ofMinutes(1)));

  private final Recorder recorder = new Recorder(PHASES, text -> text);

  private Optional<Line> fromDue() {
    Timeline timeline = new Timeline();
    timeline.add(recorder.takeInterval(ofSeconds(1)));
    return new Lines(timeline, PHASES).fromDue();
  }

  private void arrivals() {
    recorder.timed("Open", "", "Ask", 0, 2_000, true, "200", "");
    recorder.due("Open", ResponseTime.asMeasured(0, 3_000), true);
    recorder.unanswered("Open", "", "Ask", 0, 9_000);
    recorder.dueUnanswered("Open", new ResponseTime(0, 10_000, 9_000));
  }

  @Test
  void the_line_from_when_due_is_of_all_requests_where_all_users_arrive() {
    arrivals();

    Line line = fromDue().orElseThrow();

    assertThat(line.name()).isEqualTo("All, from when due");
    assertThat(line.of().requests()).isEqualTo(2);
    assertThat(line.of().failures()).isEqualTo(1);
    assertThat(line.of().all().times().max()).isEqualTo(10);
  }

  @Test
  void beside_concurrent_users_the_line_from_when_due_does_not_say_all() {
    arrivals();
    recorder.timed("Closed", "", "Ask", 0, 1_000, true, "200", "");

    Line line = fromDue().orElseThrow();

    assertThat(line.name()).isEqualTo("Arrivals, from when due");
    assertThat(line.of().requests()).isEqualTo(2);
  }

  @Test
  void the_sum_has_another_name_than_a_request_named_all() {
    recorder.timed("Open", "", "All", 0, 2_000, true, "200", "");
    recorder.due("Open", ResponseTime.asMeasured(0, 3_000), true);
    Timeline timeline = new Timeline();
    timeline.add(recorder.takeInterval(ofSeconds(1)));

    Lines lines = new Lines(timeline, PHASES);

    assertThat(lines.requests()).extracting(Line::name).containsExactly("All");
    assertThat(lines.total().name()).isEqualTo("(all)");
    assertThat(lines.fromDue()).get().extracting(Line::name).isEqualTo("(all), from when due");
  }

  @Test
  void concurrent_users_are_not_due() {
    recorder.timed("Closed", "", "Ask", 0, 1_000, true, "200", "");

    assertThat(fromDue()).isEmpty();
  }
}
