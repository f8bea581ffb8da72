package dev.onrush.internal.gatling.chain;

import static dev.onrush.dsl.OnrushDsl.errorCount;
import static dev.onrush.dsl.OnrushDsl.loadPlan;
import static dev.onrush.dsl.OnrushDsl.smoke;
import static dev.onrush.dsl.OnrushDsl.userClass;
import static io.gatling.javaapi.core.CoreDsl.details;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.forAll;
import static io.gatling.javaapi.core.CoreDsl.global;
import static io.gatling.javaapi.core.CoreDsl.group;
import static io.gatling.javaapi.http.HttpDsl.http;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onrush.internal.gatling.app.GatlingDefaults;
import dev.onrush.threshold.Threshold;
import io.gatling.javaapi.core.Assertion;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import scala.jdk.javaapi.CollectionConverters;

class GatlingAssertionsTest {

  private static ChainContents names() {
    GatlingDefaults.loadUnlessLoaded();
    return ChainContents.of(
        loadPlan("P")
            .users(userClass("U").task("t", group("Checkout").on(exec(http("Pay").get("/")))))
            .profile(smoke().users(1).holdFor(Duration.ofSeconds(1)))
            .thresholds(errorCount().atMost(0)));
  }

  private static List<Threshold> thresholds(Assertion assertion) {
    return GatlingAssertions.thresholds(
        CollectionConverters.asScala(List.of(assertion.asScala())), names());
  }

  static Stream<Arguments> assertions() {
    return Stream.of(
        Arguments.of(global().failedRequests().percent().lt(1.0), "error rate < 1 %"),
        Arguments.of(global().successfulRequests().percent().gt(95.0), "error rate < 5 %"),
        Arguments.of(global().successfulRequests().percent().gte(95.0), "error rate <= 5 %"),
        Arguments.of(global().successfulRequests().percent().gte(99.9), "error rate <= 0.1 %"),
        Arguments.of(
            global().successfulRequests().percent().between(90.0, 99.0),
            "error rate between 1 % and 10 %"),
        Arguments.of(global().responseTime().percentile(95.0).lt(500), "p95 < 500 ms"),
        Arguments.of(global().responseTime().max().lte(800), "max <= 800 ms"),
        Arguments.of(global().responseTime().mean().between(1, 5), "mean between 1 ms and 5 ms"),
        Arguments.of(global().responseTime().stdDev().lt(20), "standard deviation < 20 ms"),
        Arguments.of(global().requestsPerSec().gt(100.0), "throughput > 100/s"),
        Arguments.of(global().allRequests().count().is(10L), "request count = 10"),
        Arguments.of(
            global().allRequests().count().between(10L, 20L, false),
            "request count between 11 and 19"),
        Arguments.of(
            global().failedRequests().count().in(0L, 1L, 2L), "error count between 0 and 2"),
        Arguments.of(global().successfulRequests().count().gte(9L), "success count >= 9"),
        Arguments.of(
            details("Checkout", "Pay").responseTime().percentile(99.0).lt(300),
            "p99 of Checkout / Pay < 300 ms"),
        Arguments.of(
            details("Checkout").responseTime().max().lt(900),
            "max of group Checkout without pauses < 900 ms"),
        Arguments.of(
            details("Checkout").failedRequests().count().lt(5L),
            "error count of group Checkout < 5"),
        Arguments.of(forAll().failedRequests().count().lt(5L), "error count of each request < 5"));
  }

  @ParameterizedTest
  @MethodSource("assertions")
  void an_assertion_is_the_threshold_that_says_the_same(Assertion assertion, String text) {
    assertThat(thresholds(assertion)).extracting(Threshold::toString).containsExactly(text);
  }

  @Test
  void a_range_without_its_ends_is_two_thresholds() {
    assertThat(
            List.of(
                global().failedRequests().percent().between(0.0, 5.0, false),
                global().successfulRequests().percent().between(95.0, 100.0, false)))
        .allSatisfy(
            assertion ->
                assertThat(thresholds(assertion))
                    .extracting(Threshold::toString)
                    .containsExactly("error rate > 0 %", "error rate < 5 %"));
    assertThat(thresholds(global().responseTime().max().between(10, 20, false)))
        .extracting(Threshold::toString)
        .containsExactly("max > 10 ms", "max < 20 ms");
  }

  @Test
  void a_percentage_of_successes_that_is_written_as_a_share_is_refused() {
    assertThatThrownBy(() -> thresholds(global().successfulRequests().percent().gte(0.95)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(
            "percent() goes up to 100, and nearly every run has more than 1 % of successes");
    assertThat(thresholds(global().successfulRequests().percent().gt(0.0)))
        .extracting(Threshold::toString)
        .containsExactly("error rate < 100 %");
  }

  @Test
  void an_assertion_that_no_threshold_says_is_refused() {
    assertThatThrownBy(() -> thresholds(global().allRequests().percent().gt(1.0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("all requests are always 100 % of all requests")
        .hasMessageEndingWith(
            "write it as a threshold, such as errorRate().below(ofPercent(1)), in thresholds()");
  }
}
