package dev.onrush.reference.store;

import dev.onrush.reference.settings.ServiceSettings;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;

/**
 * A real PostgreSQL in a temporary folder, stopped and deleted when this JVM ends.
 *
 * <p>No data has to survive, so it runs without fsync and without waiting for the log to be
 * written: writes are quicker than in a durable database.
 */
public final class PostgresServer {
  private PostgresServer() {}

  /**
   * Starts PostgreSQL and returns a source of unpooled connections. Takes about a second.
   *
   * @throws IOException if it cannot start, for example because its port is not free
   */
  public static DataSource start(ServiceSettings settings) throws IOException {
    requireFree(settings.postgres().port());
    Path folder = Files.createTempDirectory(settings.postgres().folder(), "onrush-reference-");
    Watchdog watchdog = Watchdog.over(folder);
    // An exit during start-up waits for the end of it: otherwise this thread could start a server
    // after the watchdog has looked for one.
    Lock starting = new ReentrantLock();
    Thread stop =
        new Thread(
            () -> {
              starting.lock();
              watchdog.close();
            },
            "stop PostgreSQL");
    starting.lock();
    try {
      Runtime.getRuntime().addShutdownHook(stop);
      return start(settings, folder);
    } finally {
      starting.unlock();
    }
  }

  private static DataSource start(ServiceSettings settings, Path folder) throws IOException {
    // A file, not a pipe to this JVM: PostgreSQL must be able to write after the JVM has died.
    Path log = folder.resolve("postgres.log");
    Path data = folder.resolve("data");
    EmbeddedPostgres.Builder server =
        builder(folder, log)
            .setPort(settings.postgres().port())
            .setServerConfig(
                "max_connections", Integer.toString(settings.postgres().maxConnections()))
            // Otherwise the last three connections would be refused with another message than the
            // rest.
            .setServerConfig("superuser_reserved_connections", "0")
            .setServerConfig("shared_buffers", "32MB")
            .setServerConfig("shared_preload_libraries", "pg_stat_statements");
    try {
      Optional<Path> template = PostgresTemplate.location();
      DataSource started =
          (template.isPresent()
                  ? startCopy(server, data, template.get(), builder(folder, log))
                  : server.start())
              .getPostgresDatabase();
      requireOwn(started, data);
      return started;
    } catch (IOException | SQLException | RuntimeException e) {
      String said = Files.exists(log) ? "\n" + Files.readString(log).strip() : "";
      throw new IOException(
          "PostgreSQL did not start in %s: %s%s".formatted(folder, e.getMessage(), said), e);
    }
  }

  /**
   * Starts a server from a copy of a template. If it does not start, the template may be damaged,
   * for example after a loss of power: the template is then deleted, and the server started once
   * more without it.
   *
   * @param data the path of the copy: the server's own data directory
   * @param maker creates the template if there is none
   */
  static EmbeddedPostgres startCopy(
      EmbeddedPostgres.Builder server, Path data, Path template, EmbeddedPostgres.Builder maker)
      throws IOException {
    boolean copied = PostgresTemplate.copyTo(data, template, maker);
    try {
      return server.start();
    } catch (IOException | RuntimeException e) {
      if (!copied || PostgresTemplate.isInUse(data)) {
        throw e;
      }
      PostgresTemplate.delete(template);
      PostgresTemplate.delete(data);
      return server.start();
    }
  }

  /** Checks that the port is free: any server that listens there would be taken for the new one. */
  private static void requireFree(int port) throws IOException {
    try (ServerSocket unused =
        new ServerSocket(port, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
      // The socket is closed again, for PostgreSQL.
    } catch (BindException e) {
      throw new IOException(
          "port %d of 127.0.0.1 was not free (%s); stop the process that listens there or use -Dreference.postgres.port=0"
              .formatted(port, e.getMessage()),
          e);
    }
  }

  /**
   * Checks that the server is the new one, so that nothing is written to the database of another
   * server that took the port first.
   */
  private static void requireOwn(DataSource started, Path data) throws IOException, SQLException {
    try (Connection connection = started.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SHOW data_directory")) {
      row.next();
      Path directory = Path.of(row.getString(1));
      if (!Files.exists(directory) || !Files.isSameFile(directory, data)) {
        throw new IOException("the server at its port has its data in " + directory);
      }
    }
  }

  private static EmbeddedPostgres.Builder builder(Path folder, Path log) {
    return EmbeddedPostgres.builder()
        .setDataDirectory(folder.resolve("data"))
        .setCleanDataDirectory(false)
        .setRegisterShutdownHook(false)
        .setPGStartupWait(Duration.ofSeconds(30))
        .setOutputRedirector(Redirect.appendTo(log.toFile()))
        .setLocaleConfig("locale", "C")
        .setServerConfig("unix_socket_directories", "");
  }
}
