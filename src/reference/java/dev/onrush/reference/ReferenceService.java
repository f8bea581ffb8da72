package dev.onrush.reference;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import dev.onrush.reference.api.Groups;
import dev.onrush.reference.api.Operations;
import dev.onrush.reference.api.Passwords;
import dev.onrush.reference.api.Probes;
import dev.onrush.reference.api.Processes;
import dev.onrush.reference.api.Sessions;
import dev.onrush.reference.api.Tasks;
import dev.onrush.reference.api.Tokens;
import dev.onrush.reference.api.Users;
import dev.onrush.reference.api.Workers;
import dev.onrush.reference.http.Request;
import dev.onrush.reference.http.Router;
import dev.onrush.reference.http.ServiceMetrics;
import dev.onrush.reference.settings.LiveSettings;
import dev.onrush.reference.settings.ServiceSettings;
import dev.onrush.reference.store.Database;
import dev.onrush.reference.store.PostgresServer;
import dev.onrush.reference.trace.Tracing;
import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import javax.sql.DataSource;
import org.slf4j.LoggerFactory;
import org.xnio.Options;

/**
 * Runs the reference service in a JVM of its own: {@code java -Dreference.pool.size=5
 * dev.onrush.reference.ReferenceService}.
 *
 * <p>It prints two lines on stdout, and nothing else: {@code LISTENING http://127.0.0.1:PORT} when
 * it accepts connections, and {@code READY http://127.0.0.1:PORT} when its database is there, its
 * own warm-up is over, and it answers requests. In between, requests wait, and a load generator can
 * prepare its run. The service ends when its stdin ends, so that it never outlives the process that
 * started it, and on SIGTERM. It exits with 1 if it could not start.
 */
public final class ReferenceService {

  /** The password of every seed user. */
  public static final String SEED_PASSWORD = "correct horse battery staple";

  private static final String HOST = "127.0.0.1";

  /** The longest time that requests in progress may hold up the end of the service. */
  private static final Duration SHUTDOWN = Duration.ofMillis(200);

  private ReferenceService() {}

  public static void main(String[] arguments) {
    // Set before the first logger exists, because Gatling's own configuration is on the same class
    // path.
    if (System.getProperty("logback.configurationFile") == null) {
      System.setProperty("logback.configurationFile", "reference-service-logback.xml");
    }
    LiveSettings settings;
    try {
      settings = new LiveSettings(given());
    } catch (IllegalArgumentException | ConfigException e) {
      fail(e);
      return;
    }
    exitAtEndOf(System.in);
    try {
      serve(settings);
    } catch (IOException | SQLException | RuntimeException e) {
      fail(e);
    }
  }

  /** Returns only the properties of this service: others may contradict each other as paths. */
  private static Config given() {
    Config given = ConfigFactory.empty();
    for (String name : System.getProperties().stringPropertyNames()) {
      if (name.startsWith("reference.")) {
        given =
            ConfigFactory.parseMap(java.util.Map.of(name, System.getProperty(name, "")))
                .withFallback(given);
      }
    }
    return given;
  }

  private static void serve(LiveSettings live) throws IOException, SQLException {
    ServiceSettings settings = live.current();
    // Before there is a second thread: while one thread initialises slf4j, others get a substitute.
    LoggerFactory.getILoggerFactory();
    Future<DataSource> postgres = starting(settings);
    ServiceMetrics metrics = new ServiceMetrics();
    Tracing tracing = Tracing.to(settings.http().tracesPort());
    Router router = new Router(live, metrics, tracing);
    int port = listen(settings.http(), router);
    System.out.println("LISTENING http://" + HOST + ":" + port);
    Passwords passwords = new Passwords(() -> live.current().hashing().iterations());
    Tokens tokens = new Tokens(settings.tokenLifetime(), Clock.systemUTC());
    Sessions sessions = new Sessions(settings.tokenLifetime());
    String seedPassword = passwords.hash(SEED_PASSWORD);
    Database database =
        Database.open(live, started(postgres), seedPassword, metrics.pool(), tracing);
    metrics.gauge(
        "postgres.connections", "Connections that PostgreSQL has open", database::clients);
    metrics.gauge(
        "postgres.connections.max",
        "Connections that PostgreSQL allows",
        settings.postgres()::maxConnections);

    new Probes(database).addTo(router);
    new Users(database, passwords, tokens, sessions, live).addTo(router);
    new Groups(database, tokens).addTo(router);
    new Workers(database, sessions).addTo(router);
    new Tasks(database, live, metrics).addTo(router);
    new Processes(database, live).addTo(router);
    new Operations(live, metrics).addTo(router);
    router.warmUp();
    Warmup.run(port, settings.jvm().warmUp());
    router.open();
    System.out.println("READY http://" + HOST + ":" + port);
  }

  /** Starts to accept connections; returns the port. */
  private static int listen(ServiceSettings.Http http, Router router) throws IOException {
    Undertow server =
        Undertow.builder()
            .addHttpListener(http.port(), HOST)
            .setWorkerThreads(http.workerThreads())
            // Connections that a spike opens at once wait here; the kernel's own limit is 4096.
            .setSocketOption(Options.BACKLOG, 4_096)
            // Longer than the minute after which Gatling closes idle connections: the side that
            // sends requests must be the side that closes.
            .setServerOption(UndertowOptions.NO_REQUEST_TIMEOUT, 120_000)
            // A refused body of up to this size is read and dropped, so that its sender sees the
            // answer; for a larger one, the connection is cut.
            .setServerOption(UndertowOptions.MAX_ENTITY_SIZE, 16L * Request.MOST_BYTES)
            .setServerOption(UndertowOptions.SHUTDOWN_TIMEOUT, (int) SHUTDOWN.toMillis())
            .setHandler(router)
            .build();
    try {
      server.start();
    } catch (RuntimeException e) {
      if (e.getCause() instanceof BindException cause) {
        throw new IOException(
            "port %d of %s was not free (%s); stop the process that listens there or use -Dreference.http.port=0"
                .formatted(http.port(), HOST, cause.getMessage()),
            e);
      }
      throw e;
    }
    // A JVM waits 300 ms at its end for threads that are in native code, as these are that read.
    Runtime.getRuntime().addShutdownHook(new Thread(server::stop, "stop HTTP server"));
    return ((InetSocketAddress) server.getListenerInfo().get(0).getAddress()).getPort();
  }

  /** Starts PostgreSQL on a thread of its own, while the rest of the service is set up. */
  private static Future<DataSource> starting(ServiceSettings settings) {
    FutureTask<DataSource> task = new FutureTask<>(() -> PostgresServer.start(settings));
    new Thread(task, "start PostgreSQL").start();
    return task;
  }

  private static DataSource started(Future<DataSource> postgres) throws IOException {
    try {
      return postgres.get();
    } catch (ExecutionException e) {
      Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
      throw new IOException(cause.getMessage(), cause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while PostgreSQL started");
    }
  }

  private static void exitAtEndOf(InputStream input) {
    Thread thread =
        new Thread(
            () -> {
              try {
                input.transferTo(OutputStream.nullOutputStream());
              } catch (IOException e) {
                // A failure counts as the end of stdin.
              }
              System.exit(0);
            },
            "end of stdin");
    thread.setDaemon(true);
    thread.start();
  }

  private static void fail(Exception cause) {
    System.err.println("reference service: " + cause.getMessage());
    System.exit(1);
  }
}
