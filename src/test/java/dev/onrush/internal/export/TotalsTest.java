package dev.onrush.internal.export;

import static dev.onrush.dsl.OnrushDsl.*;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.onrush.internal.export.Point.Amount;
import dev.onrush.internal.metrics.recording.Recorder;
import dev.onrush.internal.run.RunStates;
import dev.onrush.internal.run.record.RunInfo;
import dev.onrush.internal.run.record.SampleInfo;
import dev.onrush.internal.verdict.Judge;
import dev.onrush.threshold.Threshold;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class TotalsTest {

  /** Returns the exported verdict of a threshold after a second with one request. */
  private static String verdictOf(Threshold threshold) {
    return verdictOf(threshold, 1);
  }

  /** Returns the exported verdict after {@code seconds} with one request in the first. */
  private static String verdictOf(Threshold threshold, int seconds) {
    RunInfo info =
        SampleInfo.load()
            .on(
                arrivalRate()
                    .hold(perSecond(1), ofSeconds(10))
                    .named("spike")
                    .hold(perSecond(1), ofSeconds(50))
                    .named("soak"))
            .requests("r")
            .judged(threshold)
            .info();
    Recorder recorder = new Recorder(info.phases(), text -> text);
    recorder.response("B", "", "r", 5, 25, true, "200", "");
    Judge judge = new Judge(info.thresholds(), info.phases(), info.requests());
    Totals totals = new Totals(info, Path.of("folder"));

    for (int second = 1; second <= seconds; second++) {
      totals.add(
          IntervalSnapshot.of(
              RunStates.after(info, recorder.takeInterval(ofSeconds(second)), judge, List.of())));
    }

    return totals.snapshot(false).points().get(ExportedMetric.THRESHOLD_VERDICT).stream()
        .filter(point -> point.value().equals(new Amount(1)))
        .map(point -> point.labels().get("verdict"))
        .reduce("", String::concat);
  }

  @Test
  void a_count_that_has_yet_to_grow_is_no_breach_that_a_dashboard_marks() {
    assertThat(verdictOf(requestCount().atLeast(10))).isEqualTo("NO_DATA");
    assertThat(verdictOf(requestCount().between(5, 10))).isEqualTo("NO_DATA");
    assertThat(verdictOf(requestCount().exactly(2))).isEqualTo("NO_DATA");
  }

  @Test
  void a_count_of_a_phase_that_is_over_is_a_breach() {
    Threshold threshold = requestCount().during("spike").atLeast(10);

    assertThat(verdictOf(threshold, 10)).isEqualTo("NO_DATA");
    assertThat(verdictOf(threshold, 30)).isEqualTo("FAIL");
    assertThat(verdictOf(requestCount().atLeast(10), 30)).isEqualTo("NO_DATA");
  }

  @Test
  void a_count_that_is_kept_or_broken_is_so_at_once() {
    assertThat(verdictOf(requestCount().atLeast(1))).isEqualTo("PASS");
    assertThat(verdictOf(requestCount().atMost(0))).isEqualTo("FAIL");
  }
}
