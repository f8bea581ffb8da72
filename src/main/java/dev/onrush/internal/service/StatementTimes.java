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
 * The time that a database of PostgreSQL has spent on each statement, by its view {@code
 * pg_stat_statements}. The statements that took the most since the first reading are told.
 *
 * @see <a href="https://www.postgresql.org/docs/current/pgstatstatements.html">the view</a>
 */
final class StatementTimes {

  /** As many as a reader can look through. */
  private static final int SHOWN = 20;

  /** As the view holds them by default. */
  private static final int MOST = 5_000;

  /** Characters; the tables of a statement come after its columns. */
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
   * The view of a database; empty where it is not installed, not loaded or not to be read.
   *
   * @param statement is closed by its owner
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
                // total_time until version 12
                + " AND a.attname IN ('total_exec_time', 'total_time')")) {
      while (rows.next()) {
        found.add(new StatementTimes(rows.getString(1) + ".pg_stat_statements", rows.getString(2)));
      }
    }
    return found.stream().filter(times -> times.isReadable(statement)).limit(1).toList();
  }

  /** It is refused where its library is not loaded, though it is installed. */
  private boolean isReadable(Statement statement) {
    try {
      statement.executeQuery("SELECT 1 FROM " + view + " LIMIT 1").close();
      return true;
    } catch (SQLException e) {
      return false;
    }
  }

  /**
   * Seconds per second since the reading before, by the text of a statement.
   *
   * @param statement is closed by its owner, and has the time limit of each query
   * @param nanos when it is read
   */
  Map<String, Double> rates(Statement statement, long nanos) throws SQLException {
    Map<Long, Double> now = new HashMap<>();
    // The function does not read the texts, which are in a file, unless it is asked to.
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
            // There is no text where the view has lost its file of texts.
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
