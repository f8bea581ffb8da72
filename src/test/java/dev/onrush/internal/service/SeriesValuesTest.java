package dev.onrush.internal.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SeriesValuesTest {

  private final SeriesValues values = new SeriesValues();

  private Map<String, Double> read(int second, String text) throws IOException {
    return values.next(PrometheusText.parse(text), second * 1_000_000_000L);
  }

  @Test
  void a_gauge_is_as_it_is_and_a_counter_is_its_rate_since_the_reading_before() throws IOException {
    String types = "# TYPE a gauge\n# TYPE b_total counter\n# TYPE c counter\n";

    assertThat(read(1, types + "a 7\nb_total{x=\"y\"} 100\nc_total 5\n"))
        .containsOnly(entry("a", 7.0));
    assertThat(read(3, types + "a 8\nb_total{x=\"y\"} 130\nc_total 5\n"))
        .containsOnly(
            entry("a", 8.0), entry("rate(b_total{x=\"y\"})", 15.0), entry("rate(c_total)", 0.0));
  }

  @Test
  void a_counter_that_has_fallen_was_restarted_and_has_no_rate() throws IOException {
    read(1, "b_total 100\n");

    assertThat(read(2, "b_total 3\n")).isEmpty();
    assertThat(read(3, "b_total 5\n")).containsOnly(entry("rate(b_total)", 2.0));
  }

  @Test
  void a_counter_that_was_never_there_has_grown_from_0() throws IOException {
    String others = "b_total 100\nc_total 1\nd_total 1\ne_total 1\n";
    read(1, others);

    assertThat(read(3, others + "f_total 8\n")).containsEntry("rate(f_total)", 4.0);
    read(4, others);
    assertThat(read(5, others + "f_total 9\n")).doesNotContainKey("rate(f_total)"); // it is back
  }

  @Test
  void many_counters_that_come_at_once_may_be_those_of_another_process() throws IOException {
    String others = "b_total 100\nc_total 1\nd_total 1\ne_total 1\n";
    read(1, others);

    assertThat(read(2, others + "f_total 8\ng_total 800\n"))
        .containsOnlyKeys("rate(b_total)", "rate(c_total)", "rate(d_total)", "rate(e_total)");
  }

  @Test
  void a_histogram_is_its_mean_and_its_p95_since_the_reading_before() throws IOException {
    String before =
        """
        # TYPE h histogram
        h_bucket{le="0.1"} 10
        h_bucket{le="0.2"} 10
        h_bucket{le="+Inf"} 10
        h_sum 0.5
        h_count 10
        """;
    // 100 more: 90 up to 0.1, 10 up to 0.2; the 95th is half-way through the second bucket
    String after =
        """
        # TYPE h histogram
        h_bucket{le="0.1"} 100
        h_bucket{le="0.2"} 110
        h_bucket{le="+Inf"} 110
        h_sum 8.5
        h_count 110
        """;
    assertThat(read(1, before)).isEmpty();

    Map<String, Double> found = read(2, after);

    assertThat(found)
        .containsOnlyKeys("rate(h_sum)", "rate(h_count)", "mean(h)", "p95(h)")
        .containsEntry("mean(h)", 0.08);
    assertThat(found.get("p95(h)")).isEqualTo(0.15, within(1e-9));
  }

  @Test
  void times_and_numbers_of_requests_are_those_of_all_addresses_together() throws IOException {
    String before = timed("a", 1, 10, 0.2) + timed("b", 2, 5, 0.9);
    // 25 more of a that take 1 s, and 10 of b that take 3.5 s
    String after = timed("a", 2, 35, 0.4) + timed("b", 5.5, 15, 0.3);

    read(1, TYPES + before);
    Map<String, Double> found = read(3, TYPES + after);

    assertThat(found)
        .containsOnlyKeys(
            "rate(http_client_requests_seconds_sum)",
            "rate(http_client_requests_seconds_count)",
            "mean(http_client_requests_seconds)",
            "http_client_requests_seconds_max")
        .containsEntry("rate(http_client_requests_seconds_sum)", 2.25)
        .containsEntry("rate(http_client_requests_seconds_count)", 17.5)
        .containsEntry("http_client_requests_seconds_max", 0.4);
    assertThat(found.get("mean(http_client_requests_seconds)")).isEqualTo(4.5 / 35, within(1e-9));
  }

  private static final String TYPES =
      """
      # TYPE http_client_requests_seconds summary
      # TYPE http_client_requests_seconds_max gauge
      """;

  private static String timed(String address, double sum, int count, double max) {
    return """
        http_client_requests_seconds_sum{uri="/%1$s"} %2$s
        http_client_requests_seconds_count{uri="/%1$s"} %3$s
        http_client_requests_seconds_max{uri="/%1$s"} %4$s
        """
        .formatted(address, sum, count, max);
  }

  @Test
  void a_p95_of_requests_is_that_of_all_addresses_together() throws IOException {
    String type = "# TYPE http_server_requests_seconds histogram\n";
    read(1, type + bucketed("a", 0, 0) + bucketed("b", 0, 0));

    // 100 of each: 190 up to 0.1, and 10 up to 0.2: the 190th is at 0.1
    Map<String, Double> found = read(2, type + bucketed("a", 100, 100) + bucketed("b", 90, 100));

    assertThat(found)
        .containsOnlyKeys(
            "rate(http_server_requests_seconds_count)", "p95(http_server_requests_seconds)");
    assertThat(found.get("p95(http_server_requests_seconds)")).isEqualTo(0.1, within(1e-9));
  }

  private static String bucketed(String address, int tenth, int fifth) {
    return """
        http_server_requests_seconds_bucket{uri="/%1$s",le="0.1"} %2$d
        http_server_requests_seconds_bucket{uri="/%1$s",le="0.2"} %3$d
        http_server_requests_seconds_bucket{uri="/%1$s",le="+Inf"} %3$d
        http_server_requests_seconds_count{uri="/%1$s"} %3$d
        """
        .formatted(address, tenth, fifth);
  }

  @Test
  void a_count_that_is_a_gauge_has_no_rate() throws IOException {
    String text = "# TYPE pg_stat_activity_count gauge\npg_stat_activity_count 4\n";
    read(1, text);

    assertThat(read(2, text)).containsOnly(entry("pg_stat_activity_count", 4.0));
  }

  @Test
  void past_a_thousand_series_those_of_known_meaning_are_kept_and_the_rest_is_counted()
      throws IOException {
    String text =
        IntStream.range(0, 1_200)
                .mapToObj(n -> "a{n=\"" + n + "\"} 1")
                .collect(Collectors.joining("\n"))
            + "\nprocess_cpu_usage 0.5\n";

    Map<String, Double> found = read(1, text);

    assertThat(found).hasSize(1_000).containsKey("process_cpu_usage");
    assertThat(values.leftOut()).isEqualTo(201);
  }
}
