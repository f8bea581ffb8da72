package dev.onrush.internal.verdict;

import static dev.onrush.dsl.OnrushDsl.*;
import static java.time.Duration.ZERO;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.onrush.internal.metrics.recording.Recorder;
import dev.onrush.profile.HeldLevel;
import dev.onrush.profile.Phase;
import dev.onrush.result.Judgement;
import dev.onrush.result.Verdict;
import dev.onrush.threshold.Threshold;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** A threshold on the drift of each request. */
class EachRequestDriftTest {

  private static final int REQUESTS = 20;
  private static final int SECONDS = 20;
  private static final Threshold NO_DRIFT = drift(mean().ofEachRequest()).within(ofPercent(0));

  private static final List<Phase> STEADY =
      List.of(
          new Phase(
              "steady",
              ZERO,
              ofSeconds(SECONDS),
              Optional.of(new HeldLevel(REQUESTS, HeldLevel.Unit.ARRIVALS))));

  /**
   * Judges a run with one response of each request per second, whose time is normal.
   *
   * @param rise the rise of request r7 during the run, in standard deviations
   */
  private static Judgement judge(long seed, double rise) {
    SplittableRandom random = new SplittableRandom(seed);
    Recorder recorder = new Recorder(STEADY, text -> text);
    Judge judge = new Judge(List.of(NO_DRIFT), STEADY, List.of());
    for (int second = 0; second < SECONDS; second++) {
      for (int request = 0; request < REQUESTS; request++) {
        double level = request == 7 ? rise * second / (SECONDS - 1) : 0;
        long micros = (long) (1_000_000 + 10_000 * (level + random.nextGaussian()));
        recorder.timed("U", "", "r" + request, 1_000L * second, micros, true, "200", "");
      }
      judge.add(recorder.takeInterval(ofSeconds(second + 1)));
    }
    return judge.judge().get(0);
  }

  /** With 1 % for each of 20 requests, some 12 % of these runs fail; 1 % is for all of them. */
  @Test
  void many_requests_without_a_drift_are_not_called_rising_more_often_than_one() {
    int failed = 0;
    for (int run = 0; run < 200; run++) {
      failed += judge(run, 0).verdict() == Verdict.FAIL ? 1 : 0;
    }

    assertThat(failed).isLessThanOrEqualTo(6); // 1 % would be 2
  }

  @Test
  void one_of_many_requests_that_rises_is_found() {
    assertThat(judge(1, 12).verdict()).isEqualTo(Verdict.FAIL);
    assertThat(judge(1, 12).detail()).startsWith("r7, +");
  }

  @Test
  void if_no_rise_is_certain_the_request_that_is_nearest_to_it_is_named() {
    Judgement judgement = judge(2, 4);

    assertThat(judgement.verdict()).isEqualTo(Verdict.PASS);
    assertThat(judgement.detail()).startsWith("r7, upward drift not certain at 99.95 % (+");
  }
}
