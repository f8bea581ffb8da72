package dev.onrush.internal.finding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onrush.result.Breach;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class CausesTest {

  private static final String ACTIVE = "hikaricp_connections_active{pool=\"main\"}";
  private static final String MOST = "hikaricp_connections_max{pool=\"main\"}";
  private static final String PENDING = "hikaricp_connections_pending{pool=\"main\"}";

  private static SyntheticRun pool() {
    return SyntheticRun.slow().quiet().with(ACTIVE, 3, 10).with(PENDING, 0, 14);
  }

  @Test
  void a_pool_without_a_free_connection_for_which_callers_wait_is_exhausted() {
    Breach breach = pool().breach();

    assertThat(breach.headline()).isEqualTo("p95 broke at 00:20");
    assertThat(breach.lines())
        .containsExactly(
            "Cause: connection pool exhausted (strong): connections of main: 10 of 10 since 00:21,"
                + " 14 waiting",
            "First to change: hikaricp_connections_active{pool=\"main\"} rose from 3 to 10 at"
                + " 00:21; hikaricp_connections_pending{pool=\"main\"} rose from 0 to 14 at 00:21",
            "Quiet: CPU 20.0 %, CPU of its machine 40.0 %, garbage collection 1.00 %, lock waits 0",
            "Try: a larger pool, fewer connections per request, or shorter use of each;"
                + " docs/findings.md#connection-pool");
  }

  @Test
  void a_full_pool_for_which_nobody_waits_is_no_cause() {
    assertThat(pool().with(PENDING, 0, 0).first()).isEqualTo("unknown");
  }

  @Test
  void a_pool_that_was_as_exhausted_before_is_no_cause() {
    assertThat(pool().with(ACTIVE, 10, 10).with(PENDING, 14, 14).first()).isEqualTo("unknown");
  }

  @Test
  void a_pool_that_fills_up_only_after_the_breach_is_an_effect() {
    assertThat(
            pool()
                .with(ACTIVE, second -> second < 26 ? 3 : 10)
                .with(PENDING, second -> second < 26 ? 0 : 14)
                .first())
        .isEqualTo("unknown");
  }

  @Test
  void a_pool_that_could_not_be_read_when_it_filled_up_is_known_by_the_next_reading() {
    assertThat(
            pool()
                .with(ACTIVE, second -> second < 20 ? 3 : second < 25 ? Double.NaN : 10)
                .with(PENDING, second -> second < 20 ? 0 : second < 25 ? Double.NaN : 14)
                .first())
        .isEqualTo("connection pool exhausted STRONG");
  }

  @Test
  void a_pool_that_does_not_say_who_waits_is_some_evidence() {
    assertThat(
            SyntheticRun.slow()
                .with("go_sql_in_use_connections{db_name=\"shop\"}", 3, 10)
                .with("go_sql_max_open_connections{db_name=\"shop\"}", 10, 10)
                .first())
        .isEqualTo("connection pool exhausted SOME");
  }

  @Test
  void a_lock_for_which_sessions_wait_explains_the_pool_that_they_exhaust() {
    Breach breach = pool().with("pg_lock_waiters", 0, 9).breach();

    assertThat(breach.causes())
        .extracting(cause -> cause.name())
        .containsExactly("lock conflicts", "connection pool exhausted");
  }

  @Test
  void conflicts_are_lock_conflicts_when_most_failures_are_409() {
    assertThat(SyntheticRun.failing(5, "409", 30, "conflict").first())
        .isEqualTo("lock conflicts STRONG");
  }

  @Test
  void the_text_of_failures_tells_that_a_database_takes_no_more_connections() {
    Breach breach =
        SyntheticRun.failing(5, "500", 30, "FATAL: sorry, too many clients already").breach();

    assertThat(breach.causes().get(0).evidence())
        .containsExactly("100 of 100 failures say \"FATAL: sorry, too many clients already\"");
    assertThat(breach.causes().get(0).name()).isEqualTo("database connections");
  }

  @Test
  void connections_at_the_limit_of_the_database_are_a_cause_when_requests_fail() {
    SyntheticRun run =
        SyntheticRun.failing(5, "500", 30, "failed")
            .with("pg_stat_activity_count{state=\"active\"}", 20, 60)
            .with("pg_stat_activity_count{state=\"idle\"}", 10, 38)
            .with("pg_settings_max_connections", 100, 100);

    assertThat(run.first()).isEqualTo("database connections STRONG");
    assertThat(run.cause().orElseThrow().evidence().get(0))
        .isEqualTo("connections of the database: 98 of 100 since 00:21, and requests fail");
  }

  @Test
  void many_connections_of_a_database_whose_requests_pass_are_no_cause() {
    assertThat(
            SyntheticRun.slow()
                .with("pg_stat_activity_count{state=\"active\"}", 20, 98)
                .with("pg_settings_max_connections", 100, 100)
                .first())
        .isEqualTo("unknown");
  }

  @Test
  void rows_that_are_read_by_scans_tell_of_a_missing_index() {
    SyntheticRun run =
        SyntheticRun.slow()
            .with("rate(pg_stat_user_tables_seq_tup_read{relname=\"orders\"})", 200, 400_000)
            .with("rate(pg_stat_user_tables_seq_tup_read{relname=\"users\"})", 9_000, 9_500);

    assertThat(run.first()).isEqualTo("missing index STRONG");
    assertThat(run.cause().orElseThrow().evidence())
        .containsExactly(
            "sequential scans of orders: 400,000 rows/s since 00:21, 200 rows/s before");
  }

  @Test
  void a_table_that_is_always_scanned_is_no_cause() {
    assertThat(
            SyntheticRun.slow()
                .with("rate(pg_stat_user_tables_seq_tup_read{relname=\"o\"})", 400_000, 450_000)
                .first())
        .isEqualTo("unknown");
  }

  @Test
  void a_service_that_keeps_its_processors_busy_is_saturated() {
    assertThat(SyntheticRun.slow().with("process_cpu_usage", 0.3, 0.97).first())
        .isEqualTo("CPU saturated STRONG");
    assertThat(
            SyntheticRun.slow()
                .with("rate(process_cpu_seconds_total)", 0.5, 1.95)
                .with("go_sched_gomaxprocs_threads", 2, 2)
                .first())
        .isEqualTo("CPU saturated STRONG");
  }

  @Test
  void a_service_that_was_as_busy_before_is_not_saturated() {
    assertThat(SyntheticRun.slow().with("process_cpu_usage", 0.9, 0.95).first())
        .isEqualTo("unknown");
  }

  @Test
  void a_machine_that_others_keep_busy_is_no_cause() {
    assertThat(
            SyntheticRun.slow()
                .with("process_cpu_usage", 0.1, 0.1)
                .with("system_cpu_usage", 1, 1)
                .first())
        .isEqualTo("unknown");
  }

  @Test
  void pauses_of_a_fifth_of_the_time_are_the_cause_and_a_tenth_is_some_evidence() {
    String pauses = "rate(jvm_gc_pause_seconds_sum{action=\"end of major GC\"})";

    assertThat(SyntheticRun.slow().with(pauses, 0.01, 0.4).first())
        .isEqualTo("garbage collection STRONG");
    assertThat(SyntheticRun.slow().with(pauses, 0.01, 0.14).first())
        .isEqualTo("garbage collection SOME");
    assertThat(SyntheticRun.slow().with(pauses, 0.01, 0.05).first()).isEqualTo("unknown");
  }

  @Test
  void failures_of_status_429_are_a_rate_limit() {
    assertThat(SyntheticRun.failing(5, "429", 1, "too many").first())
        .isEqualTo("rate limit STRONG");
  }

  @Test
  void failures_of_status_503_are_admission_control_only_when_they_come_at_once() {
    assertThat(SyntheticRun.failing(5, "503", 2, "busy").first())
        .isEqualTo("admission control STRONG");
    assertThat(SyntheticRun.failing(5, "503", 900, "busy").first()).isEqualTo("unknown");
  }

  @Test
  void lines_for_each_request_tell_of_debug_logging() {
    SyntheticRun run =
        SyntheticRun.slow()
            .with("rate(logback_events_total{level=\"debug\"})", 0, 4_000)
            .with("rate(logback_events_total{level=\"info\"})", 20, 20);

    assertThat(run.first()).isEqualTo("debug logging STRONG");
    assertThat(
            SyntheticRun.slow().with("rate(log4j2_events_total{level=\"info\"})", 20, 90).first())
        .isEqualTo("unknown");
  }

  @Test
  void outgoing_calls_that_are_slower_are_upstream_latency() {
    assertThat(
            SyntheticRun.slow()
                .with("mean(http_client_requests_seconds{uri=\"/pay\"})", 0.005, 0.7)
                .first())
        .isEqualTo("upstream latency STRONG");
    assertThat(
            SyntheticRun.slow()
                .with("mean(http_client_requests_seconds{uri=\"/pay\"})", 0.005, 0.012)
                .first())
        .isEqualTo("unknown");
  }

  @Test
  void a_service_that_waits_while_all_is_quiet_is_some_evidence_of_upstream_latency() {
    assertThat(SyntheticRun.slow().quiet().first()).isEqualTo("upstream latency SOME");
  }

  @Test
  void busy_threads_of_the_server_are_some_evidence() {
    assertThat(
            SyntheticRun.slow()
                .with("tomcat_threads_busy_threads{name=\"http\"}", 20, 200)
                .with("tomcat_threads_config_max_threads{name=\"http\"}", 200, 200)
                .first())
        .isEqualTo("server threads exhausted SOME");
  }

  @Test
  void a_service_without_a_file_descriptor_left_is_told() {
    assertThat(
            SyntheticRun.failing(5, "", 2, "refused")
                .with("process_open_fds", 200, 1_024)
                .with("process_max_fds", 1_024, 1_024)
                .first())
        .isEqualTo("file descriptors STRONG");
  }

  @Test
  void a_generator_that_did_not_keep_up_outranks_all_else() {
    Breach breach = pool().withGenerator("CPU was 99 %", 19, 30).breach();

    assertThat(breach.lines())
        .containsExactly(
            "Cause: load generator (strong): CPU was 99 %",
            "Try: a generator that keeps up: a machine of its own, or more injectors;"
                + " docs/findings.md#load-generator");
    assertThat(pool().withGenerator("CPU was 99 %", 2, 9).first())
        .isEqualTo("connection pool exhausted STRONG");
    assertThat(pool().withGenerator("CPU was 99 %", 29, 33).first())
        .as("a fault after the breach is no cause of it")
        .isEqualTo("connection pool exhausted STRONG");
  }

  @Test
  void failures_of_which_nothing_is_known_are_unknown_and_say_so() {
    Breach breach = SyntheticRun.failing(5, "500", 3, "oops").breach();

    assertThat(breach.lines())
        .containsExactly(
            "Cause: not known. No rule has evidence that is strong enough.",
            "Try: let the run read the service's own figures; docs/findings.md#what-is-read");
    assertThat(breach.from()).isEqualTo(Duration.ofSeconds(20));
  }

  @Test
  void a_run_that_passes_has_nothing_to_explain() {
    assertThat(SyntheticRun.failing(0, "", 0, "").explained()).isEqualTo(Explanation.NONE);
  }

  @Test
  void the_series_of_a_cause_are_kept_for_its_charts() {
    assertThat(pool().explained().series()).containsOnlyKeys(ACTIVE, MOST, PENDING);
  }
}
