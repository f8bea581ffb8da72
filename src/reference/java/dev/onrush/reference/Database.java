package dev.onrush.reference;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.util.Objects;
import javax.sql.DataSource;

/** Connections to PostgreSQL, pooled as the settings say, with schema and seed data in place. */
final class Database {
  /** The password of every seed user. */
  static final String SEED_PASSWORD = "correct horse battery staple";

  private final DataSource connections;

  private Database(DataSource connections) {
    this.connections = connections;
  }

  static Database open(ServiceSettings settings, DataSource postgres, Passwords passwords)
      throws IOException, SQLException {
    try (Connection connection = postgres.getConnection()) {
      createSchema(connection);
      seed(connection, settings, passwords);
    }
    return new Database(settings.poolSize() == 0 ? postgres : pool(settings, postgres));
  }

  /** A connection that its user closes; waits for a free one as long as the settings say. */
  Connection connection() throws SQLException {
    return connections.getConnection();
  }

  /**
   * Whether {@code failure} says that the database could not be reached, rather than that the
   * statement was wrong.
   */
  static boolean isUnavailable(SQLException failure) {
    String state = Objects.requireNonNullElse(failure.getSQLState(), "");
    // 08: connection lost or refused; 53: out of connections, memory, disk; 57P: shutting down or
    // starting.
    return failure instanceof SQLTransientConnectionException
        || state.startsWith("08")
        || state.startsWith("53")
        || state.startsWith("57P");
  }

  /** What PostgreSQL said, after what the pool said if that is where it came to light. */
  static String message(SQLException failure) {
    String said = String.valueOf(failure.getMessage());
    return failure.getCause() instanceof SQLException cause
        ? said + ": " + cause.getMessage()
        : said;
  }

  private static HikariDataSource pool(ServiceSettings settings, DataSource postgres) {
    HikariConfig config = new HikariConfig();
    config.setPoolName("pool");
    config.setDataSource(postgres);
    config.setMaximumPoolSize(settings.poolSize());
    config.setConnectionTimeout(settings.connectionTimeout().toMillis());
    return new HikariDataSource(config);
  }

  private static void createSchema(Connection connection) throws IOException, SQLException {
    try (InputStream file = Database.class.getResourceAsStream("/reference-service-schema.sql");
        Statement statement = connection.createStatement()) {
      statement.execute(
          new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  private static void seed(Connection connection, ServiceSettings settings, Passwords passwords)
      throws SQLException {
    // One hash for all: the same password, and thousands of hashes would delay the start.
    try (PreparedStatement users =
        connection.prepareStatement(
            "INSERT INTO users (username, password) SELECT 'seed-' || n, ? FROM generate_series(1, ?) n")) {
      users.setString(1, passwords.hash(SEED_PASSWORD));
      users.setInt(2, settings.seedUsers());
      users.executeUpdate();
    }
    try (PreparedStatement groups =
        connection.prepareStatement(
            """
            INSERT INTO groups (name, created_at)
            SELECT 'Seed group ' || n, now() - (? - n) * interval '1 second' FROM generate_series(1, ?) n
            """)) {
      groups.setInt(1, settings.seedGroups());
      groups.setInt(2, settings.seedGroups());
      groups.executeUpdate();
    }
    try (PreparedStatement memberships =
        connection.prepareStatement(
            """
            INSERT INTO memberships (group_id, user_id)
            SELECT DISTINCT g.id, 1 + (g.id + k) % ? FROM groups g, LATERAL generate_series(0, g.id % 5) k
            """)) {
      memberships.setInt(1, settings.seedUsers());
      memberships.executeUpdate();
    }
    try (Statement statement = connection.createStatement()) {
      // Without it the first minute would be served by other query plans than the rest.
      statement.execute("VACUUM ANALYZE");
    }
  }
}
