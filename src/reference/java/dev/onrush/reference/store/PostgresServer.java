package dev.onrush.reference.store;

import dev.onrush.reference.settings.ServiceSettings;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;

/**
 * A real PostgreSQL in a temporary folder, stopped and deleted when this JVM ends.
 *
 * <p>Nothing has to survive, so it runs without fsync and without waiting for the log to be
 * written: writes are quicker than in a durable database.
 */
public final class PostgresServer {
  private PostgresServer() {}

  /** Starts it and opens a source of unpooled connections. Takes about a second. */
  public static DataSource start(ServiceSettings settings) throws IOException {
    Path folder = Files.createTempDirectory(settings.postgres().folder(), "onrush-reference-");
    Watchdog watchdog = Watchdog.over(folder);
    // An exit during start-up waits for it: else this thread could start a server after the
    // watchdog
    // has looked for one.
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
    // A file, not a pipe to this JVM: PostgreSQL must be able to write when the JVM has died.
    Path log = folder.resolve("postgres.log");
    try {
      PostgresTemplate.copyTo(folder.resolve("data"), builder(folder, log));
      return builder(folder, log)
          .setPort(settings.postgres().port())
          .setServerConfig(
              "max_connections", Integer.toString(settings.postgres().maxConnections()))
          // Else the last three connections would be refused in other words than the rest.
          .setServerConfig("superuser_reserved_connections", "0")
          .setServerConfig("shared_buffers", "32MB")
          .setServerConfig("shared_preload_libraries", "pg_stat_statements")
          .start()
          .getPostgresDatabase();
    } catch (IOException | RuntimeException e) {
      String said = Files.exists(log) ? "\n" + Files.readString(log).strip() : "";
      throw new IOException(
          "PostgreSQL did not start in %s: %s%s".formatted(folder, e.getMessage(), said), e);
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
