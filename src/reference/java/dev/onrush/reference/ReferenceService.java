package dev.onrush.reference;

import dev.onrush.reference.Api.Answer;
import io.undertow.Handlers;
import io.undertow.Undertow;
import io.undertow.server.HttpServerExchange;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/**
 * The service as a process. Says {@code READY http://127.0.0.1:PORT} on its standard output when it
 * can answer, and lives until its standard input ends, so that it never outlives whoever started
 * it.
 */
public final class ReferenceService {

  static final String READY = "READY ";

  private ReferenceService() {}

  public static void main(String[] args) throws IOException, SQLException {
    System.setProperty("logback.configurationFile", "reference-service-logback.xml");
    ServiceSettings settings;
    try {
      settings = ServiceSettings.load(System.getProperties());
    } catch (IllegalArgumentException e) {
      System.err.println("reference service: " + e.getMessage());
      System.exit(1);
      return;
    }
    Passwords passwords = new Passwords(settings.passwordIterations());
    Database database = Database.start(settings, passwords);
    Undertow server = server(settings, database, passwords);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  server.stop();
                  database.close();
                }));
    server.start();
    InetSocketAddress address = (InetSocketAddress) server.getListenerInfo().get(0).getAddress();
    System.out.println(READY + "http://127.0.0.1:" + address.getPort());
    while (System.in.read() >= 0) {
      // nothing is asked of it this way
    }
    System.exit(0);
  }

  private static Undertow server(ServiceSettings settings, Database database, Passwords passwords) {
    Tokens tokens = new Tokens(settings.tokenLifetime());
    Accounts accounts = new Accounts(database, passwords, tokens);
    Groups groups = new Groups(database, tokens);
    return Undertow.builder()
        .addHttpListener(settings.port(), "127.0.0.1")
        .setIoThreads(1)
        .setWorkerThreads(settings.workers())
        .setHandler(
            Handlers.routing()
                .post("/api/v1/users", Api.blocking(accounts::register))
                .post("/api/v1/login", Api.blocking(accounts::logIn))
                .get("/api/v1/groups", Api.blocking(groups::list))
                .get("/api/v1/groups/{id}", Api.blocking(groups::show))
                .post("/api/v1/groups", Api.blocking(groups::create))
                .get("/health", Api.direct(ReferenceService::health))
                .get("/ready", Api.blocking(exchange -> ready(database)))
                .setFallbackHandler(Api.refusing(404, "there is nothing here"))
                .setInvalidMethodHandler(Api.refusing(405, "the method is not for this path")))
        .build();
  }

  private static Answer health(HttpServerExchange exchange) {
    return new Answer(200, Api.object().put("status", "up"));
  }

  private static Answer ready(Database database) throws SQLException {
    try (Connection connection = database.connection();
        PreparedStatement select = connection.prepareStatement("SELECT 1")) {
      select.execute();
      return new Answer(200, Api.object().put("status", "ready"));
    }
  }
}
