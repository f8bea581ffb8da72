package dev.onrush.internal.finding;

import static dev.onrush.dsl.OnrushDsl.perSecond;
import static dev.onrush.dsl.OnrushDsl.throughput;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.onrush.internal.metrics.Interval;
import dev.onrush.internal.metrics.recording.Recorder;
import dev.onrush.internal.service.ServiceHistory;
import dev.onrush.internal.verdict.Judge;
import dev.onrush.plan.Phase;
import dev.onrush.result.Breach;
import dev.onrush.threshold.Threshold;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunEvidenceTest {

  private static final List<Phase> PHASES =
      List.of(new Phase("steady", Duration.ZERO, ofSeconds(40)));

  private static final Threshold FLOOR = throughput().atLeast(perSecond(30));
  private static final Threshold CEILING = throughput().atMost(perSecond(60));

  /** A run of 40 s: so many requests a second, and so many from 20 s on. */
  private static List<Breach> breaches(List<Threshold> thresholds, int before, int after) {
    RunEvidence evidence = new RunEvidence(thresholds, PHASES, List.of(), new ServiceHistory());
    Judge judge = new Judge(thresholds, PHASES, List.of());
    Recorder recorder = new Recorder(PHASES, text -> text);
    for (int second = 0; second < 40; second++) {
      for (int i = 0; i < (second < 20 ? before : after); i++) {
        long start = 1_000L * second;
        recorder.response("B", "", "r", start, start + 10, true, "200", "");
      }
      Interval interval = recorder.flip(ofSeconds(second + 1));
      evidence.add(interval);
      judge.add(interval);
    }
    return evidence.explain(judge.judge(), List.of()).breaches();
  }

  @Test
  void a_floor_and_a_ceiling_of_one_measure_each_have_a_breach_of_their_own() {
    for (List<Threshold> both : List.of(List.of(FLOOR, CEILING), List.of(CEILING, FLOOR))) {
      // 40/s and then 10/s is 25/s in all; 50/s and then 90/s is 70/s in all.
      assertThat(breaches(both, 40, 10))
          .as("the floor of %s", both)
          .extracting(Breach::headline)
          .containsExactly("throughput broke at 00:20");
      assertThat(breaches(both, 50, 90))
          .as("the ceiling of %s", both)
          .extracting(Breach::headline)
          .containsExactly("throughput broke at 00:20");
    }
  }
}
