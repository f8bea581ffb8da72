package dev.onrush.internal.service;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KnownSeriesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      textBlock =
          """
          hikaricp_connections_active{application="a",pool="main"}            | POOL_USED                  | main | 1
          hikaricp_connections_max{pool="main"}                               | POOL_LIMIT                 | main | 1
          db_client_connections_usage{pool_name="p",state="used"}             | POOL_USED                  | p    | 1
          db_client_connections_max{pool_name="p"}                            | POOL_LIMIT                 | p    | 1
          pg_stat_activity_count{datname="shop",state="idle"}                 | DATABASE_CONNECTIONS       | ''   | 1
          pg_settings_max_connections                                         | DATABASE_CONNECTIONS_LIMIT | ''   | 1
          rate(pg_stat_user_tables_seq_tup_read{relname="orders"})            | SEQUENTIAL_ROWS            | orders | 1
          process_cpu_usage                                                   | PROCESS_CPU                | ''   | 1
          jvm_cpu_recent_utilization_ratio                                    | PROCESS_CPU                | ''   | 1
          rate(process_cpu_seconds_total)                                     | PROCESS_PROCESSORS         | ''   | 1
          rate(container_cpu_cfs_periods_total{pod="a"})                      | QUOTA_PERIODS              | ''   | 1
          rate(container_cpu_cfs_throttled_periods_total{pod="a"})            | THROTTLED_PERIODS          | ''   | 1
          rate(host_process_quota_periods_total)                              | QUOTA_PERIODS              | ''   | 1
          rate(host_process_throttled_periods_total)                          | THROTTLED_PERIODS          | ''   | 1
          jvm_memory_used_bytes{area="heap",id="G1 Old Gen"}                  | HEAP_USED                  | ''   | 1
          rate(jvm_gc_pause_seconds_sum{action="end of minor GC"})            | GC_TIME                    | ''   | 1
          rate(jvm_gc_collection_seconds_sum{gc="ZGC Major Pauses"})          | GC_TIME                    | ''   | 1
          rate(jvm_gc_duration_seconds_sum{jvm_gc_name="G1 Young Generation"}) | GC_TIME                   | ''   | 1
          rate(go_gc_duration_seconds_sum)                                    | GC_TIME                    | ''   | 1
          tomcat_threads_busy_threads{name="http-nio-8080"}                   | SERVER_THREADS_BUSY        | http-nio-8080 | 1
          rate(logback_events_total{level="info"})                            | LOG_LINES                  | ''   | 1
          rate(http_server_duration_milliseconds_sum)                         | SERVER_CALLS               | ''   | 0.001
          rate(http_server_request_duration_seconds_count{http_route="/"})    | SERVER_REQUESTS            | ''   | 1
          rate(http_client_duration_milliseconds_sum)                         | CLIENT_CALLS               | ''   | 0.001
          rate(http_client_requests_seconds_sum{uri="/pay"})                  | CLIENT_CALLS               | ''   | 1
          """)
  void a_series_is_known_by_its_name_and_labels(
      String expression, Meaning meaning, String instance, double scale) {
    assertThat(KnownSeries.of(expression))
        .containsExactly(new KnownSeries(meaning, instance, scale));
  }

  @Test
  void a_line_of_level_debug_is_a_line_too() {
    assertThat(KnownSeries.of("rate(logback_events_total{level=\"debug\"})"))
        .extracting(KnownSeries::meaning)
        .containsExactly(Meaning.LOG_LINES, Meaning.DEBUG_LINES);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          jvm_memory_used_bytes{area="nonheap"}
          db_client_connections_usage{state="idle"}
          process_cpu_seconds_total
          rate(jvm_gc_collection_seconds_sum{gc="ZGC Cycles"})
          rate(jvm_gc_duration_seconds_sum{jvm_gc_name="ZGC Major Cycles"})
          rate(process_cpu_usage)
          orders_open
          not a series
          """)
  void anything_else_means_nothing(String expression) {
    assertThat(KnownSeries.of(expression)).isEmpty();
  }
}
