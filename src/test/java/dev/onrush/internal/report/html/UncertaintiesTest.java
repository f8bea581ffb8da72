package dev.onrush.internal.report.html;

import static dev.onrush.dsl.OnrushDsl.*;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.onrush.internal.metrics.timeline.Timeline;
import dev.onrush.internal.run.record.SampleInfo;
import dev.onrush.internal.run.record.SampleRecord;
import dev.onrush.result.Judgement;
import dev.onrush.result.Uncertainty;
import dev.onrush.result.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class UncertaintiesTest {

  /** The doubts about a run whose p99 was too long, in a range from {@code least}. */
  private static List<String> ofRange(double least) {
    Judgement slow =
        new Judgement(
            p99().below(ofMillis(80)),
            Verdict.FAIL,
            OptionalDouble.of(2_020),
            1_000,
            "",
            Optional.empty(),
            Optional.of(new Uncertainty(least, 2_020)),
            Optional.empty());
    return Uncertainties.of(
        SampleRecord.of(
                SampleInfo.named("T", "T")
                    .startedAt(Instant.EPOCH)
                    .on(arrivalRate().hold(perSecond(1), ofSeconds(1)))
                    .requests("r")
                    .info(),
                new Timeline())
            .judged(List.of(slow))
            .record());
  }

  @Test
  void a_range_that_ends_near_the_limit_is_told_with_both_ends() {
    assertThat(ofRange(249))
        .containsExactly("The range of p99 ends near its limit: 249 ms to 2.02 s");
  }

  @Test
  void a_range_that_ends_far_from_the_limit_is_no_doubt() {
    assertThat(ofRange(1_900)).isEmpty();
  }
}
