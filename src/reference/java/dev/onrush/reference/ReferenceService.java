package dev.onrush.reference;

import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.sql.SQLException;
import java.time.Clock;
import org.xnio.Options;

/**
 * The reference service in a JVM of its own: {@code java -Dreference.pool.size=5
 * dev.onrush.reference.ReferenceService}.
 *
 * <p>Prints {@code READY http://127.0.0.1:PORT} on stdout when it serves, and nothing else. It ends
 * when its stdin does, so that it never outlives whoever started it, and on SIGTERM. It exits with
 * 1 when it could not start.
 */
public final class ReferenceService {
  private static final String HOST = "127.0.0.1";

  private ReferenceService() {}

  public static void main(String[] arguments) {
    // Before the first logger exists; Gatling's own configuration is on the same class path.
    if (System.getProperty("logback.configurationFile") == null) {
      System.setProperty("logback.configurationFile", "reference-service-logback.xml");
    }
    ServiceSettings settings;
    try {
      settings = ServiceSettings.from(System.getProperties());
    } catch (IllegalArgumentException e) {
      fail(e);
      return;
    }
    exitAtEndOf(System.in);
    try {
      int port = serve(settings);
      System.out.println("READY http://" + HOST + ":" + port);
    } catch (IOException | SQLException | RuntimeException e) {
      fail(e);
    }
  }

  private static int serve(ServiceSettings settings) throws IOException, SQLException {
    Passwords passwords = new Passwords(settings.iterations());
    Tokens tokens = new Tokens(settings.tokenLifetime(), Clock.systemUTC());
    Database database = Database.open(settings, PostgresServer.start(settings), passwords);
    Router router = new Router();
    new Health(database).addTo(router);
    new Users(database, passwords, tokens).addTo(router);
    new Groups(database, tokens).addTo(router);

    Undertow server =
        Undertow.builder()
            .addHttpListener(settings.port(), HOST)
            .setWorkerThreads(settings.workerThreads())
            // Connections that a spike opens at once wait here; the kernel's own bound is 4096.
            .setSocketOption(Options.BACKLOG, 4_096)
            // Longer than the minute after which Gatling closes idle connections: the one who
            // sends must be the one who closes.
            .setServerOption(UndertowOptions.NO_REQUEST_TIMEOUT, 120_000)
            // Up to here a refused body is read and dropped, so that its sender sees the answer;
            // beyond, the connection is cut.
            .setServerOption(UndertowOptions.MAX_ENTITY_SIZE, 16L * Request.MOST_BYTES)
            .setHandler(router)
            .build();
    try {
      server.start();
    } catch (RuntimeException e) {
      if (e.getCause() instanceof BindException cause) {
        throw new IOException(
            "port %d of %s was not free (%s); stop whoever listens there or use -Dreference.http.port=0"
                .formatted(settings.port(), HOST, cause.getMessage()),
            e);
      }
      throw e;
    }
    return ((InetSocketAddress) server.getListenerInfo().get(0).getAddress()).getPort();
  }

  private static void exitAtEndOf(InputStream input) {
    Thread thread =
        new Thread(
            () -> {
              try {
                input.transferTo(OutputStream.nullOutputStream());
              } catch (IOException e) {
                // As good as its end.
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
