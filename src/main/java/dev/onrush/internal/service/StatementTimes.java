package dev.onrush.internal.service;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The time that a PostgreSQL database has spent on each statement, read from its view {@code
 * pg_stat_statements}. Only the statements that took the most time since the first reading are
 * reported.
 *
 * @see <a href="https://www.postgresql.org/docs/current/pgstatstatements.html">the view</a>
 */
final class StatementTimes {

  /** The number of statements that are reported: as many as a reader can look through. */
  private static final int SHOWN = 20;

  /** The most statements that are read: as many as the view holds by default. */
  private static final int MOST = 5_000;

  /**
   * The most characters of a statement that are kept. The limit leaves room for the tables, which
   * come after the columns.
   */
  private static final int LONGEST = 200;

  private final String view;
  private final String time;
  private final GrowingTotals<Long> totals = new GrowingTotals<>(SHOWN, MOST);
  private final Map<Long, String> texts = new HashMap<>();

  /**
   * @param view the name of the view, with its schema
   * @param time the column of the time in milliseconds
   */
  private StatementTimes(String view, String time) {
    this.view = view;
    this.time = time;
  }

  /**
   * Returns the view of a database; empty if it is not installed, not loaded or not readable.
   *
   * @param statement the statement to query with, which the caller closes
   */
  static List<StatementTimes> find(Statement statement) throws SQLException {
    List<StatementTimes> found = new ArrayList<>();
    try (ResultSet rows =
        statement.executeQuery(
            "SELECT quote_ident(n.nspname), a.attname FROM pg_extension e"
                + " JOIN pg_namespace n ON n.oid = e.extnamespace"
                + " JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = 'pg_stat_statements'"
                + " JOIN pg_attribute a ON a.attrelid = c.oid"
                + " WHERE e.extname = 'pg_stat_statements'"
                // the column is total_time in version 12 and earlier
                + " AND a.attname IN ('total_exec_time', 'total_time')")) {
      while (rows.next()) {
        found.add(new StatementTimes(rows.getString(1) + ".pg_stat_statements", rows.getString(2)));
      }
    }
    return found.stream().filter(times -> times.isReadable(statement)).limit(1).toList();
  }

  /**
   * Whether the view can be read. An installed view cannot be read if its library is not loaded.
   */
  private boolean isReadable(Statement statement) {
    try {
      statement.executeQuery("SELECT 1 FROM " + view + " LIMIT 1").close();
      return true;
    } catch (SQLException e) {
      return false;
    }
  }

  /**
   * Returns the seconds per second since the previous reading, by the text of a statement.
   *
   * @param statement the statement to query with, which has a time limit, and which the caller
   *     closes
   * @param nanos the time of the reading
   */
  Map<String, Double> rates(Statement statement, long nanos) throws SQLException {
    Map<Long, Double> now = new HashMap<>();
    // With false, the function does not read the texts, which are in a file.
    try (ResultSet rows =
        statement.executeQuery(
            "SELECT queryid, sum("
                + time
                + ") / 1000 FROM "
                + view
                + "(false) WHERE queryid IS NOT NULL AND dbid = (SELECT oid FROM pg_database"
                + " WHERE datname = current_database()) GROUP BY 1 ORDER BY 2 DESC LIMIT "
                + MOST)) {
      while (rows.next()) {
        now.put(rows.getLong(1), rows.getDouble(2));
      }
    }
    Map<Long, Double> rates = totals.rates(now, nanos);
    name(statement, rates.keySet());
    Map<String, Double> seconds = new HashMap<>();
    rates.forEach((id, rate) -> seconds.merge(texts.getOrDefault(id, ""), rate, Double::sum));
    seconds.remove("");
    return seconds;
  }

  private void name(Statement statement, Set<Long> ids) throws SQLException {
    String unknown =
        ids.stream()
            .filter(id -> !texts.containsKey(id))
            .map(String::valueOf)
            .collect(Collectors.joining(","));
    if (unknown.isEmpty()) {
      return;
    }
    try (ResultSet rows =
        statement.executeQuery(
            // The text is missing if the view has lost its file of texts.
            "SELECT queryid, coalesce(left(regexp_replace(query, '\\s+', ' ', 'g'), "
                + LONGEST
                + "), '') FROM "
                + view
                + " WHERE queryid IN ("
                + unknown
                + ")")) {
      while (rows.next()) {
        texts.put(rows.getLong(1), rows.getString(2).strip());
      }
    }
  }
}
