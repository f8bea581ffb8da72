package dev.onrush.internal.finding;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.onrush.internal.finding.evidence.Evidence.About;
import dev.onrush.internal.metrics.recording.Recorder;
import dev.onrush.internal.service.ServiceHistory;
import dev.onrush.internal.service.VariantSource;
import dev.onrush.profile.RunFlow;
import dev.onrush.result.Cause;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** 30 s of a duet: the test sets the metrics of the two services. */
class DuetEvidenceTest {

  private static final String ROWS = "rate(pg_stat_user_tables_seq_tup_read{relname=\"workers\"})";
  private static final String THREADS = "jmx_threads_live";
  private static final String BLOCKED = "jmx_threads_blocked";
  private static final String TOTAL = "jmx_threads_at{frame=\"com.shop.Cart.total\"}";
  private static final String USED = "hikaricp_connections_active{pool=\"main\"}";
  private static final String LIMIT = "hikaricp_connections_max{pool=\"main\"}";

  private static List<Cause> causes(Map<String, Double> a, Map<String, Double> b) {
    return duet().causes(history(a, b), About.TIMES, ofSeconds(30));
  }

  private static DuetEvidence duet() {
    return new DuetEvidence(new RunFlow("B", List.of("Users (B)")));
  }

  private static ServiceHistory history(Map<String, Double> a, Map<String, Double> b) {
    ServiceHistory history = new ServiceHistory();
    for (int second = 1; second <= 30; second++) {
      Map<String, Double> reading = new HashMap<>(b);
      a.forEach((series, value) -> reading.put(VariantSource.labelled(series, "A"), value));
      history.add(ofSeconds(second), reading);
    }
    return history;
  }

  /** 100 requests a second to each version, of which the given numbers fail by status. */
  private static List<Cause> failing(Map<String, Integer> a, Map<String, Integer> b) {
    DuetEvidence duet = duet();
    Recorder recorder = new Recorder(List.of(), text -> text);
    for (int second = 0; second < 30; second++) {
      send(recorder, "Users (A)", second, 10, a);
      send(recorder, "Users (B)", second, 10, b);
      duet.add(recorder.takeInterval(ofSeconds(second + 1)));
    }
    return duet.causes(history(Map.of(), Map.of()), About.FAILURES, ofSeconds(30));
  }

  private static void send(
      Recorder recorder, String users, int second, int millis, Map<String, Integer> failing) {
    long start = 1_000L * second;
    int failed = failing.values().stream().mapToInt(Integer::intValue).sum();
    for (int i = failed; i < 100; i++) {
      recorder.response(users, "", "r", start, start + millis, true, "200", "");
    }
    failing.forEach(
        (status, times) -> {
          for (int i = 0; i < times; i++) {
            recorder.response(users, "", "r", start, start + 1, false, status, "found " + status);
          }
        });
  }

  @Test
  void an_index_that_b_lacks_is_named_beside_what_a_reads() {
    List<Cause> causes = causes(Map.of(ROWS, 120.0), Map.of(ROWS, 3_500_000.0));

    assertThat(causes).hasSize(1);
    assertThat(causes.get(0))
        .hasToString(
            "missing index (strong): sequential scans of workers: 3,500,000 rows/s, 120 rows/s at A");
    assertThat(causes.get(0).series()).containsExactly(ROWS);
  }

  @Test
  void what_a_has_is_told_as_that_of_a_however_large_it_is_and_within_brackets_too() {
    assertThat(causes(Map.of(ROWS, 1_200.0), Map.of(ROWS, 3_500_000.0)).get(0))
        .hasToString(
            "missing index (strong): sequential scans of workers: 3,500,000 rows/s, 1,200 rows/s"
                + " at A");
    assertThat(
            causes(
                    Map.of(THREADS, 20.0, BLOCKED, 0.0),
                    Map.of(THREADS, 20.0, BLOCKED, 14.0, TOTAL, 14.0))
                .get(0))
        .hasToString(
            "blocked threads (strong): threads of the service that wait for a monitor: 14, 0 at A;"
                + " methods with more threads: com.shop.Cart.total 14 (0 at A)");
  }

  @Test
  void what_a_reads_more_of_explains_nothing() {
    assertThat(causes(Map.of(ROWS, 3_500_000.0), Map.of(ROWS, 120.0))).isEmpty();
  }

  @Test
  void what_is_not_read_of_a_is_not_known_to_be_0_there() {
    String lock = "pg_lock_waiters";
    String share = "host_process_cpu_ratio";
    String endpoint = "process_cpu_usage";

    // a database that both use is read once, and the management beans only from B
    assertThat(causes(Map.of(endpoint, 0.2), Map.of(lock, 5.0, ROWS, 3_500_000.0))).isEmpty();
    assertThat(causes(Map.of(endpoint, 0.2), Map.of(BLOCKED, 14.0, THREADS, 20.0))).isEmpty();
    // the process of A belongs to another user
    assertThat(causes(Map.of(lock, 0.0), Map.of(share, 0.95))).isEmpty();
    assertThat(causes(Map.of(lock, 0.0), Map.of(endpoint, 0.95))).isEmpty();
  }

  @Test
  void log_lines_of_b_are_told_beside_those_of_a() {
    String lines = "rate(logback_events_total{level=\"debug\"})";
    DuetEvidence duet = duet();
    Recorder recorder = new Recorder(List.of(), text -> text);
    for (int second = 0; second < 30; second++) {
      send(recorder, "Users (A)", second, 10, Map.of());
      send(recorder, "Users (B)", second, 10, Map.of());
      duet.add(recorder.takeInterval(ofSeconds(second + 1)));
    }

    assertThat(
            duet.causes(
                history(Map.of(lines, 20.0), Map.of(lines, 4_000.0)), About.TIMES, ofSeconds(30)))
        .extracting(Cause::toString)
        .containsExactly(
            "debug logging (strong): lines in the service's log: 40 a request, 4,000/s instead of"
                + " 20/s at A, most of them of level debug or trace");
  }

  @Test
  void a_table_that_did_not_grow_at_a_whose_database_is_read_was_not_scanned_there() {
    assertThat(
            causes(
                    Map.of("pg_lock_waiters", 0.0),
                    Map.of("pg_lock_waiters", 0.0, ROWS, 3_500_000.0))
                .get(0))
        .hasToString(
            "missing index (strong): sequential scans of workers: 3,500,000 rows/s, 0 rows/s at A");
  }

  @Test
  void an_index_that_b_lacks_is_found_among_hundreds_of_tables_that_are_at_rest() {
    Map<String, Double> a = new HashMap<>(Map.of("pg_lock_waiters", 0.0));
    for (int n = 0; n < 300; n++) {
      a.put("rate(pg_stat_user_tables_seq_tup_read{relname=\"t%03d\"})".formatted(n), 0.0);
    }
    Map<String, Double> b = new HashMap<>(a);
    a.put(ROWS, 0.0);
    b.put(ROWS, 3_500_000.0);

    assertThat(causes(a, b).get(0))
        .hasToString(
            "missing index (strong): sequential scans of workers: 3,500,000 rows/s, 0 rows/s at A");
  }

  @Test
  void a_status_that_a_answers_as_often_explains_no_difference() {
    assertThat(failing(Map.of("429", 20), Map.of("429", 20, "500", 8))).isEmpty();
    assertThat(failing(Map.of(), Map.of("429", 20)))
        .extracting(Cause::name)
        .containsExactly("rate limit");
  }

  /** The cause existed from the start: a duet has no moment of a breach. */
  @Test
  void a_cause_without_a_series_is_one_since_the_begin_of_the_run() {
    assertThat(saying("FATAL: sorry, too many clients already"))
        .extracting(Cause::name, Cause::since)
        .containsExactly(tuple("database connections", Duration.ZERO));
    assertThat(saying("connection is not available, request timed out after 30000ms"))
        .extracting(Cause::name, Cause::since)
        .containsExactly(tuple("connection pool exhausted", Duration.ZERO));
    assertThat(saying("accept: too many open files"))
        .extracting(Cause::name, Cause::since)
        .containsExactly(tuple("file descriptors", Duration.ZERO));
    assertThat(saying("java.lang.OutOfMemoryError: Java heap space"))
        .extracting(Cause::name, Cause::since)
        .containsExactly(tuple("memory exhausted", Duration.ZERO));
  }

  @Test
  void a_service_that_waits_while_all_is_quiet_waits_since_the_begin_of_the_run() {
    DuetEvidence duet = duet();
    Recorder recorder = new Recorder(List.of(), text -> text);
    for (int second = 0; second < 30; second++) {
      send(recorder, "Users (A)", second, 10, Map.of());
      send(recorder, "Users (B)", second, 110, Map.of());
      duet.add(recorder.takeInterval(ofSeconds(second + 1)));
    }
    Map<String, Double> quiet = Map.of("process_cpu_usage", 0.1);

    assertThat(duet.causes(history(quiet, quiet), About.TIMES, ofSeconds(30)))
        .extracting(Cause::name, Cause::since)
        .containsExactly(tuple("upstream latency", Duration.ZERO));
  }

  /** Returns the causes if 8 of 100 requests to B fail with this text. */
  private static List<Cause> saying(String text) {
    DuetEvidence duet = duet();
    Recorder recorder = new Recorder(List.of(), of -> of);
    for (int second = 0; second < 30; second++) {
      send(recorder, "Users (A)", second, 10, Map.of());
      send(recorder, "Users (B)", second, 10, Map.of());
      for (int i = 0; i < 8; i++) {
        long start = 1_000L * second;
        recorder.response("Users (B)", "", "r", start, start + 1, false, "500", text);
      }
      duet.add(recorder.takeInterval(ofSeconds(second + 1)));
    }
    return duet.causes(history(Map.of(), Map.of()), About.FAILURES, ofSeconds(30));
  }

  @Test
  void outgoing_calls_that_take_longer_than_those_of_a_are_upstream_latency() {
    DuetEvidence duet = duet();
    Recorder recorder = new Recorder(List.of(), text -> text);
    for (int second = 0; second < 30; second++) {
      send(recorder, "Users (A)", second, 10, Map.of());
      send(recorder, "Users (B)", second, 110, Map.of());
      duet.add(recorder.takeInterval(ofSeconds(second + 1)));
    }
    String calls = "rate(http_client_requests_seconds_sum)";

    // 100 requests a second: 10 s of calls in each second are 100 ms per request
    assertThat(
            duet.causes(
                history(Map.of(calls, 0.5), Map.of(calls, 10.0)), About.TIMES, ofSeconds(30)))
        .singleElement()
        .hasToString(
            "upstream latency (strong): outgoing calls of the service for each request: 100 ms, 5.00"
                + " ms at A; mean response time: 110 ms, 10.0 ms at A");
  }

  @Test
  void a_pool_that_is_full_at_b_alone_is_a_cause_and_one_that_is_full_at_both_is_none() {
    Map<String, Double> full = Map.of(USED, 10.0, LIMIT, 10.0);
    Map<String, Double> idle = Map.of(USED, 2.0, LIMIT, 10.0);

    assertThat(causes(idle, full))
        .extracting(Cause::name)
        .containsExactly("connection pool exhausted");
    assertThat(causes(full, full)).isEmpty();
    assertThat(causes(full, idle)).isEmpty();
  }
}
