package dev.onrush.result;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onrush.threshold.Threshold;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JudgementTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          p95 < 200 ms                        | 1020     | p95 was 1.02 s (limit 200 ms)
          error rate <= 0 %                   | 0.5      | error rate was 0.50 % (limit 0 %)
          throughput > 50/s                   | 43       | throughput was 43.0/s (must be above 50/s)
          request count >= 10                 | 9        | request count was 9 (minimum 10)
          count of status 201 = 5             | 3        | count of status 201 was 3 (required 5)
          throughput between 40/s and 60/s    | 70       | throughput was 70.0/s (allowed 40/s to 60/s)
          p95 worse than baseline <= 10 %     | 18       | p95 was at least 18.0 % worse than the baseline (limit 10 %)
          p95 worse than baseline <= 10 %     | 0        | p95 was not certainly worse than the baseline (limit 10 %)
          p95 worse than A <= 5 %, implied    | 18       | p95 (implied) was at least 18.0 % worse than A (limit 5 %)
          p95 worse than A <= 5 %, implied    | 0        | p95 (implied) was not certainly worse than A (limit 5 %)
          error rate < 50 %, implied          | 60       | error rate (implied) was 60.0 % (limit 50 %)
          recovery in spike < 30 s            | 42000    | recovery in spike took 42.0 s (limit 30 s)
          recovery in spike < 30 s            | Infinity | no recovery in spike (limit 30 s)
          """)
  void a_finding_has_the_value_and_the_limit(String threshold, double actual, String finding) {
    assertThat(judgement(threshold, OptionalDouble.of(actual), 20, "").finding())
        .isEqualTo(finding);
  }

  @ParameterizedTest
  @CsvSource({
    "p95 worse than baseline <= 5 %, 305, >= 305 %",
    "p95 worse than baseline <= 5 %, 0, none",
    "p95 worse than A <= 5 %, 12.3, >= 12.3 %",
    "p95 worse than A <= 5 %, 0, none",
    "p95 < 200 ms, 0, 0 ms",
  })
  void a_change_for_the_worse_is_the_least_that_is_certain(
      String threshold, double actual, String text) {
    assertThat(judgement(threshold, OptionalDouble.of(actual), 20, "").actualText())
        .isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          1     | FAIL: p95 was 1.02 s over 1 request (limit 200 ms): Pay
          1234  | FAIL: p95 was 1.02 s over 1,234 requests (limit 200 ms): Pay
          """)
  void the_samples_are_counted_with_a_singular(long samples, String text) {
    assertThat(judgement("p95 < 200 ms", OptionalDouble.of(1_020), samples, "Pay"))
        .hasToString(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0 | p95 has no data (no requests)
          7 | p95 could not be determined
          """)
  void without_a_value_the_finding_says_whether_there_were_samples(long samples, String finding) {
    assertThat(judgement("p95 < 200 ms", OptionalDouble.empty(), samples, "").finding())
        .isEqualTo(finding);
  }

  @Test
  void a_range_without_an_upper_end_is_told_as_such() {
    Judgement ratio =
        new Judgement(
            Threshold.parse("p95 over p50 < 3"),
            Verdict.FAIL,
            OptionalDouble.of(4),
            10,
            "",
            Optional.empty(),
            Optional.of(new Uncertainty(2, Double.POSITIVE_INFINITY)),
            Optional.empty());

    assertThat(ratio.uncertaintyText()).hasValue("2 or more");
    assertThat(ratio.undecided().detail())
        .isEqualTo("the true value is 2 or more; the generator may account for the difference");
  }

  /** The figure is the least change that is certain, so no range can end at it. */
  @Test
  void a_change_for_the_worse_that_is_not_certain_without_the_generator_says_so() {
    Judgement measured =
        new Judgement(
            Threshold.parse("p50 worse than baseline <= 5 %"),
            Verdict.INVALID,
            OptionalDouble.of(13.7),
            10,
            "",
            Optional.empty(),
            Optional.of(new Uncertainty(0, 13.7)),
            Optional.empty());

    assertThat(measured.undecided().finding())
        .isEqualTo(
            "would be FAIL: p50 was at least 13.7 % worse than the baseline (limit 5 %): without"
                + " the generator's own share, no change for the worse is certain; the generator"
                + " may account for the difference");
    assertThat(
            new Judgement(
                    measured.threshold(),
                    Verdict.INVALID,
                    measured.actual(),
                    10,
                    "",
                    Optional.empty(),
                    Optional.of(new Uncertainty(2.1, 13.7)),
                    Optional.empty())
                .undecided()
                .detail())
        .startsWith("without the generator's own share, it is certainly worse by only 2.10 %; the");
  }

  private static Judgement judgement(
      String threshold, OptionalDouble actual, long samples, String detail) {
    return new Judgement(
        Threshold.parse(threshold), Verdict.FAIL, actual, samples, detail, Optional.empty());
  }
}
