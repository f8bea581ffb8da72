package dev.onrush.internal.run.record;

import static dev.onrush.dsl.OnrushDsl.*;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.onrush.internal.metrics.Vitals;
import dev.onrush.internal.metrics.recording.Recorder;
import dev.onrush.profile.LoadProfile;
import dev.onrush.result.Command.Pause;
import dev.onrush.result.Intervention;
import dev.onrush.result.Judgement;
import dev.onrush.result.RunEnd;
import dev.onrush.result.Verdict;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RunAnalysisTest {

  private static final LoadProfile PROFILE = arrivalRate().hold(perSecond(10), ofSeconds(10));

  private static final RunInfo INFO =
      SampleInfo.load()
          .on(PROFILE)
          .requests("Ask")
          .judged(
              p95().below(ofSeconds(1)),
              throughput().atLeast(perSecond(5)),
              requestCount().atMost(1_000))
          .info();

  /** Returns an analysis of 10 seconds; in the seventh, the generator stood still for 1 s. */
  private static RunAnalysis disturbed() {
    RunAnalysis analysis = RunAnalysis.of(INFO, Optional.empty(), Path.of("reports/LoadTest"));
    Recorder recorder = new Recorder(INFO.phases(), text -> text);
    for (int second = 0; second < 10; second++) {
      for (int i = 0; i < 10; i++) {
        recorder.userStarted("Users");
        recorder.response("Users", "", "Ask", second * 1_000L + 100L * i, 20, true, "200", "");
        recorder.userEnded("Users");
      }
      Duration standstill = second == 6 ? ofSeconds(1) : Duration.ZERO;
      Vitals vitals = new Vitals(0.1, 0.1, ofMillis(0), standstill, standstill, 0.5, 100, 20_000);
      analysis.add(recorder.takeInterval(ofSeconds(second + 1)).with(vitals), INFO.flows());
    }
    return analysis;
  }

  @Test
  void a_threshold_that_is_not_judged_because_of_the_steering_stays_so_after_a_standstill() {
    Intervention pause = new Intervention(ofSeconds(4), new Pause(), "dashboard");
    RunAnalysis analysis = disturbed();

    RunRecord result = analysis.result(INFO, RunEnd.COMPLETED, List.of(pause), List.of());

    assertThat(result.findings()).as("the standstill").isNotEmpty();
    assertThat(result.verdict()).isEqualTo(Verdict.NO_DATA);
    assertThat(result.reason()).contains("the run was steered by hand at 00:04 (dashboard)");
    assertThat(result.judgements())
        .isEqualTo(analysis.soFar(List.of(pause), result.findings()))
        .allSatisfy(
            judgement -> {
              assertThat(judgement.status()).isEqualTo("NOT JUDGED");
              assertThat(judgement.detail())
                  .isEqualTo("the run was steered by hand at 00:04 (dashboard)");
            });
  }

  @Test
  void a_threshold_of_a_run_that_was_not_steered_is_invalid_after_a_standstill() {
    RunRecord result = disturbed().result(INFO, RunEnd.COMPLETED, List.of(), List.of());

    // More requests could have exceeded 1,000, but not have lowered the throughput.
    assertThat(result.judgements().subList(1, 3))
        .extracting(Judgement::verdict)
        .containsExactly(Verdict.PASS, Verdict.INVALID);
  }
}
