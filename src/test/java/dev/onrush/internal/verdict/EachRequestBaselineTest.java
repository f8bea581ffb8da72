package dev.onrush.internal.verdict;

import static dev.onrush.dsl.OnrushDsl.*;
import static java.time.Duration.ZERO;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.onrush.internal.baseline.Baseline;
import dev.onrush.internal.baseline.RunBlocks;
import dev.onrush.internal.metrics.Interval;
import dev.onrush.internal.metrics.Outcome;
import dev.onrush.internal.metrics.ResponseTime;
import dev.onrush.internal.metrics.Series;
import dev.onrush.internal.metrics.Tally;
import dev.onrush.internal.metrics.recording.Recorder;
import dev.onrush.internal.metrics.timeline.Timeline;
import dev.onrush.internal.verdict.probe.ComparisonBasis;
import dev.onrush.internal.verdict.probe.PlannedRequests;
import dev.onrush.profile.HeldLevel;
import dev.onrush.profile.Phase;
import dev.onrush.result.Judgement;
import dev.onrush.result.Verdict;
import dev.onrush.threshold.Threshold;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** A threshold that compares each request with a baseline. */
class EachRequestBaselineTest {

  private static final int REQUESTS = 20;

  private static final List<Phase> STEADY =
      List.of(
          new Phase(
              "steady",
              ZERO,
              ofSeconds(61),
              Optional.of(new HeldLevel(60, HeldLevel.Unit.ARRIVALS))));

  /**
   * Returns a run with 12 of each request per second, 5 % of which take ten times as long.
   *
   * @param slower the factor by which request r7 is slower
   * @param others the factor by which all others are slower
   */
  private static List<Interval> run(long seed, double slower, double others) {
    SplittableRandom random = new SplittableRandom(seed);
    Recorder recorder = new Recorder(STEADY, text -> text);
    List<Interval> intervals = new ArrayList<>();
    for (int second = 0; second < 61; second++) {
      for (int request = 0; request < REQUESTS; request++) {
        for (int i = 0; i < 12; i++) {
          double time = 20_000 * Math.exp(0.3 * random.nextGaussian());
          time *= (random.nextInt(20) == 0 ? 10 : 1) * (request == 7 ? slower : others);
          recorder.timed(
              "U",
              "",
              "r" + request,
              ResponseTime.of(second * 1_000L + i * 80, (long) time, 0),
              Outcome.OK,
              "200",
              "");
        }
      }
      intervals.add(recorder.takeInterval(ofSeconds(second + 1)));
    }
    return intervals;
  }

  private static Judgement judge(Threshold threshold, long seed, double slower) {
    return judge(threshold, seed, slower, 1);
  }

  private static Judgement judge(Threshold threshold, long seed, double slower, double others) {
    RunBlocks earlier = RunBlocks.of(STEADY, run(2 * seed, 1, 1));
    Judge judge =
        new Judge(
            List.of(threshold),
            STEADY,
            PlannedRequests.of(List.of()),
            ComparisonBasis.with(Optional.of(new Baseline("main", STEADY, List.of(earlier)))),
            new Timeline());
    run(2 * seed + 1, slower, others).forEach(judge::add);
    return judge.judge().get(0);
  }

  /** With 5 % for each of 20 requests, the first of these pairs failed; 5 % are for all of them. */
  @Test
  void many_requests_of_equal_runs_are_not_called_worse_more_often_than_one() {
    for (int pair = 0; pair < 6; pair++) {
      Judgement judgement = judge(p95().ofEachRequest().notWorseThanBaseline(), pair, 1);

      assertThat(judgement.verdict()).as("%s: %s", pair, judgement).isEqualTo(Verdict.PASS);
    }
  }

  @Test
  void one_of_many_requests_that_is_half_as_slow_again_is_found() {
    Judgement judgement = judge(p50().ofEachRequest().notWorseThanBaseline(), 1, 1.5);

    assertThat(judgement.verdict()).as("%s", judgement).isEqualTo(Verdict.FAIL);
    assertThat(judgement.finding()).contains("r7", "(99.5 % interval ");
  }

  @Test
  void if_no_request_is_certainly_worse_the_one_that_is_nearest_to_it_is_named() {
    Judgement judgement = judge(p50().ofEachRequest().notWorseThanBaseline(), 1, 1, 0.8);

    assertThat(judgement.verdict()).as("%s", judgement).isEqualTo(Verdict.PASS);
    assertThat(judgement.detail()).startsWith("r7, p50 of r7: ").contains("worse by more than 5 %");
  }

  /** A single request of U is compared once, however many requests others send. */
  @Test
  void requests_of_other_users_do_not_widen_the_intervals() {
    List<Interval> earlier = run(2, 1, 1).stream().map(EachRequestBaselineTest::byOthers).toList();
    Judge judge =
        new Judge(
            List.of(p50().ofEachRequest().by("U").notWorseThanBaseline()),
            STEADY,
            PlannedRequests.of(List.of()),
            ComparisonBasis.with(
                Optional.of(new Baseline("main", STEADY, List.of(RunBlocks.of(STEADY, earlier))))),
            new Timeline());

    run(3, 1, 1).stream().map(EachRequestBaselineTest::byOthers).forEach(judge::add);

    assertThat(judge.judge().get(0).detail()).startsWith("r7, ").contains("(90 % interval ");
  }

  /** Returns the interval with all requests except r7 sent by users of another class. */
  private static Interval byOthers(Interval of) {
    Map<Series, Tally> tallies = new HashMap<>();
    of.tallies()
        .forEach(
            (series, tally) -> {
              String userClass = series.name().equals("r7") ? "U" : "V";
              tallies.put(
                  new Series(
                      series.kind(), userClass, series.name(), series.phase(), series.outcome()),
                  tally);
            });
    return new Interval(of.start(), of.end(), tallies, Map.of(), Optional.empty(), Map.of());
  }

  @Test
  void messages_without_any_response_are_not_compared() {
    Recorder recorder = new Recorder(STEADY, text -> text);
    recorder.oneWay("U", "", "send", 1_000);
    Interval sent = recorder.takeInterval(ofSeconds(2));
    Judge judge =
        new Judge(
            List.of(p95().ofEachRequest().notWorseThanBaseline()),
            STEADY,
            PlannedRequests.of(List.of()),
            ComparisonBasis.with(
                Optional.of(
                    new Baseline("main", STEADY, List.of(RunBlocks.of(STEADY, List.of(sent)))))),
            new Timeline());

    judge.add(sent);

    assertThat(judge.judge().get(0).verdict()).isEqualTo(Verdict.NO_DATA);
  }
}
