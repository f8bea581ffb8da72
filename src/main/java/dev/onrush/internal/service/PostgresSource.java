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

  /**
   * All take a connection from the others, this one too. Who is no member of pg_monitor is shown
   * those of other users without their kind and state; what has a user and a database is a client
   * then, or one of the few workers of a query in parallel.
   */
  private static final String ACTIVITY =
      "SELECT CASE WHEN backend_type IS NULL THEN 'hidden' ELSE coalesce(state, 'none') END,"
          + " count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'"
          + " OR backend_type IS NULL AND usesysid IS NOT NULL AND datid IS NOT NULL GROUP BY 1";

  /** Everybody may read of everybody's locks. */
  private static final String WAITING =
      "SELECT count(DISTINCT pid) FROM pg_locks WHERE NOT granted";

  /** What ordinary users may have: some are kept for others, since version 16 in two settings. */
  private static final String LIMIT =
      "SELECT sum(CASE name WHEN 'max_connections' THEN setting::int ELSE -setting::int END)"
          + " FROM pg_settings WHERE name IN ('max_connections',"
          + " 'superuser_reserved_connections', 'reserved_connections')";

  private static final int TABLES_READ = 5_000;

  private static final int TABLES_SHOWN = 50;

  /** A table of each tenant, in a schema of its own, is one table. */
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
    long nanos = System.nanoTime();
    try (Statement statement = statement(from)) {
      // first, so that who waits is at work in what is read next
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

  /** Two names may be one, once secrets in them are hidden. */
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
