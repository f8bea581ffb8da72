package dev.onrush.internal.service;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The statistics views of the service's PostgreSQL, over one connection of its own. Its expressions
 * are those that the exporter of PostgreSQL has: connections by state, waits for locks, rows that
 * are read by sequential scans by table, and time by statement where {@code pg_stat_statements} is
 * installed.
 */
public final class PostgresSource implements ServiceSource {

  private static final int SECONDS = 5;

  /** As many as a reader can look through. */
  private static final int STATEMENTS = 20;

  private static final int LONGEST = 80;

  private static final String ACTIVITY =
      "SELECT coalesce(state, 'none'), count(*), count(*) FILTER (WHERE wait_event_type = 'Lock')"
          + " FROM pg_stat_activity"
          + " WHERE backend_type = 'client backend' AND pid <> pg_backend_pid() GROUP BY 1";

  private static final String LIMIT =
      "SELECT setting::int FROM pg_settings WHERE name = 'max_connections'";

  private static final String TABLES =
      "SELECT relname, seq_tup_read FROM pg_stat_user_tables ORDER BY seq_tup_read DESC LIMIT 50";

  private static final String STATEMENTS_SEEN =
      "SELECT left(regexp_replace(query, '\\s+', ' ', 'g'), "
          + LONGEST
          + "), sum(total_exec_time) / 1000 FROM pg_stat_statements GROUP BY 1 ORDER BY 2 DESC"
          + " LIMIT "
          + STATEMENTS;

  private final String address;
  private final UnaryOperator<String> masked;
  private @Nullable Connection connection;
  private boolean statements;
  private long before;
  private Map<String, Double> totals = new HashMap<>();

  /**
   * Nothing is read yet.
   *
   * @param address such as {@code jdbc:postgresql://127.0.0.1:5432/shop?user=onrush}
   * @param masked hides secrets
   */
  public PostgresSource(String address, UnaryOperator<String> masked) {
    this.address = address;
    this.masked = masked;
  }

  @Override
  public String name() {
    return "statistics of PostgreSQL";
  }

  /**
   * Connects, to find mistakes before anything is sent.
   *
   * @throws IllegalArgumentException if there is no driver, or PostgreSQL cannot be read
   */
  public void check() {
    try {
      DriverManager.getDriver(address);
    } catch (SQLException e) {
      throw new IllegalArgumentException(
          "onrush.service.postgres was given, and no JDBC driver on the class path takes it; add"
              + " org.postgresql:postgresql to the project's dependencies",
          e);
    }
    try {
      Reading unused = read();
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "statistics of PostgreSQL were to be read as onrush.service.postgres says, but "
              + masked.apply(String.valueOf(e.getMessage()))
              + "; write an address such as jdbc:postgresql://127.0.0.1:5432/shop?user=onrush,"
              + " whose user may read pg_stat_activity",
          e);
    }
  }

  @Override
  public synchronized Reading read() throws IOException {
    try {
      return read(connected());
    } catch (SQLException e) {
      close();
      throw new IOException(masked.apply(String.valueOf(e.getMessage())), e);
    }
  }

  private Connection connected() throws SQLException {
    Connection known = connection;
    if (known == null) {
      known = DriverManager.getConnection(address);
      connection = known;
      statements = exists(known);
    }
    return known;
  }

  private static boolean exists(Connection connection) throws SQLException {
    try (Statement statement = statement(connection);
        ResultSet rows =
            statement.executeQuery(
                "SELECT 1 FROM pg_extension WHERE extname = 'pg_stat_statements'")) {
      return rows.next();
    }
  }

  private static Statement statement(Connection connection) throws SQLException {
    Statement statement = connection.createStatement();
    statement.setQueryTimeout(SECONDS);
    return statement;
  }

  private Reading read(Connection from) throws SQLException {
    Map<String, Double> series = new HashMap<>();
    Map<String, Double> now = new HashMap<>();
    long nanos = System.nanoTime();
    try (Statement statement = statement(from)) {
      double waiting = 0;
      try (ResultSet rows = statement.executeQuery(ACTIVITY)) {
        while (rows.next()) {
          put(series, "pg_stat_activity_count", "state", rows.getString(1), rows.getDouble(2));
          waiting += rows.getDouble(3);
        }
      }
      series.put("pg_lock_waiters", waiting);
      try (ResultSet rows = statement.executeQuery(LIMIT)) {
        if (rows.next()) {
          series.put("pg_settings_max_connections", rows.getDouble(1));
        }
      }
      try (ResultSet rows = statement.executeQuery(TABLES)) {
        while (rows.next()) {
          put(
              now,
              "pg_stat_user_tables_seq_tup_read",
              "relname",
              rows.getString(1),
              rows.getDouble(2));
        }
      }
      if (statements) {
        try (ResultSet rows = statement.executeQuery(STATEMENTS_SEEN)) {
          while (rows.next()) {
            put(
                now,
                "pg_stat_statements_seconds_total",
                "query",
                rows.getString(1),
                rows.getDouble(2));
          }
        }
      }
    }
    rates(series, now, nanos);
    return new Reading(Map.of(), series, 0);
  }

  private void rates(Map<String, Double> series, Map<String, Double> now, long nanos) {
    double seconds = (nanos - before) / 1e9;
    now.forEach(
        (name, total) -> {
          double last = totals.getOrDefault(name, Double.NaN);
          if (before != 0 && total >= last) {
            series.put("rate(" + name + ")", (total - last) / seconds);
          }
        });
    totals = now;
    before = nanos;
  }

  private void put(
      Map<String, Double> values, String metric, String label, String of, double value) {
    Map<String, String> labels = new TreeMap<>(Map.of(label, masked.apply(of)));
    values.put(SeriesValues.series(metric, labels), value);
  }

  @Override
  public synchronized void close() {
    Connection open = connection;
    connection = null;
    if (open != null) {
      try {
        open.close();
      } catch (SQLException e) {
        // It is gone already.
      }
    }
  }
}
