package dev.onrush.internal.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class PostgresSourceTest {

  /** Servers that may take long to start. */
  private static EmbeddedPostgres.Builder patient() {
    return EmbeddedPostgres.builder().setPGStartupWait(Duration.ofMinutes(2));
  }

  @Test
  @Tag("load")
  void connections_waits_and_statements_of_a_real_database_are_read() throws Exception {
    try (EmbeddedPostgres server =
            patient()
                .setServerConfig("shared_preload_libraries", "pg_stat_statements")
                .setServerConfig("max_connections", "20")
                .setServerConfig("superuser_reserved_connections", "3")
                .setServerConfig("reserved_connections", "2")
                .start();
        PostgresSource source =
            new PostgresSource(server.getJdbcUrl("postgres", "postgres"), text -> text);
        Connection first = server.getPostgresDatabase().getConnection();
        Connection second = server.getPostgresDatabase().getConnection();
        Statement one = first.createStatement();
        Statement other = second.createStatement()) {
      one.execute("CREATE EXTENSION pg_stat_statements");
      one.execute("CREATE TABLE orders AS SELECT generate_series(1, 50000) AS id");
      source.read();
      first.setAutoCommit(false);
      one.execute("LOCK TABLE orders IN EXCLUSIVE MODE");
      Thread waiting = waiting(other);
      Map<String, Double> series = readUntil(source, read -> read.get("pg_lock_waiters") >= 1);

      assertThat(series).containsEntry("pg_lock_waiters", 1.0);
      assertThat(series)
          .as("of 20, five are kept for others")
          .containsEntry("pg_settings_max_connections", 15.0);
      assertThat(series)
          .as("the one that reads takes a connection too")
          .containsEntry("pg_stat_activity_count{state=\"active\"}", 2.0)
          .containsEntry("pg_stat_activity_count{state=\"idle in transaction\"}", 1.0);

      one.execute("SELECT count(*) FROM orders WHERE id = 7");
      one.execute("SELECT count(*) FROM orders WHERE id = 8");
      source.read();
      one.execute("SELECT count(*) FROM orders WHERE id = 9");
      first.rollback();
      waiting.join();
      series = source.read().series();

      assertThat(series)
          .extractingByKey(
              "rate(pg_stat_statements_seconds_total{query=\"SELECT count(*) FROM orders WHERE id"
                  + " = $1\"})")
          .satisfies(rate -> assertThat(rate).isPositive());
    }
  }

  /** PostgreSQL hides the state, the wait and the kind of other users' sessions. */
  @Test
  @Tag("load")
  void a_user_without_pg_monitor_sees_the_same_connections_and_waits() throws Exception {
    try (EmbeddedPostgres server = patient().start();
        Connection first = server.getPostgresDatabase().getConnection();
        Connection second = server.getPostgresDatabase().getConnection();
        Statement one = first.createStatement();
        Statement other = second.createStatement()) {
      one.execute("CREATE ROLE onrush LOGIN");
      one.execute("CREATE TABLE orders AS SELECT generate_series(1, 50000) AS id");
      first.setAutoCommit(false);
      one.execute("LOCK TABLE orders IN EXCLUSIVE MODE");
      Thread waiting = waiting(other);
      try (PostgresSource source =
          new PostgresSource(server.getJdbcUrl("onrush", "postgres"), text -> text)) {
        // A third connection was used to ask the server whether it has started.
        Map<String, Double> series =
            readUntil(
                source,
                read ->
                    read.get("pg_lock_waiters") >= 1
                        && read.get("pg_stat_activity_count{state=\"hidden\"}") <= 2);

        assertThat(series).containsEntry("pg_lock_waiters", 1.0);
        assertThat(series)
            .containsEntry("pg_stat_activity_count{state=\"active\"}", 1.0)
            .containsEntry("pg_stat_activity_count{state=\"hidden\"}", 2.0);
      }
      first.rollback();
      waiting.join();
    }
  }

  /**
   * Returns the readings once the condition holds, or when the time of the test is over, which
   * interrupts it.
   */
  private static Map<String, Double> readUntil(
      PostgresSource source, Predicate<Map<String, Double>> isSo) throws IOException {
    Map<String, Double> series = source.read().series();
    while (!isSo.test(series) && !Thread.currentThread().isInterrupted()) {
      series = source.read().series();
    }
    return series;
  }

  private static Thread waiting(Statement statement) {
    Thread waiting =
        new Thread(
            () -> {
              try {
                statement.execute("DELETE FROM orders");
              } catch (SQLException e) {
                // The lock is not released before the end.
              }
            });
    waiting.start();
    return waiting;
  }

  @Test
  @Tag("load")
  void scans_of_a_table_are_seen_beside_greater_totals_and_equal_names() throws Exception {
    try (EmbeddedPostgres server = patient().start();
        PostgresSource source =
            new PostgresSource(server.getJdbcUrl("postgres", "postgres"), text -> text);
        Connection connection = server.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      for (int i = 0; i < 60; i++) {
        statement.execute("CREATE TABLE old_" + i + " AS SELECT generate_series(1, 1000) AS id");
        statement.execute("SELECT count(*) FROM old_" + i);
      }
      for (String schema : List.of("one", "two")) {
        statement.execute("CREATE SCHEMA " + schema);
        statement.execute("CREATE TABLE " + schema + ".orders (id int)");
      }
      statement.execute("INSERT INTO two.orders SELECT generate_series(1, 100)");
      told(statement);
      source.read();

      statement.execute("SELECT count(*) FROM two.orders");
      told(statement);

      Map<String, Double> rates = source.read().series();
      assertThat(rates)
          .extractingByKey("rate(pg_stat_user_tables_seq_tup_read{relname=\"orders\"})")
          .satisfies(rate -> assertThat(rate).isPositive());
      assertThat(rates.keySet())
          .filteredOn(name -> name.startsWith("rate(pg_stat_user_tables"))
          .hasSize(1); // the others have not grown
    }
  }

  /** Makes a session report its statistics immediately, instead of when it is next idle. */
  private static void told(Statement statement) throws SQLException {
    statement.execute("SELECT pg_stat_force_next_flush()");
  }

  @Test
  void a_database_that_never_answers_is_refused_and_holds_up_nobody() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        PostgresSource source =
            new PostgresSource(
                "jdbc:postgresql://127.0.0.1:"
                    + silent.getLocalPort()
                    + "/shop?user=onrush&loginTimeout=1",
                text -> text)) {
      assertThatIllegalArgumentException()
          .isThrownBy(source::check)
          .withMessageStartingWith(
              "cannot read statistics of PostgreSQL from onrush.service.postgres:")
          .withMessageEndingWith(
              "; write an address such as jdbc:postgresql://127.0.0.1:5432/shop?user=onrush, whose"
                  + " user may read pg_stat_activity");
    }
  }
}
