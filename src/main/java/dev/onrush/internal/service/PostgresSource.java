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
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Reads the statistics views of the service's PostgreSQL over a connection of its own. Its
 * expressions have the same names as in the PostgreSQL exporter: connections by state, sessions
 * that wait for locks, rows read by sequential scans by table, and time by statement if {@code
 * pg_stat_statements} is installed.
 *
 * <p>Only one thread may read. Any thread may close the source, which does not wait for a reading.
 */
public final class PostgresSource implements ServiceSource {

  private static final int SECONDS = 5;

  /**
   * The connection properties that apply unless the address sets them. The timeouts ensure that a
   * dead database does not block the reader.
   */
  private static final Map<String, String> DEFAULTS =
      Map.of(
          "connectTimeout", "5",
          "loginTimeout", "5",
          "socketTimeout", "10",
          "ApplicationName", "onrush");

  /**
   * Counts the connections by state. All of them take part in the limit, including this source's
   * own. A user who is not a member of pg_monitor sees the sessions of other users without their
   * type and state; a session with a user and a database is then a client, or one of the few
   * workers of a parallel query.
   */
  private static final String ACTIVITY =
      "SELECT CASE WHEN backend_type IS NULL THEN 'hidden' ELSE coalesce(state, 'none') END,"
          + " count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'"
          + " OR backend_type IS NULL AND usesysid IS NOT NULL AND datid IS NOT NULL GROUP BY 1";

  /** Counts the sessions that wait for a lock. Every user may read the locks of all sessions. */
  private static final String WAITING =
      "SELECT count(DISTINCT pid) FROM pg_locks WHERE NOT granted";

  /**
   * The connections that ordinary users may have. The reserved connections are subtracted; since
   * version 16, two settings reserve some.
   */
  private static final String LIMIT =
      "SELECT sum(CASE name WHEN 'max_connections' THEN setting::int ELSE -setting::int END)"
          + " FROM pg_settings WHERE name IN ('max_connections',"
          + " 'superuser_reserved_connections', 'reserved_connections')";

  private static final int TABLES_READ = 5_000;

  private static final int TABLES_SHOWN = 50;

  /**
   * Reads the rows of sequential scans by table name. Tables of the same name in several schemas,
   * such as one schema for each tenant, count as one table.
   */
  private static final String TABLES =
      "SELECT relname, sum(seq_tup_read) FROM pg_stat_user_tables GROUP BY 1"
          + " ORDER BY 2 DESC LIMIT "
          + TABLES_READ;

  private final String address;
  private final UnaryOperator<String> masked;
  private volatile @Nullable Connection connection;
  private volatile boolean closed;
  private final GrowingTotals<String> tables = new GrowingTotals<>(TABLES_SHOWN, TABLES_READ);
  private List<StatementTimes> statements = List.of();

  /**
   * Creates the source without reading it.
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
   * Connects and reads once, to find mistakes before any load is sent.
   *
   * @throws IllegalArgumentException if there is no driver, or PostgreSQL cannot be read
   */
  public void check() {
    try {
      DriverManager.getDriver(address);
    } catch (SQLException e) {
      throw new IllegalArgumentException(
          "onrush.service.postgres was given, but no JDBC driver on the class path accepts it; add"
              + " org.postgresql:postgresql to the project's dependencies",
          e);
    }
    try {
      Reading unused = read();
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "cannot read statistics of PostgreSQL from onrush.service.postgres: "
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
    long nanos = System.nanoTime();
    try (Statement statement = statement(from)) {
      // first, so that the sessions that wait are among the active ones that are read next
      series.put("pg_lock_waiters", value(statement, WAITING));
      values(statement, ACTIVITY)
          .forEach(
              (state, count) -> series.put(name("pg_stat_activity_count", "state", state), count));
      series.put("pg_settings_max_connections", value(statement, LIMIT));
      tables
          .rates(values(statement, TABLES), nanos)
          .forEach(
              (table, rate) ->
                  addRate(series, "pg_stat_user_tables_seq_tup_read", "relname", table, rate));
      for (StatementTimes times : statements) {
        times
            .rates(statement, nanos)
            .forEach(
                (text, rate) ->
                    addRate(series, "pg_stat_statements_seconds_total", "query", text, rate));
      }
    }
    return new Reading(Map.of(), series);
  }

  private static Map<String, Double> values(Statement statement, String query) throws SQLException {
    Map<String, Double> values = new HashMap<>();
    try (ResultSet rows = statement.executeQuery(query)) {
      while (rows.next()) {
        values.put(rows.getString(1), rows.getDouble(2));
      }
    }
    return values;
  }

  private static double value(Statement statement, String query) throws SQLException {
    try (ResultSet rows = statement.executeQuery(query)) {
      rows.next();
      return rows.getDouble(1);
    }
  }

  /**
   * Adds a rate. Two names may be equal once secrets in them are hidden, so their rates are summed.
   */
  private void addRate(
      Map<String, Double> series, String metric, String label, String of, double rate) {
    series.merge("rate(" + name(metric, label, of) + ")", rate, Double::sum);
  }

  private String name(String metric, String label, String of) {
    return SeriesValues.series(metric, Map.of(label, masked.apply(of)));
  }

  @Override
  public void close() {
    closed = true;
    abort();
  }

  /** Aborts the connection. Closing it would wait for an answer. */
  private void abort() {
    Connection open = connection;
    connection = null;
    if (open != null) {
      try {
        open.abort(Runnable::run);
      } catch (SQLException e) {
        // The connection is gone already.
      }
    }
  }
}
