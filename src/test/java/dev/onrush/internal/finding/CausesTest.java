package dev.onrush.internal.finding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onrush.result.Breach;
import dev.onrush.result.Cause;
import java.time.Duration;
import java.util.List;
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
    assertThat(breach.isCertain()).isTrue();
    assertThat(breach.lines())
        .containsExactly(
            "Cause: connection pool exhausted (strong): connections of main: 10 of 10 since 00:21,"
                + " 14 waiting",
            "First to change: hikaricp_connections_active{pool=\"main\"} rose from 3 to 10 at"
                + " 00:21; hikaricp_connections_pending{pool=\"main\"} rose from 0 to 14 at 00:21",
            "Not affected: CPU 20 %, CPU of its machine 40 %, garbage collection 1 %, lock"
                + " waits 0",
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
  void a_pool_that_fills_up_in_the_first_seconds_of_a_run_that_is_slow_at_once_is_the_cause() {
    assertThat(exhaustedFrom(4).first()).isEqualTo("connection pool exhausted STRONG");
    assertThat(exhaustedFrom(7).first()).isEqualTo("unknown");
  }

  @Test
  void a_pool_that_fills_up_seconds_after_the_first_failures_does_not_explain_them() {
    assertThat(exhaustedFrom(1, SyntheticRun.failing(5, "503", 2, "busy")).first())
        .isEqualTo("connection pool exhausted STRONG");
    assertThat(exhaustedFrom(4, SyntheticRun.failing(5, "503", 2, "busy")).first())
        .isEqualTo("admission control STRONG");
  }

  private static SyntheticRun exhaustedFrom(int second) {
    return exhaustedFrom(second, SyntheticRun.slow());
  }

  private static SyntheticRun exhaustedFrom(int second, SyntheticRun run) {
    return run.atOnce()
        .quiet()
        .with(ACTIVE, at -> at < second ? 3 : 10)
        .with(PENDING, at -> at < second ? 0 : 14);
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
  void a_pool_that_was_full_when_the_service_answered_for_the_last_time_is_exhausted() {
    assertThat(silentFrom(17).first()).isEqualTo("connection pool exhausted STRONG");
    assertThat(silentFrom(12).first()).as("too long ago").isEqualTo("unknown");
  }

  private static SyntheticRun silentFrom(int last) {
    return pool()
        .with(ACTIVE, second -> second < 8 ? 3 : second < last ? 10 : Double.NaN)
        .with(MOST, second -> second < last ? 10 : Double.NaN)
        .with(PENDING, second -> second < 8 ? 0 : second < last ? 14 : Double.NaN);
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
  void a_text_of_many_failures_is_counted_beside_many_that_are_rare() {
    // 15 of 45 a second for 20 s
    assertThat(
            SyntheticRun.failing(15, "500", 30, "FATAL: sorry, too many clients already")
                .withOtherErrors(30, 30)
                .cause()
                .orElseThrow()
                .evidence())
        .containsExactly("300 of 900 failures say \"FATAL: sorry, too many clients already\"");
    // 1 of 31 a second
    assertThat(
            SyntheticRun.failing(1, "500", 30, "FATAL: sorry, too many clients already")
                .withOtherErrors(30, 30)
                .first())
        .isEqualTo("unknown");
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

  /** The window before a breach at 00:20 has 18 s, of which 4 have scans. */
  @Test
  void scans_that_begin_some_seconds_before_the_breach_tell_of_a_missing_index() {
    assertThat(
            SyntheticRun.slow()
                .with(
                    "rate(pg_stat_user_tables_seq_tup_read{relname=\"orders\"})",
                    second -> second < 14 ? 200 : 400_000)
                .cause()
                .orElseThrow())
        .hasToString(
            "missing index (strong): sequential scans of orders: 400,000 rows/s since 00:15, 200"
                + " rows/s before");
  }

  @Test
  void rows_that_rise_with_the_requests_are_no_missing_index() {
    String rows = "rate(pg_stat_user_tables_seq_tup_read{relname=\"groups\"})";
    assertThat(SyntheticRun.slow().then(200).with(rows, 2_000, 20_000).first())
        .isEqualTo("unknown");
    assertThat(SyntheticRun.slow().then(40).with(rows, 2_000, 40_000).first())
        .isEqualTo("missing index STRONG");
  }

  /**
   * After hours, the interval between readings of a service is longer than the window before a
   * breach.
   */
  @Test
  void what_was_as_high_before_is_no_cause_however_seldom_it_was_read() {
    assertThat(SyntheticRun.slow().readEach(7).with("pg_lock_waiters", 3, 3).first())
        .isEqualTo("unknown");
    assertThat(SyntheticRun.slow().readEach(5).with("pg_lock_waiters", 0, 3).first())
        .isEqualTo("lock conflicts STRONG");
  }

  @Test
  void what_is_not_known_of_the_time_before_is_not_told() {
    assertThat(SyntheticRun.slow().readEach(19).with("pg_lock_waiters", 0, 3).breach().lines())
        .anySatisfy(
            line -> assertThat(line).endsWith("sessions that wait for a lock: 3 since 00:39"));
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
    assertThat(SyntheticRun.failing(5, "429", 1, "too many").cause().orElseThrow().evidence())
        .containsExactly(
            "100 % of the failures have status 429 (too many requests) since 00:20",
            "requests were sent at 20.0/s");
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
  void beside_other_failures_it_is_not_known_how_soon_those_of_status_503_came() {
    // 5 of 9 failures; the mean time of all is 401 ms, and later 18 ms
    assertThat(
            SyntheticRun.failing(5, "503", 2, "busy").withOtherErrors(4, 900).cause().orElseThrow())
        .hasToString(
            "admission control (some evidence): 56 % of the failures have status 503 since"
                + " 00:20");
    assertThat(
            SyntheticRun.failing(5, "503", 30, "busy").withOtherErrors(4, 2).cause().orElseThrow())
        .hasToString(
            "admission control (some evidence): 56 % of the failures have status 503 since"
                + " 00:20");
    // 20 of 21
    assertThat(SyntheticRun.failing(20, "503", 2, "busy").withOtherErrors(1, 2).first())
        .isEqualTo("admission control STRONG");
  }

  @Test
  void a_status_that_the_script_expects_is_told_where_a_threshold_is_about_it() {
    assertThat(SyntheticRun.refusing(5, "503").cause().orElseThrow())
        .hasToString(
            "admission control (some evidence): 100 % of the refusals have status 503 since 00:20");
    assertThat(SyntheticRun.refusing(5, "429").cause().orElseThrow().evidence().get(0))
        .isEqualTo("100 % of the refusals have status 429 (too many requests) since 00:20");
    assertThat(SyntheticRun.refusing(5, "409").first()).isEqualTo("lock conflicts STRONG");
    assertThat(SyntheticRun.refusing(5, "418").first()).isEqualTo("unknown");
  }

  @Test
  void a_few_failures_are_no_cause_of_anything_but_a_threshold_on_failures() {
    for (String code : List.of("429", "409", "503")) {
      assertThat(SyntheticRun.more(1, code, "busy").first()).isEqualTo("unknown");
      assertThat(SyntheticRun.more(3, code, "busy").first()).isNotEqualTo("unknown");
    }
    assertThat(SyntheticRun.more(1, "", "Connection refused").first()).isEqualTo("unknown");
    assertThat(SyntheticRun.more(3, "", "Connection refused").first())
        .isEqualTo("connection refused STRONG");
    assertThat(SyntheticRun.more(1, "", "thrown").throwing("step").first()).isEqualTo("unknown");
    assertThat(SyntheticRun.more(3, "", "thrown").throwing("step").first())
        .isEqualTo("script failed STRONG");
  }

  @Test
  void failures_of_a_status_that_were_fewer_before_are_of_it() {
    assertThat(SyntheticRun.failingMore(8, 12, "429").first()).isEqualTo("rate limit STRONG");
  }

  @Test
  void a_status_that_the_script_expects_is_no_cause_of_other_failures() {
    assertThat(SyntheticRun.failing(2, "500", 2, "failed").withExpectedConflicts(10).first())
        .isEqualTo("unknown");
  }

  @Test
  void lines_for_each_request_tell_of_debug_logging() {
    SyntheticRun run =
        SyntheticRun.slow()
            .with("rate(logback_events_total{level=\"debug\"})", 0, 4_000)
            .with("rate(logback_events_total{level=\"info\"})", 20, 20);

    assertThat(run.first()).isEqualTo("debug logging STRONG");
    assertThat(run.with("rate(jvm_gc_pause_seconds_sum)", 0.01, 0.4).first())
        .as("the lines are what is collected")
        .isEqualTo("debug logging STRONG");
    assertThat(
            SyntheticRun.slow().with("rate(log4j2_events_total{level=\"info\"})", 20, 90).first())
        .isEqualTo("unknown");
  }

  @Test
  void lines_that_rise_with_the_requests_are_no_debug_logging() {
    // 6 lines per request before and after
    for (String level : new String[] {"info", "debug"}) {
      String lines = "rate(logback_events_total{level=\"" + level + "\"})";
      assertThat(SyntheticRun.slow().then(200).with(lines, 120, 1_200).first())
          .as(level)
          .isEqualTo("unknown");
    }
    // 2 lines per request before, and 10 after
    assertThat(
            SyntheticRun.slow()
                .then(200)
                .with("rate(logback_events_total{level=\"debug\"})", 40, 2_000)
                .first())
        .isEqualTo("debug logging STRONG");
  }

  /** 3 of 50 lines per request, with 20 requests a second. */
  @Test
  void lines_of_which_few_are_of_level_debug_are_some_evidence() {
    SyntheticRun run =
        SyntheticRun.slow()
            .with("rate(logback_events_total{level=\"debug\"})", 0, 60)
            .with("rate(logback_events_total{level=\"info\"})", 20, 940);

    assertThat(run.first()).isEqualTo("debug logging SOME");
    assertThat(run.cause().orElseThrow().evidence())
        .containsExactly(
            "lines in the service's log: 50 a request since 00:21, 1,000/s instead of 20/s");
  }

  @Test
  void outgoing_calls_that_are_slower_are_upstream_latency() {
    assertThat(
            SyntheticRun.slow()
                .with("mean(http_client_requests_seconds{uri=\"/pay\"})", 0.005, 0.7)
                .with("rate(http_client_requests_seconds_sum{uri=\"/pay\"})", 0.1, 14)
                .first())
        .isEqualTo("upstream latency STRONG");
    assertThat(
            SyntheticRun.slow()
                .with("mean(http_client_requests_seconds{uri=\"/pay\"})", 0.005, 0.012)
                .with("rate(http_client_requests_seconds_sum{uri=\"/pay\"})", 0.1, 0.24)
                .first())
        .isEqualTo("unknown");
  }

  /** With 40 users, at most 40 calls are in progress, however slow each of them is. */
  @Test
  void slower_outgoing_calls_of_fewer_requests_are_upstream_latency() {
    assertThat(
            SyntheticRun.slow()
                .then(7)
                .with("rate(http_client_requests_seconds_sum{uri=\"/pay\"})", 3, 4.9)
                .cause()
                .orElseThrow()
                .evidence())
        .contains(
            "outgoing calls of the service for each request: 700 ms since 00:21, 150 ms before");
  }

  /** The service's own job calls another service once in the run, and waits two seconds for it. */
  @Test
  void one_slow_outgoing_call_is_not_what_all_requests_wait_for() {
    assertThat(
            SyntheticRun.slow()
                .with(
                    "mean(http_client_requests_seconds{uri=\"/token\"})",
                    second -> second == 25 ? 2 : Double.NaN)
                .with(
                    "rate(http_client_requests_seconds_sum{uri=\"/token\"})",
                    second -> second == 25 ? 2 : 0)
                .first())
        .isEqualTo("unknown");
  }

  @Test
  void a_service_that_waits_while_all_is_quiet_is_some_evidence_of_upstream_latency() {
    assertThat(SyntheticRun.slow().quiet().first()).isEqualTo("upstream latency SOME");
  }

  /** 4 failures of 4 s take 16 s in each second, and 16 other requests 0.8 s. */
  @Test
  void requests_without_an_answer_are_not_explained_by_the_times_of_the_others() {
    Breach breach = SyntheticRun.hanging(4).quiet().breach();

    assertThat(breach.lines())
        .containsExactly(
            "Cause: not known. No rule has evidence that is strong enough.",
            "Observed: 80 of 400 requests failed: 80 with \"Request timeout to 10.0.0.1 after 4 s\""
                + " since 00:20",
            "First to change: hikaricp_connections_active{pool=\"main\"} rose from 2 to 3 at 00:21",
            "Not affected: CPU 20 %, CPU of its machine 40 %, garbage collection 1 %, connection"
                + " pool 3 of 10, lock waits 0",
            "Try: a thread dump of the service while requests wait; what these requests call or"
                + " lock; docs/findings.md#not-known");
  }

  /** 20 requests a second rise from 10 ms to 800 ms, and 60 others do not. */
  @Test
  void the_only_request_that_became_slower_is_named() {
    Breach breach = SyntheticRun.slow().withOtherRequests(60).quiet().breach();

    assertThat(breach.causes()).extracting(Cause::name).containsExactly("upstream latency");
    assertThat(breach.lines())
        .contains(
            "Observed: only this request is slower: r 800 ms, 10.0 ms before; all others 10.0 ms,"
                + " 10.0 ms before")
        .endsWith(
            "Try: a timer around each outgoing call; then a thread dump under this load; what only"
                + " these requests do: their statements, calls and locks;"
                + " docs/findings.md#upstream-latency");
    assertThat(SyntheticRun.slow().withOtherRequests(60).breach().lines())
        .endsWith(
            "Try: what only these requests do: their statements, calls and locks;"
                + " docs/findings.md#not-known");
    assertThat(SyntheticRun.slow().breach().observed()).as("there are no others").isEmpty();
    assertThat(SyntheticRun.slow().atOnce().withOtherRequests(60).breach().observed())
        .as("nothing is known of the time before")
        .isEmpty();
    assertThat(
            SyntheticRun.slow()
                .withOtherRequests(60)
                .withDoubt("CPU was 99 %", 19, 30)
                .breach()
                .observed())
        .as("it may be the generator")
        .isEmpty();
  }

  @Test
  void spans_of_slow_requests_are_some_evidence_of_what_the_service_waits_for() {
    SyntheticRun run = SyntheticRun.slow().traced(19, 720).traced(21, 720).traced(23, 720);

    assertThat(run.cause().orElseThrow())
        .hasToString(
            "upstream latency (some evidence): spans of 3 kept requests: 90 % of the time is in SELECT"
                + " shop.orders of shop (SELECT * FROM orders); mean response time: 800 ms, 10.0 ms"
                + " before");
    assertThat(SyntheticRun.slow().traced(21, 720).traced(23, 720).first()).isEqualTo("unknown");
    assertThat(SyntheticRun.slow().traced(1, 720).traced(21, 720).traced(23, 720).first())
        .isEqualTo("unknown");
    assertThat(SyntheticRun.slow().traced(19, 400).traced(21, 300).traced(23, 200).first())
        .isEqualTo("unknown");
  }

  @Test
  void that_all_is_quiet_is_no_evidence_beside_a_strong_cause() {
    assertThat(
            SyntheticRun.slow()
                .quiet()
                .with("rate(logback_events_total{level=\"debug\"})", 0, 4_000)
                .breach()
                .causes())
        .extracting(cause -> cause.name())
        .containsExactly("debug logging");
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
  void what_failed_requests_were_answered_tells_the_cause_where_their_checks_do_not() {
    SyntheticRun run =
        SyntheticRun.failing(5, "503", 2, "status.find.is(200), found 503")
            .answered("{\"error\": \"FATAL: sorry, too many clients already\"}");

    assertThat(run.first()).isEqualTo("database connections STRONG");
    assertThat(run.cause().orElseThrow().evidence())
        .containsExactly(
            "kept responses to failed requests: 1 of 1 says"
                + " \"FATAL: sorry, too many clients already\"");
    assertThat(failing("QueuePool limit of size 5 overflow 10 reached"))
        .isEqualTo("connection pool exhausted STRONG");
    assertThat(failing("java.io.IOException: Too many open files"))
        .isEqualTo("file descriptors STRONG");
    assertThat(failing("java.lang.OutOfMemoryError: Java heap space"))
        .isEqualTo("memory exhausted STRONG");
    assertThat(failing("j.n.ConnectException: Connection refused: /127.0.0.1:8080"))
        .isEqualTo("connection refused STRONG");
    assertThat(failing("busy, come again")).isEqualTo("admission control STRONG");
  }

  @Test
  void the_text_of_a_few_failures_does_not_explain_slow_answers() {
    assertThat(
            SyntheticRun.slow()
                .answered("Connection is not available, request timed out after 3002ms")
                .first())
        .isEqualTo("unknown");
  }

  @Test
  void a_script_that_sends_nothing_is_the_cause_and_not_the_service() {
    SyntheticRun run =
        SyntheticRun.failing(5, "", 0, "no card").throwing("condition in Shop").quiet();

    assertThat(run.breach().lines())
        .contains(
            "Cause: script failed (strong): 100 of 100 failures came before a request was sent:"
                + " condition in Shop",
            "Try: the error messages of these failures, and a trial run (-Donce) of the"
                + " simulation; docs/findings.md#script");
  }

  @Test
  void a_script_that_fails_after_failed_requests_is_not_the_cause() {
    SyntheticRun run = SyntheticRun.failing(19, "", 0, "no token").throwing("Pay");

    assertThat(run.withOtherErrors(1, 5).first()).isEqualTo("script failed SOME");
    assertThat(run.withOtherErrors(2, 5).first()).isEqualTo("unknown");
    assertThat(SyntheticRun.slow().throwing("Pay").first()).isEqualTo("unknown");
    String closed =
        "Client issued text frame but server has closed the WebSocket and max reconnects is"
            + " reached";
    assertThat(SyntheticRun.failing(20, "", 0, closed).throwing("Say").first())
        .as("the service's doing")
        .isEqualTo("unknown");
  }

  @Test
  void a_long_error_message_is_quoted_around_what_it_names() {
    String message =
        "x".repeat(200) + " \ud83d\ude00 Connection is not available, request timed out after it";

    assertThat(SyntheticRun.failing(5, "500", 2, message).cause().orElseThrow().evidence().get(0))
        .startsWith("100 of 100 failures say \"xxxx")
        .endsWith("Connection is not available, request timed out after it\"")
        .hasSizeLessThan(150);
  }

  private static String failing(String answer) {
    return SyntheticRun.failing(5, "503", 2, "found 503").answered(answer).first();
  }

  @Test
  void the_statement_that_scans_a_table_is_named() {
    SyntheticRun run =
        SyntheticRun.slow()
            .with("rate(pg_stat_user_tables_seq_tup_read{relname=\"orders\"})", 200, 400_000)
            .with(
                "rate(pg_stat_statements_seconds_total{query=\"SELECT * FROM orders\"})", 0.1, 0.9)
            .with(
                "rate(pg_stat_statements_seconds_total{query=\"SELECT * FROM users\"})", 0.1, 1.2);

    assertThat(run.cause().orElseThrow().evidence())
        .containsExactly(
            "sequential scans of orders: 400,000 rows/s since 00:21, 200 rows/s before",
            "\"SELECT * FROM orders\" took 0.9 s of each second, 0.1 s before");
  }

  @Test
  void a_quota_that_is_used_up_in_a_share_of_its_periods_is_saturated() {
    SyntheticRun quota =
        SyntheticRun.slow()
            .with("rate(container_cpu_cfs_periods_total{pod=\"a\"})", 10, 10)
            .with("rate(container_cpu_cfs_periods_total{pod=\"b\"})", 10, 10);

    assertThat(
            quota
                .with("rate(container_cpu_cfs_throttled_periods_total{pod=\"a\"})", 0, 8)
                .with("rate(container_cpu_cfs_throttled_periods_total{pod=\"b\"})", 0, 4)
                .cause()
                .orElseThrow()
                .evidence())
        .containsExactly("the processor quota of the service was used up in 60 % of its periods");
    assertThat(
            quota
                .with("rate(container_cpu_cfs_throttled_periods_total{pod=\"a\"})", 0, 1)
                .with("rate(container_cpu_cfs_throttled_periods_total{pod=\"b\"})", 0, 0)
                .with("rate(container_cpu_cfs_throttled_seconds_total)", 0, 0.8)
                .first())
        .as("a twentieth of the periods, in each of which eight processors may have waited")
        .isEqualTo("unknown");
  }

  /** 20 requests a second at 800 ms are 16 in progress, 15.8 more than before. */
  @Test
  void threads_that_wait_for_a_processor_explain_slow_answers_on_a_machine_that_others_fill() {
    SyntheticRun full =
        SyntheticRun.slow()
            .quiet()
            .with("host_process_cpu_ratio", 0.1, 0.15)
            .with("system_cpu_usage", 1, 1);

    assertThat(full.with("rate(host_process_cpu_wait_seconds_total)", 0.2, 9).cause().orElseThrow())
        .hasToString(
            "CPU saturated (strong): threads of the service that wait for a processor: 9 since"
                + " 00:21, 0.2 before");
    assertThat(full.with("rate(host_process_cpu_wait_seconds_total)", 0.2, 4).first())
        .as("too few, and too many to be quiet")
        .isEqualTo("unknown");
    assertThat(full.with("rate(host_process_cpu_wait_seconds_total)", 0.2, 0.4).first())
        .as("the service waits for something else")
        .isEqualTo("upstream latency SOME");
  }

  /** 20 requests a second at 800 ms are 16 in progress. */
  @Test
  void a_part_of_a_full_machine_is_evidence_only_if_the_service_waits_for_a_processor() {
    SyntheticRun part =
        SyntheticRun.slow().with("process_cpu_usage", 0.1, 0.33).with("system_cpu_usage", 0.5, 1);

    assertThat(part.first()).isEqualTo("CPU saturated SOME");
    assertThat(part.breach().quiet()).as("the evidence is not quiet").isEmpty();
    assertThat(part.with("rate(host_process_cpu_wait_seconds_total)", 0.2, 4).first())
        .isEqualTo("CPU saturated SOME");
    assertThat(part.with("rate(host_process_cpu_wait_seconds_total)", 0.2, 2).first())
        .as("an eighth of the time is no wait")
        .isNotEqualTo("CPU saturated SOME");
    assertThat(part.with("process_cpu_usage", 0.1, 0.6).first())
        .as("most of the machine")
        .isEqualTo("CPU saturated STRONG");
  }

  /** 20 requests a second at 800 ms are 16 in progress. */
  @Test
  void a_time_that_the_service_does_not_see_is_not_spent_in_it() {
    assertThat(served(0.2).first()).isEqualTo("unknown");
    assertThat(served(15.8).first()).isEqualTo("upstream latency SOME");
  }

  @Test
  void the_service_sees_that_others_got_slower_beside_an_address_that_is_always_slow() {
    String of = "{uri=\"/export\"}";
    SyntheticRun beside =
        served(15.8)
            .with("rate(http_server_requests_seconds_sum" + of + ")", 3, 3)
            .with("rate(http_server_requests_seconds_count" + of + ")", 1, 1);

    assertThat(beside.first()).isEqualTo("upstream latency SOME");
  }

  /**
   * Returns a run with this number of requests in progress in the service after the break, by its
   * own timer.
   */
  private static SyntheticRun served(double atWork) {
    return SyntheticRun.slow()
        .quiet()
        .with("rate(http_server_requests_seconds_sum{uri=\"/\"})", 0.2, atWork)
        .with("rate(http_server_requests_seconds_count{uri=\"/\"})", 20, 20);
  }

  @Test
  void threads_that_block_each_other_are_the_cause_if_they_are_half_of_those_at_work() {
    SyntheticRun run =
        SyntheticRun.slow()
            .with("jmx_threads_live", 40, 40)
            .with("jmx_threads_blocked", 0, 12)
            .with(
                "jmx_threads_at{frame=\"shop.Cart.total\"}",
                second -> second < SyntheticRun.BREAK ? Double.NaN : 13);

    assertThat(run.cause().orElseThrow())
        .hasToString(
            "blocked threads (strong): threads of the service that wait for a monitor: 12 since"
                + " 00:21, 0 before; methods with more threads: shop.Cart.total 13 (0 before)");
    assertThat(SyntheticRun.slow().with("jmx_threads_blocked", 0, 5).first())
        .isEqualTo("blocked threads SOME");
    assertThat(SyntheticRun.slow().with("jmx_threads_blocked", 5, 6).first()).isEqualTo("unknown");
  }

  @Test
  void memory_at_its_limit_is_a_cause_when_something_waits_for_it() {
    SyntheticRun full =
        SyntheticRun.slow()
            .with("host_memory_limit_bytes{of=\"service\"}", 536_870_912, 536_870_912)
            .with("host_memory_used_bytes{of=\"service\"}", 300_000_000, 530_000_000);

    assertThat(full.first()).isEqualTo("memory exhausted SOME");
    assertThat(full.with("rate(host_memory_wait_seconds_total)", 0, 0.4).cause().orElseThrow())
        .hasToString(
            "memory exhausted (strong): memory of the service: 505 of 512 MiB since 00:21, and"
                + " tasks wait for memory 40 % of the time");
    assertThat(
            SyntheticRun.slow()
                .with("host_memory_limit_bytes{of=\"machine\"}", 1e9, 1e9)
                .with("host_memory_used_bytes{of=\"machine\"}", 0.97e9, 0.98e9)
                .first())
        .as("a machine that is always full")
        .isEqualTo("unknown");
  }

  /** 64 MiB, which are full from the break on, or with the garbage of each second. */
  @Test
  void a_heap_at_its_limit_is_some_evidence_of_exhausted_memory() {
    SyntheticRun run =
        SyntheticRun.failing(5, "", 3, "Premature close")
            .with("jvm_memory_max_bytes{area=\"heap\"}", 67_108_864, 67_108_864);

    assertThat(
            run.with("jvm_memory_used_bytes{area=\"heap\"}", 30_000_000, 66_000_000)
                .cause()
                .orElseThrow())
        .hasToString(
            "memory exhausted (some evidence): memory of the heap: 63 of 64 MiB since 00:21")
        .extracting(Cause::advice)
        .asString()
        .startsWith("a larger heap");
    assertThat(
            run.with(
                    "jvm_memory_used_bytes{area=\"heap\"}",
                    second -> second % 2 == 0 ? 30_000_000 : 66_000_000)
                .first())
        .isEqualTo("unknown");
  }

  @Test
  void waits_for_a_disk_are_some_evidence() {
    String waits = "rate(host_disk_wait_seconds_total)";

    assertThat(SyntheticRun.slow().with(waits, 0.02, 0.7).first()).isEqualTo("disk SOME");
    assertThat(SyntheticRun.slow().with(waits, 0.5, 0.7).first()).isEqualTo("unknown");
  }

  @Test
  void a_generator_that_did_not_keep_up_comes_first() {
    assertThat(SyntheticRun.slow().withDoubt("CPU was 99 %", 19, 30).breach().lines())
        .containsExactly(
            "Cause: load generator (strong): CPU was 99 %",
            "Try: a generator that keeps up: a machine of its own, or more injectors;"
                + " docs/findings.md#load-generator");
    assertThat(pool().withDoubt("CPU was 99 %", 19, 30).breach().causes())
        .extracting(Cause::name)
        .containsExactly("load generator", "connection pool exhausted");
    assertThat(
            SyntheticRun.slow()
                .with("rate(host_disk_wait_seconds_total)", 0.02, 0.7)
                .withDoubt("CPU was 99 %", 19, 30)
                .breach()
                .causes())
        .as("some evidence may be an effect of what the generator did")
        .extracting(Cause::name)
        .containsExactly("load generator");
    assertThat(pool().withGenerator("CPU was 99 %", 19, 30).first())
        .as("a verdict that holds without the generator's share")
        .isEqualTo("connection pool exhausted STRONG");
    assertThat(pool().withDoubt("CPU was 99 %", 2, 9).first())
        .isEqualTo("connection pool exhausted STRONG");
    assertThat(pool().withDoubt("CPU was 99 %", 29, 33).first())
        .as("a fault after the breach is no cause of it")
        .isEqualTo("connection pool exhausted STRONG");
  }

  @Test
  void what_may_be_the_generators_own_is_told_where_nothing_else_is_known() {
    Breach undecided = SyntheticRun.slow().undecided().breach();

    assertThat(undecided.headline()).isEqualTo("As measured, p95 broke at 00:20");
    assertThat(undecided.isCertain()).isFalse();
    assertThat(undecided.lines())
        .containsExactly(
            "Cause: load generator (strong): the generator itself may account for the difference:"
                + " the range of the true figure is 0 ms to 800 ms",
            "Try: a generator that keeps up: a machine of its own, or more injectors;"
                + " docs/findings.md#load-generator");
    assertThat(pool().undecided().first()).isEqualTo("connection pool exhausted STRONG");
  }

  @Test
  void a_threshold_of_which_nothing_is_known_is_unknown_and_says_so() {
    Breach breach = SyntheticRun.slow().breach();

    assertThat(breach.lines())
        .containsExactly(
            "Cause: not known. No rule has evidence that is strong enough.",
            "Try: let the run read the service's metrics; docs/findings.md#what-is-read");
    assertThat(breach.from()).isEqualTo(Duration.ofSeconds(20));
  }

  /** 5 of 25 requests a second, for 20 s. */
  @Test
  void what_failures_have_in_common_is_told_where_their_cause_is_not_known() {
    SyntheticRun run =
        SyntheticRun.failing(5, "500", 3, "status.find.is(200), found 500")
            .withOtherRequests(5)
            .answered("boom: database\ngone");

    assertThat(run.breach().lines())
        .containsExactly(
            "Cause: not known. No rule has evidence that is strong enough.",
            "Observed: 100 of 500 requests failed (only r): 100 with status 500 since 00:20; a kept"
                + " response: \"boom: database gone\"",
            "Try: the service's log at that time: it reports the error itself;"
                + " docs/findings.md#not-known");
    assertThat(observed(run.answered("<html><h1>Sorry</h1></html>")))
        .as("a page for a browser")
        .isEqualTo("100 of 500 requests failed (only r): 100 with status 500 since 00:20");
  }

  @Test
  void what_to_try_depends_on_the_kind_of_the_failures() {
    Breach closed =
        SyntheticRun.failing(5, "", 3, "PrematureCloseException: Premature close").breach();
    Breach closedAll =
        SyntheticRun.failing(20, "", 3, "PrematureCloseException: Premature close")
            .atOnce()
            .breach();
    Breach notConnected =
        SyntheticRun.failing(5, "", 9_000, "no connection to 10.0.0.1:80 within 9 s").breach();
    Breach wrong = SyntheticRun.failing(5, "200", 3, "substring(Welcome), found nothing").breach();
    Breach late =
        SyntheticRun.failing(5, "", 4_000, "Request timeout to 10.0.0.1 after 4 s").breach();

    assertThat(closed.lines())
        .contains(
            "Observed: 100 of 400 requests failed: 100 with \"PrematureCloseException: Premature"
                + " close\" since 00:20",
            "Try: the service's log at that time, such as an OutOfMemoryError or a restart; a proxy"
                + " that closes connections; docs/findings.md#not-known");
    assertThat(closedAll.lines())
        .contains(
            "Try: does the service expect https? It closed each connection without a response; the"
                + " service's log at that time; docs/findings.md#not-known");
    assertThat(notConnected.lines())
        .contains(
            "Try: whether the service accepts connections: its threads, open files and backlog; a"
                + " firewall on the way to it; docs/findings.md#not-known");
    assertThat(wrong.lines())
        .contains(
            "Observed: 100 of 400 requests failed: 100 with status 200 and \"substring(Welcome),"
                + " found nothing\" since 00:20",
            "Try: what the service answered: exchanges.html shows some responses; and the service's"
                + " log at that time; docs/findings.md#not-known");
    assertThat(late.lines())
        .contains(
            "Try: a thread dump of the service while requests wait; what these requests call or"
                + " lock; docs/findings.md#not-known");
  }

  @Test
  void at_most_two_kinds_of_failures_are_named_and_only_frequent_ones() {
    assertThat(observed(SyntheticRun.failing(20, "", 3, "x".repeat(500)).withOtherErrors(15, 3)))
        .startsWith("700 of 700 requests failed (r 400, o 300): 400 with \"xxx")
        .contains("xxx … xxx")
        .endsWith("\" since 00:20, 300 with status 500 since 00:20")
        .hasSizeLessThan(250);
    assertThat(observed(SyntheticRun.failing(5, "", 3, "closed").withOtherErrors(20, 3)))
        .as("the requests are those of all failures, not only of the kinds that are named")
        .contains("500 of 800 requests failed (o 400, r 100): 400 with status 500 since 00:20");
  }

  @Test
  void failures_that_the_cause_tells_are_not_told_again() {
    assertThat(SyntheticRun.failing(5, "429", 3, "found 429").breach().observed()).isEmpty();
    assertThat(SyntheticRun.failing(5, "", 3, "Connection refused").breach().observed()).isEmpty();
    assertThat(
            observed(
                SyntheticRun.failing(5, "", 3, "Premature close")
                    .with("process_cpu_usage", 0.2, 0.95)))
        .as("beside a cause that does not tell them")
        .isEqualTo("100 of 400 requests failed: 100 with \"Premature close\" since 00:20");
  }

  @Test
  void failures_that_are_few_or_were_as_frequent_before_are_no_part_of_other_breaches() {
    assertThat(SyntheticRun.more(1, "500", "oops").breach().observed()).isEmpty();
    assertThat(observed(SyntheticRun.more(4, "500", "oops")))
        .isEqualTo("76 of 760 requests failed: 76 with status 500 since 00:21");
  }

  private static String observed(SyntheticRun run) {
    return run.breach().observed().get(0).text();
  }

  @Test
  void work_that_becomes_less_is_not_what_changed_first() {
    assertThat(
            SyntheticRun.failing(5, "500", 3, "oops")
                .with("host_process_cpu_ratio", 0.045, 0.019)
                .with("jmx_threads_live", 40, 12)
                .with("cache_hits", 90, 4)
                .breach()
                .changes())
        .containsExactly(
            "jmx_threads_live fell from 40 to 12 at 00:21",
            "cache_hits fell from 90 to 4 at 00:21");
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
