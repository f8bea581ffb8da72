package dev.onrush.threshold;

import static dev.onrush.dsl.OnrushDsl.*;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ThresholdTest {

  @Test
  void a_name_or_label_may_be_longer_than_the_stack_is_deep() {
    String name = "Find \\\" ".repeat(20_000);

    assertThat(Threshold.parse("p95 of \"" + name + "\" < 1 s"))
        .isEqualTo(p95().of("Find \" ".repeat(20_000)).below(ofSeconds(1)));
    assertThat(Threshold.parse("max of service up{x=\"" + name + "\"} < 1"))
        .isEqualTo(service("up{x=\"" + name + "\"}").max().below(1.0));
  }

  /** Returns each threshold in Java, and as text. */
  static Stream<Arguments> both() {
    return Stream.of(
        Arguments.of(p95().below(ofMillis(500)), "p95 < 500 ms"),
        Arguments.of(percentile(99.9).atMost(ofMillis(1_500)), "p99.9 <= 1.5 s"),
        Arguments.of(
            p95().of("Login").by("Active").during(SPIKE).below(ofSeconds(1)),
            "p95 of Login by Active in spike < 1 s"),
        Arguments.of(
            p95().of("Log in").during(SPIKE).below(ofSeconds(1)),
            "p95 of \"Log in\" in spike < 1 s"),
        Arguments.of(mean().ofEachRequest().below(ofMillis(200)), "mean of each request < 200 ms"),
        Arguments.of(
            max().ofGroup("Check out").below(ofSeconds(9)), "max of group Check out < 9 s"),
        Arguments.of(
            p95().ofGroupWithoutPauses("Shop / Cart").by("Active").below(ofSeconds(9)),
            "p95 of group Shop / Cart without pauses by Active < 9 s"),
        Arguments.of(
            max().ofGroup("Cart without tea").below(ofSeconds(9)),
            "max of group \"Cart without tea\" < 9 s"),
        Arguments.of(
            max().of("Cart without tea").below(ofSeconds(9)), "max of Cart without tea < 9 s"),
        Arguments.of(min().above(ofMillis(1)), "min > 1 ms"),
        Arguments.of(
            standardDeviation().inSteadyState().below(ofMillis(50)),
            "standard deviation in steady state < 50 ms"),
        Arguments.of(errorRate().below(ofPercent(0.1)), "error rate < 0.1 %"),
        Arguments.of(errorCount().exactly(0), "error count = 0"),
        Arguments.of(requestCount().between(90, 110), "request count between 90 and 110"),
        Arguments.of(throughput().atLeast(perSecond(50)), "throughput >= 50/s"),
        Arguments.of(statusShare(503).below(ofPercent(1)), "share of status 503 < 1 %"),
        Arguments.of(statusCount("5xx").of("Pay").exactly(0), "count of status 5xx of Pay = 0"),
        Arguments.of(apdex(ofMillis(500)).atLeast(0.94), "apdex(500 ms) >= 0.94"),
        Arguments.of(
            apdex(Duration.ofNanos(1_000_500_000)).atLeast(0.94), "apdex(1000.5 ms) >= 0.94"),
        Arguments.of(
            ratio(p95().during(SPIKE), p95().during(BASELINE)).below(3.0),
            "p95 in spike over p95 in baseline < 3"),
        Arguments.of(p99().every(ofSeconds(10)).below(ofSeconds(1)), "p99 every 10 s < 1 s"),
        Arguments.of(
            throughput().during(STEADY).every(ofMinutes(1)).above(perSecond(9)),
            "throughput in steady every 1 min > 9/s"),
        Arguments.of(recovery().within(ofSeconds(30)), "recovery in spike <= 30 s"),
        Arguments.of(drift().within(ofPercent(10)), "drift of p95 <= 10 %"),
        Arguments.of(
            drift(service("heap{area=\"a b\"}").mean()).within(ofPercent(5)),
            "drift of mean of service heap{area=\"a b\"} <= 5 %"),
        Arguments.of(
            stability().within(ofPercent(10)), "stability of throughput in steady state <= 10 %"),
        Arguments.of(
            service("hikaricp_connections_pending").max().below(10.0),
            "max of service hikaricp_connections_pending < 10"),
        Arguments.of(service("x_total").increase().exactly(0.0), "increase of service x_total = 0"),
        Arguments.of(
            trend("basket size").p95().during(STEADY).below(20.0),
            "p95 of metric basket size in steady < 20"),
        Arguments.of(counter("items").total().above(1e6), "total of metric items > 1000000"),
        Arguments.of(
            counter("items").totalPerSecond().above(3.0), "total per second of metric items > 3"),
        Arguments.of(rate("hit").share().above(ofPercent(90)), "share of metric hit > 90 %"),
        Arguments.of(gauge("queue").max().below(7.5), "max of metric queue < 7.5"),
        Arguments.of(trend("size").count().above(7.0), "count of metric size > 7"),
        Arguments.of(p95().notWorseThanBaseline(), "p95 worse than baseline <= 5 %"),
        Arguments.of(
            p95().of("Pay").notWorseThanBaselineBy(ofPercent(10)),
            "p95 of Pay worse than baseline <= 10 %"),
        Arguments.of(errorRate().notWorseThanBaseline(), "error rate worse than baseline <= 0.5 %"),
        Arguments.of(p95().below(ofSeconds(1)).warning(), "p95 < 1 s, warning"),
        Arguments.of(
            errorRate().below(ofPercent(5)).abortAfter(ofSeconds(10)),
            "error rate < 5 %, abort after 10 s"),
        Arguments.of(
            errorRate().below(ofPercent(5)).abortAfter(ofSeconds(10), 100),
            "error rate < 5 %, abort after 10s and 100 samples"));
  }

  @ParameterizedTest
  @MethodSource("both")
  void text_and_java_say_the_same(Threshold java, String text) {
    assertThat(Threshold.parse(text)).isEqualTo(java);
    assertThat(Threshold.parse(java.text())).as(java.text()).isEqualTo(java);
  }

  @Test
  void measures_that_are_one_word_in_settings_are_different_thresholds() {
    List<Threshold> different =
        List.of(
            p95().of("GET /a/b").below(ofSeconds(1)),
            p95().of("GET /a-b").below(ofSeconds(1)),
            p95().of("Login").below(ofSeconds(1)),
            p95().of("login").below(ofSeconds(1)),
            p95().of("login").below(ofMillis(500)).warning(),
            p95().of("login").below(ofMillis(500)),
            p95().of("login").above(ofMillis(1)));

    assertThatCode(() -> Threshold.checkDistinct("plan \"Shop\" ", different))
        .doesNotThrowAnyException();
  }

  @Test
  void one_condition_of_one_measure_is_written_once() {
    List<Threshold> twice =
        List.of(
            p95().of("Login").below(ofSeconds(1)),
            p95().of("Login").below(ofMillis(1_000)).abortAfter(ofSeconds(10)));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> Threshold.checkDistinct("plan \"Shop\" ", twice))
        .withMessage("plan \"Shop\" has threshold \"p95 of Login < 1 s\" twice; keep one of them");
  }

  @Test
  void bounds_that_become_the_same_in_a_smaller_run_are_different_thresholds() {
    List<Threshold> scaled =
        List.of(
            requestCount().atLeast(10).scaled(0.1, 1), requestCount().atLeast(12).scaled(0.1, 1));

    assertThat(scaled).extracting(Threshold::bound).containsExactly(">= 1", ">= 1");
    assertThatCode(() -> Threshold.checkDistinct("plan \"Shop\" ", scaled))
        .doesNotThrowAnyException();
  }

  @Test
  void an_implied_threshold_says_so_and_is_read_again() {
    Threshold implied = ImpliedErrorRate.below(ofPercent(50));

    assertThat(implied).hasToString("error rate (implied) < 50 %");
    assertThat(implied.name()).isEqualTo("error rate (implied)");
    assertThat(implied.key()).isEqualTo("error-rate");
    assertThat(implied.text()).isEqualTo("error rate < 50 %, implied");
    assertThat(Threshold.parse(implied.text())).isEqualTo(implied);
    assertThat(implied.withBound("5 %")).isEqualTo(ImpliedErrorRate.below(ofPercent(5)));
  }

  @Test
  void an_error_rate_is_implied_unless_a_threshold_is_on_the_errors_of_the_whole_run() {
    List<Threshold> own =
        List.of(
            errorRate().below(ofPercent(1)),
            errorRate().above(ofPercent(60)),
            errorRate().below(ofPercent(1)).abortAfter(ofSeconds(3)),
            errorRate().ofEachRequest().below(ofPercent(1)),
            errorCount().exactly(0));
    List<Threshold> none =
        List.of(
            errorRate().of("Login").below(ofPercent(1)),
            errorRate().by("Active").below(ofPercent(1)),
            errorRate().during(SPIKE).below(ofPercent(1)),
            errorRate().inFlow("Clerks").below(ofPercent(1)),
            errorRate().inSteadyState().below(ofPercent(1)),
            errorRate().every(ofSeconds(10)).below(ofPercent(1)),
            errorRate().below(ofPercent(1)).warning(),
            errorRate().notWorseThanBaseline(),
            statusShare("5xx").below(ofPercent(1)),
            p99().below(ofSeconds(1)),
            requestCount().atLeast(1));

    assertThat(own).noneMatch(threshold -> ImpliedErrorRate.isMissing(List.of(threshold)));
    assertThat(none).allMatch(threshold -> ImpliedErrorRate.isMissing(List.of(threshold)));
    assertThat(ImpliedErrorRate.isMissing(none)).isTrue();
  }

  @Test
  void names_of_any_kind_survive_in_quotation_marks() {
    for (String name :
        new String[] {"a \"b\" \\ c", "of by in < 3", "", "Checkout / Pay", "💥\nx"}) {
      Threshold threshold = p95().of(name).by(name).during(name).below(ofSeconds(1));

      assertThat(Threshold.parse(threshold.text())).isEqualTo(threshold);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "p95 of Login | at its end: expected of, by, in, every, over or a bound",
        "p95 of Login 500 ms | at its end: expected of, by, in",
        "p95 of < 500 ms | at character 8, \"< 500 ms\": expected the name of a request",
        "pp95 < 1 s | at character 1, \"pp95 < 1 s\": expected a statistic such as p95, mean",
        "p95 < 1 s abort | duration was \"1 s abort\"",
        "p95 < 1 s, aborts | at character 12, \"aborts\": expected warning, or abort after",
        "p95 < 5 | duration was \"5\"; write a number with a unit (ms, s, min, h or d)",
        "p101 < 5 ms | percentile was 101; it must be above 0 and at most 100",
        "error rate < 500 ms | value was \"500 ms\"; write a share such as",
        "error rate of metric x < 5 % | which does not exist; requests have p95",
        "p95 every 90 ms < 5 ms | whole seconds from 1 s to 1 h are allowed",
        "share of status 7xx < 5 % | status code was \"7xx\"; write one from 100 to 599",
        "request count between 9 and 3 | were between 9 and 3; write the lower one first",
        "p95 between 2 s and 1 s | were between 2 s and 1 s; write the lower one first",
        "drift of p95 <= 5 %, abort after 3 s | is known only at the end of the run",
        "p95 worse than baseline in spike < 5 % | at character 25",
        "max worse than baseline < 5 % | percentiles below 100, mean, error rate and throughput",
        "\"p95 < 5 ms | at character 1 there is an unpaired quotation mark",
        "p95 < 5 ms\" | at character 11 there is an unpaired quotation mark",
        "p95 of \"Log in < 5 ms | at character 8 there is an unpaired quotation mark",
        "apdex(500 ms) > 7 | has a bound of 7, but apdex(500 ms) is from 0 to 1; write a bound"
            + " within this range",
        "apdex(500 ms) > 1 | can never be kept, since apdex(500 ms) is from 0 to 1; write another",
        "apdex(500 ms) >= 0 | can never be broken, since apdex(500 ms) is from 0 to 1; write another",
        "p95 < 0 ms | can never be kept, since p95 is from 0 ms to 86400 s; write another bound",
        "p95 < 100000000000000000000 s | at most 1,000 days are allowed",
        "p95 < 1e20 s | write a number with a unit (ms, s, min, h or d), such as",
        "p95 < 25 h | has a bound of 90000 s, but p95 is from 0 ms to 86400 s; write a bound within"
            + " this range",
        "p95 < -5 s | write a number with a unit (ms, s, min, h or d), such as",
        "p95 < 1 h 30 | write a number with a unit (ms, s, min, h or d), such as",
        "p95 < NaN | write a number with a unit (ms, s, min, h or d), such as",
        "error rate < 101 % | percentage was 101; 0 to 100 is allowed",
        "error rate <= 100 % | can never be broken, since error rate is from 0 % to 100 %",
        "error rate < NaN % | write a share such as",
        "error rate < 1d % | write a share such as",
        "throughput > Infinity | write a rate such as",
        "throughput > 0x1p3/s | write a rate such as",
        "throughput > 1e300/s | has a bound of 1e300/s, but throughput is 0/s or more; write a"
            + " bound",
        "request count between 1.5 and 2 | value was \"1.5\"; write a whole number such as",
        "count of status 503 = 1.5 | value was \"1.5\"; write a whole number such as",
        "request count < 0 | can never be kept, since request count is 0 or more; write another",
        "request count >= 0 | can never be broken, since request count is 0 or more; write another",
        "error rate < 5 %, abort after 10s and 1.5 samples | write a whole number such as",
        "p95 < 1 s, warning, warning | expected warning, or abort after 10 s, each once",
      })
  void what_cannot_be_read_is_refused_with_its_place(String text, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Threshold.parse(text))
        .withMessageStartingWith("threshold was \"" + text + "\"")
        .withMessageContaining(message);
  }

  @Test
  void a_percentile_that_is_written_as_a_share_is_refused() {
    assertThatThrownBy(() -> percentile(0.95))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "percentile was 0.95, which nearly every sample exceeds; a percentile is written in"
                + " percent: 95 instead of 0.95, from 1 to 100");
    assertThatThrownBy(() -> Threshold.parse("p0.999 of Login < 1 s"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("99.9 instead of 0.999");
    assertThatThrownBy(() -> trend("items").percentile(0.5))
        .hasMessageContaining("50 instead of 0.5");
    assertThat(percentile(1).below(ofSeconds(1))).hasToString("p1 < 1 s");
  }

  @Test
  void a_name_with_a_sign_has_to_be_quoted() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Threshold.parse("p95 of GET /a?x=1 < 1 s"))
        .withMessage(
            "threshold was \"p95 of GET /a?x=1 < 1 s\"; at its end: expected one comparison, followed"
                + " by its bound; names that contain words such as of, by and in, or signs such as < and =,"
                + " must be in quotation marks");
    assertThat(Threshold.parse("p95 of \"GET /a?x=1\" < 1 s").name())
        .isEqualTo("p95 of GET /a?x=1");
  }
}
