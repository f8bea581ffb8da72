package dev.onrush.reference.store;

import dev.onrush.reference.settings.ServiceSettings.Seed;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

/** Creates the data that exists at the start. */
final class Seeds {

  private Seeds() {}

  static void plant(Connection connection, Seed seed, String password) throws SQLException {
    // All users have one hash, of the same password: thousands of hashes would delay the start.
    plant(
        connection,
        "INSERT INTO users (username, password) SELECT 'seed-' || n, ? FROM generate_series(1, ?) n",
        password,
        seed.users());
    plant(
        connection,
        """
        INSERT INTO groups (name, created_at)
        SELECT 'Seed group ' || n, now() - (? - n) * interval '1 second' FROM generate_series(1, ?) n
        """,
        seed.groups(),
        seed.groups());
    plant(
        connection,
        """
        INSERT INTO memberships (group_id, user_id)
        SELECT DISTINCT g.id, 1 + (g.id + k) % ? FROM groups g, LATERAL generate_series(0, g.id % 5) k
        """,
        seed.users());
    plant(
        connection,
        """
        INSERT INTO workers (organization, status, first_name, last_name)
        SELECT 1 + n % 20, CASE WHEN n % 7 = 0 THEN 'inactive' ELSE 'active' END,
               'First ' || n, 'Last ' || (n::bigint * 7919) % 100003
        FROM generate_series(1, ?) n
        """,
        seed.workers());
    plant(
        connection,
        """
        INSERT INTO events (user_id, task, kind, occurred_at)
        SELECT 1 + n % ?, 1 + n % 25, CASE WHEN n % 50 = 0 THEN 'error' ELSE 'progress' END,
               now() - n * interval '1 second'
        FROM generate_series(1, ?) n
        """,
        seed.users(),
        seed.events());
    plant(
        connection,
        "INSERT INTO resources (name) SELECT 'Resource ' || n FROM generate_series(1, ?) n",
        100);
    plant(
        connection,
        "INSERT INTO processes (name) SELECT 'Process ' || n FROM generate_series(1, ?) n",
        seed.processes());
    plant(
        connection,
        """
        INSERT INTO process_resources (process_id, resource_id)
        SELECT p.id, 1 + (p.id * 13 + k) % ? FROM processes p, generate_series(1, 5) k
        """,
        100);
    try (Statement statement = connection.createStatement()) {
      // Otherwise the first minute would be served with other query plans than the rest. Without
      // PostgreSQL's own tables, it takes half the time.
      statement.execute(
          "VACUUM ANALYZE users, groups, memberships, workers, events, resources, processes,"
              + " process_resources");
    }
  }

  private static void plant(Connection connection, String sql, Object... values)
      throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        insert.setObject(i + 1, values[i]);
      }
      insert.executeUpdate();
    }
  }
}
