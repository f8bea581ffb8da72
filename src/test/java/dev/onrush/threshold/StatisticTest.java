package dev.onrush.threshold;

import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;

import dev.onrush.threshold.Statistic.Apdex;
import dev.onrush.threshold.Statistic.AtPercentile;
import dev.onrush.threshold.Statistic.Simple;
import dev.onrush.threshold.Statistic.Status;
import dev.onrush.threshold.Subject.Source;
import dev.onrush.units.Percentile;
import dev.onrush.units.Quantity;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class StatisticTest {

  private static final AtPercentile P95 = new AtPercentile(Percentile.P95);
  private static final Status COUNT_OF_5XX = new Status("5xx", false);
  private static final Status SHARE_OF_5XX = new Status("5xx", true);
  private static final Apdex APDEX = new Apdex(ofMillis(500));

  /**
   * A count of successes does not break "at least" either, as long as further successes can arrive.
   */
  @Test
  void counts_and_sums_only_grow_while_a_run_goes_on() {
    assertThat(Stream.of(Simple.values()).filter(Statistic::onlyGrows))
        .containsExactly(
            Simple.ERROR_COUNT,
            Simple.SUCCESS_COUNT,
            Simple.REQUEST_COUNT,
            Simple.COUNT,
            Simple.TOTAL);
    assertThat(COUNT_OF_5XX.onlyGrows()).isTrue();
    assertThat(SHARE_OF_5XX.onlyGrows()).isFalse();
    assertThat(P95.onlyGrows()).isFalse();
    assertThat(APDEX.onlyGrows()).isFalse();
  }

  @Test
  void each_source_has_statistics_of_its_own() {
    assertThat(of(Source.GROUP))
        .containsExactly(
            Simple.MEAN,
            Simple.MIN,
            Simple.MAX,
            Simple.STANDARD_DEVIATION,
            Simple.ERROR_RATE,
            Simple.ERROR_COUNT,
            Simple.SUCCESS_COUNT,
            Simple.THROUGHPUT,
            Simple.REQUEST_COUNT,
            P95);
    assertThat(of(Source.METRIC))
        .containsExactly(
            Simple.MEAN,
            Simple.MIN,
            Simple.MAX,
            Simple.STANDARD_DEVIATION,
            Simple.COUNT,
            Simple.TOTAL,
            Simple.TOTAL_PER_SECOND,
            Simple.SHARE,
            P95);
    assertThat(of(Source.SERVICE))
        .containsExactly(Simple.MEAN, Simple.MIN, Simple.MAX, Simple.LAST, Simple.INCREASE);
    assertThat(of(Source.REQUESTS))
        .containsExactlyElementsOf(
            Stream.concat(of(Source.GROUP).stream(), Stream.of(COUNT_OF_5XX, APDEX)).toList());
  }

  private static List<Statistic> of(Source source) {
    return Stream.concat(Stream.of(Simple.values()), Stream.of(P95, COUNT_OF_5XX, APDEX))
        .filter(statistic -> statistic.fits(source))
        .toList();
  }

  @Test
  void samples_of_requests_are_times_and_those_of_metrics_are_numbers() {
    for (Statistic statistic : List.of(P95, Simple.MEAN)) {
      assertThat(statistic.quantity(Source.REQUESTS)).isEqualTo(Quantity.TIME);
      assertThat(statistic.quantity(Source.GROUP)).isEqualTo(Quantity.TIME);
      assertThat(statistic.quantity(Source.METRIC)).isEqualTo(Quantity.NUMBER);
    }
    assertThat(Simple.MAX.quantity(Source.SERVICE)).isEqualTo(Quantity.NUMBER);
  }

  @Test
  void a_request_is_named_with_or_without_its_groups_and_a_metric_as_it_is() {
    assertThat(new Subject.Request("Pay").matches("Checkout / Pay")).isTrue();
    assertThat(new Subject.Group("Pay").matches("Checkout / Pay")).isTrue();
    assertThat(new Subject.Request("Pay").matches("Repay")).isFalse();
    assertThat(new Subject.Metric("Pay").matches("Checkout / Pay")).isFalse();
    assertThat(Subject.ALL.matches("Checkout / Pay")).isTrue();
  }
}
