package dev.onrush.internal.service;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The statistics views of the service's PostgreSQL, over one connection of its own. Its expressions
 * are those that the exporter of PostgreSQL has: connections by state, waits for locks, rows that
 * are read by sequential scans by table, and time by statement where {@code pg_stat_statements} is
 * installed.
 *
 * <p>One thread reads; any thread closes, and does not wait for a reading.
 */
public final class PostgresSource implements ServiceSource {

  private static final int SECONDS = 5;

  /** What an address does not say otherwise: a database that is dead holds up nobody. */
  private static final Map<String, String> DEFAULTS =
      Map.of(
          "connectTimeout", "5",
          "loginTimeout", "5",
          "socketTimeout", "10",
          "ApplicationName", "onrush");

  /** All take a connection from the others, this one too. */
  private static final String ACTIVITY =
      "SELECT coalesce(state, 'none'), count(*), count(*) FILTER (WHERE wait_event_type = 'Lock')"
          + " FROM pg_stat_activity WHERE backend_type = 'client backend' GROUP BY 1";

  /** What ordinary users may have: some are kept for others, since version 16 in two settings. */
  private static final String LIMIT =
      "SELECT sum(CASE name WHEN 'max_connections' THEN setting::int ELSE -setting::int END)"
          + " FROM pg_settings WHERE name IN ('max_connections',"
          + " 'superuser_reserved_connections', 'reserved_connections')";

  private static final String TABLES =
      "SELECT relname, seq_tup_read FROM pg_stat_user_tables ORDER BY seq_tup_read DESC LIMIT 50";

  private final String address;
  private final UnaryOperator<String> masked;
  private volatile @Nullable Connection connection;
  private volatile boolean closed;
  private List<StatementTimes> statements = List.of();
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
  public Reading read() throws IOException {
    try {
      return read(connected());
    } catch (SQLException e) {
      abort();
      throw new IOException(masked.apply(String.valueOf(e.getMessage())), e);
    }
  }

  private Connection connected() throws SQLException {
    Connection known = connection;
    if (known == null) {
      Properties properties = new Properties();
      properties.putAll(DEFAULTS);
      known = DriverManager.getConnection(address, properties);
      connection = known;
      if (closed) {
        abort();
      }
      try (Statement statement = statement(known)) {
        statements = StatementTimes.find(statement);
      }
    }
    return known;
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
      for (StatementTimes times : statements) {
        times
            .read(statement)
            .forEach(
                (text, seconds) ->
                    put(now, "pg_stat_statements_seconds_total", "query", text, seconds));
      }
    }
    rates(series, now, nanos);
    return new Reading(Map.of(), series);
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
  public void close() {
    closed = true;
    abort();
  }

  /** Not closed: that waits for an answer. */
  private void abort() {
    Connection open = connection;
    connection = null;
    if (open != null) {
      try {
        open.abort(Runnable::run);
      } catch (SQLException e) {
        // It is gone already.
      }
    }
  }
}
