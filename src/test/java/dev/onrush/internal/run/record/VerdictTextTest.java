package dev.onrush.internal.run.record;

import static dev.onrush.dsl.OnrushDsl.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.onrush.result.DuetComparison;
import dev.onrush.result.DuetComparison.Difference;
import dev.onrush.result.Judgement;
import dev.onrush.result.Verdict;
import dev.onrush.threshold.Statistic;
import dev.onrush.threshold.Statistic.AtPercentile;
import dev.onrush.threshold.Statistic.Simple;
import dev.onrush.threshold.Threshold;
import dev.onrush.units.Percentile;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class VerdictTextTest {

  private static final Threshold ERRORS = errorRate().below(ofPercent(1));
  private static final Threshold ABORTING = ERRORS.abortAfter(Duration.ZERO);

  private static Judgement failed(Threshold threshold, String detail) {
    return new Judgement(
        threshold, Verdict.FAIL, OptionalDouble.of(51), 200, detail, Optional.empty());
  }

  private static VerdictText text(Judgement... judgements) {
    return new VerdictText(List.of(judgements), List.of(), Optional.empty());
  }

  @Test
  void the_first_of_the_worst_is_told_and_the_others_are_counted() {
    VerdictText text = text(failed(ERRORS, ""), failed(ABORTING, "ended the run at 00:06"));

    assertThat(text.sentence()).isEqualTo("error rate was 51.0 % (limit 1 %); 1 more threshold");
    assertThat(text.tellsWhatEndedTheRun()).isFalse();
  }

  private static Difference difference(Statistic statistic, double low, double high) {
    return difference(statistic, OptionalDouble.of(low), OptionalDouble.of(high), true);
  }

  private static Difference difference(
      Statistic statistic, OptionalDouble low, OptionalDouble high, boolean isMade) {
    OptionalDouble figure = isMade ? OptionalDouble.of(10) : OptionalDouble.empty();
    return new Difference(
        Optional.of("Pay"),
        statistic,
        true,
        figure,
        figure,
        figure,
        low,
        high,
        95,
        30,
        5,
        "an answer");
  }

  private static String ofDuet(Difference... differences) {
    Judgement passed =
        new Judgement(
            p95().notWorseThanA(), Verdict.PASS, OptionalDouble.of(4), 200, "", Optional.empty());
    DuetComparison duet =
        new DuetComparison("http://127.0.0.1:1", "http://127.0.0.1:2", 5, List.of(differences));
    return new VerdictText(List.of(passed), List.of(), Optional.of(duet)).sentence();
  }

  private static final Difference DECIDED = difference(Simple.MEAN, -9, 2);

  /** Nothing is known, although there are enough samples. */
  private static final Difference UNKNOWN =
      difference(Simple.MEAN, OptionalDouble.empty(), OptionalDouble.empty(), true);

  private static final Difference NOT_MADE =
      difference(Simple.ERROR_RATE, OptionalDouble.empty(), OptionalDouble.empty(), false);

  @Test
  void what_may_be_worse_than_allowed_is_undecided_even_if_it_is_certainly_worse() {
    assertThat(
            ofDuet(
                difference(new AtPercentile(Percentile.P95), 4.2, 15), // slower, by 5 % or not
                DECIDED, // faster or not, which is allowed
                difference(Simple.THROUGHPUT, -8, 1),
                difference(Simple.THROUGHPUT, -3, 8)))
        .isEqualTo(
            "the threshold passed, but 2 of 4 comparisons of B with A are undecided (p95 of Pay"
                + " may be up to 15 % worse)");
  }

  @Test
  void a_comparison_without_an_interval_is_undecided_and_one_without_samples_was_not_made() {
    assertThat(ofDuet(DECIDED)).isEqualTo("the threshold passed");
    assertThat(ofDuet(DECIDED, UNKNOWN))
        .isEqualTo(
            "the threshold passed, but 1 of 2 comparisons of B with A is undecided (mean of Pay"
                + " may be worse by any amount)");
    assertThat(ofDuet(difference(Simple.ERROR_RATE, -7, 6.2), DECIDED, NOT_MADE))
        .isEqualTo(
            "the threshold passed, but 1 of 3 comparisons of B with A is undecided (error rate of"
                + " Pay may be up to 6.2 points worse), and 1 could not be made");
    assertThat(ofDuet(DECIDED, NOT_MADE))
        .isEqualTo("the threshold passed, but 1 of 2 comparisons of B with A could not be made");
  }

  @Test
  void a_threshold_that_ended_the_run_says_so() {
    VerdictText text = text(failed(ABORTING, "ended the run at 00:06"));

    assertThat(text.sentence())
        .isEqualTo("error rate was 51.0 % (limit 1 %): ended the run at 00:06");
    assertThat(text.tellsWhatEndedTheRun()).isTrue();
  }

  @Test
  void after_a_run_was_steered_its_threshold_does_not_say_that_it_ended_it() {
    Judgement steered =
        failed(ABORTING, "ended the run at 00:06")
            .withoutData("the run was steered by hand at 00:05 (dashboard)");

    assertThat(text(steered).tellsWhatEndedTheRun()).isFalse();
  }

  @Test
  void a_request_may_be_named_like_the_end_of_a_run() {
    Judgement named = failed(errorRate().of("ended the run at 9").below(ofPercent(1)), "");

    assertThat(text(named).sentence()).contains("ended the run at 9");
    assertThat(text(named).tellsWhatEndedTheRun()).isFalse();
  }
}
