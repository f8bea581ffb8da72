package dev.onrush.internal.finding;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.onrush.internal.finding.evidence.Evidence.About;
import dev.onrush.internal.service.ServiceHistory;
import dev.onrush.internal.service.VariantSource;
import dev.onrush.plan.RunFlow;
import dev.onrush.result.Cause;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** 30 s of a duet: what the two services say of themselves is set by the test. */
class DuetEvidenceTest {

  private static final String ROWS = "rate(pg_stat_user_tables_seq_tup_read{relname=\"workers\"})";
  private static final String THREADS = "jmx_threads_live";
  private static final String BLOCKED = "jmx_threads_blocked";
  private static final String TOTAL = "jmx_threads_at{frame=\"com.shop.Cart.total\"}";
  private static final String USED = "hikaricp_connections_active{pool=\"main\"}";
  private static final String LIMIT = "hikaricp_connections_max{pool=\"main\"}";

  private static List<Cause> causes(Map<String, Double> a, Map<String, Double> b) {
    ServiceHistory history = new ServiceHistory();
    for (int second = 1; second <= 30; second++) {
      Map<String, Double> reading = new HashMap<>(b);
      a.forEach((series, value) -> reading.put(VariantSource.labelled(series, "A"), value));
      history.add(ofSeconds(second), reading);
    }
    return new DuetEvidence(new RunFlow("B", List.of("Users (B)")))
        .causes(history, About.TIMES, ofSeconds(30));
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
                + " threads are at com.shop.Cart.total 14 (0 at A)");
  }

  @Test
  void what_a_reads_more_of_explains_nothing() {
    assertThat(causes(Map.of(ROWS, 3_500_000.0), Map.of(ROWS, 120.0))).isEmpty();
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
