package dev.onrush.reference;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A PostgreSQL of our own, and the pool of connections to it. */
final class Database implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Database.class);

  /**
   * Waits until its standard input ends, which it does when the service dies in whatever way; then
   * stops the server at once and removes its files. The service ends it after an orderly stop.
   */
  private static final String WATCHDOG =
      "cat >/dev/null; if [ -f \"$0/postmaster.pid\" ]; then kill -QUIT \"$(head -n 1"
          + " \"$0/postmaster.pid\")\"; fi; n=0; while [ -f \"$0/postmaster.pid\" ] && [ $n -lt 50 ];"
          + " do sleep 0.1; n=$((n+1)); done; rm -rf \"$0\"";

  private static final String SCHEMA =
      """
      CREATE TABLE users (
        id bigserial PRIMARY KEY, username text NOT NULL UNIQUE, salt bytea NOT NULL, hash bytea NOT NULL);
      CREATE TABLE groups (
        id bigserial PRIMARY KEY, name text NOT NULL, owner bigint NOT NULL REFERENCES users,
        created timestamptz NOT NULL DEFAULT now());
      CREATE TABLE memberships (
        group_id bigint NOT NULL REFERENCES groups, user_id bigint NOT NULL REFERENCES users,
        PRIMARY KEY (group_id, user_id));
      """;

  private final EmbeddedPostgres postgres;
  private final HikariDataSource pool;

  private Database(EmbeddedPostgres postgres, HikariDataSource pool) {
    this.postgres = postgres;
    this.pool = pool;
  }

  /** Starts the server and makes the tables and the seeded rows. */
  static Database start(ServiceSettings settings, Passwords passwords)
      throws IOException, SQLException {
    Path data = Files.createTempDirectory("onrush-reference-");
    watch(data);
    EmbeddedPostgres postgres =
        EmbeddedPostgres.builder()
            .setDataDirectory(data)
            .setCleanDataDirectory(true)
            .setServerConfig("max_connections", String.valueOf(settings.maxConnections()))
            .setServerConfig("listen_addresses", "127.0.0.1")
            .start();
    try (Connection connection = postgres.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(SCHEMA);
      seed(connection, settings, passwords);
      statement.execute("ANALYZE");
    }
    HikariConfig config = new HikariConfig();
    config.setDataSource(postgres.getPostgresDatabase());
    config.setMaximumPoolSize(settings.poolSize());
    config.setConnectionTimeout(settings.poolTimeout().toMillis());
    config.setInitializationFailTimeout(-1);
    return new Database(postgres, new HikariDataSource(config));
  }

  /**
   * A connection from the pool.
   *
   * @throws SQLException if none comes free in time, or PostgreSQL refuses one
   */
  Connection connection() throws SQLException {
    return pool.getConnection();
  }

  @Override
  public void close() {
    pool.close();
    try {
      postgres.close();
    } catch (IOException e) {
      LOG.warn("PostgreSQL did not stop in order; the watchdog ends it", e);
    }
  }

  private static void seed(Connection connection, ServiceSettings settings, Passwords passwords)
      throws SQLException {
    connection.setAutoCommit(false);
    try (PreparedStatement user =
            connection.prepareStatement(
                "INSERT INTO users (username, salt, hash) VALUES (?, ?, ?)");
        PreparedStatement group =
            connection.prepareStatement("INSERT INTO groups (name, owner) VALUES (?, ?)");
        PreparedStatement member =
            connection.prepareStatement(
                "INSERT INTO memberships SELECT g.id, u.id FROM groups g, users u"
                    + " WHERE (u.id - g.id + ?) % ? < 5")) {
      for (int n = 1; n <= settings.seeded(); n++) {
        Passwords.Hashed hashed = passwords.hash(settings.seededPassword());
        user.setString(1, "seed-" + n);
        user.setBytes(2, hashed.salt());
        user.setBytes(3, hashed.hash());
        user.addBatch();
        group.setString(1, "Seeded group " + n);
        group.setLong(2, n);
        group.addBatch();
      }
      user.executeBatch();
      group.executeBatch();
      member.setInt(1, settings.seeded());
      member.setInt(2, settings.seeded());
      member.executeUpdate();
    }
    connection.commit();
    connection.setAutoCommit(true);
  }

  /** Its standard input is a pipe that only this JVM holds open. */
  private static void watch(Path data) throws IOException {
    new ProcessBuilder("sh", "-c", WATCHDOG, data.toString())
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }
}
