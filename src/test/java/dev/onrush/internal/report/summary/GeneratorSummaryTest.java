package dev.onrush.internal.report.summary;

import static dev.onrush.dsl.OnrushDsl.*;
import static java.time.Duration.ofNanos;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.onrush.internal.metrics.Vitals;
import dev.onrush.internal.metrics.recording.Recorder;
import dev.onrush.internal.metrics.timeline.Timeline;
import dev.onrush.internal.run.record.RunInfo;
import dev.onrush.internal.run.record.SampleInfo;
import dev.onrush.internal.run.record.SampleRecord;
import dev.onrush.profile.LoadProfile;
import dev.onrush.profile.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GeneratorSummaryTest {

  private static final Vitals VITALS =
      new Vitals(0.1, 0.2, Duration.ZERO, Duration.ZERO, Duration.ZERO, 0.1, 10, 20_000);

  /** Returns the summary of a run of twelve seconds whose load was ended at 00:10. */
  private static GeneratorSummary ended(LoadProfile profile, int usersEachSecond) {
    Recorder recorder = new Recorder(profile.phases(), text -> text);
    Timeline timeline = new Timeline();
    for (int second = 1; second <= 12; second++) {
      for (int user = 0; second <= 10 && user < usersEachSecond; user++) {
        recorder.userStarted("U");
      }
      timeline.add(recorder.takeInterval(ofSeconds(second)).with(VITALS));
    }
    timeline.endLoad(Optional.of(ofSeconds(10)));
    RunInfo info =
        SampleInfo.named("T", "T").startedAt(Instant.EPOCH).on(profile).requests("r").info();
    return new GeneratorSummary(SampleRecord.of(info, timeline).record());
  }

  @Test
  void no_users_are_due_while_answers_are_awaited() {
    GeneratorSummary summary = ended(arrivalRate().hold(perSecond(100), ofSeconds(60)), 100);

    assertThat(summary.due()).hasValue(1_000);
    assertThat(summary.facts()).contains("users due: 1,000; users started: 1,000");
  }

  @Test
  void a_sum_of_doubles_hides_no_user_who_was_due() {
    // (0.4/s + 2.8/s) / 2 x 5 s = 8, which is 7.999… in doubles
    LoadProfile ramp =
        arrivalRate().hold(perSecond(0.4), ofNanos(1)).rampTo(perSecond(2.8), ofSeconds(5));

    assertThat(ended(ramp, 1).due()).hasValue(8);
  }

  @Test
  void users_who_all_left_within_their_second_were_one_user_at_least() {
    Recorder recorder = new Recorder(List.of(Phase.WHOLE_RUN), text -> text);
    Timeline timeline = new Timeline();
    timeline.add(recorder.takeInterval(ofSeconds(1)));
    assertThat(timeline.marks().peakUsers()).isZero();

    recorder.userStarted("U");
    recorder.userEnded("U");
    timeline.add(recorder.takeInterval(ofSeconds(2)));

    assertThat(timeline.marks().peakUsers()).isEqualTo(1);
  }

  @Test
  void no_users_are_planned_while_answers_are_awaited() {
    LoadProfile ramp = concurrentUsers().rampTo(300, ofSeconds(60));

    assertThat(ended(ramp, 5).facts()).contains("peak users: 50 planned, 50 active");
  }
}
