package dev.onrush.reference.api;

import dev.onrush.reference.http.HttpError;
import dev.onrush.reference.http.Request;
import dev.onrush.reference.http.Response;
import dev.onrush.reference.http.Router;
import dev.onrush.reference.store.Database;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The endpoints {@code /health} (the process is up) and {@code /ready} (the database answers too),
 * and the small endpoints that frameworks are compared by: echo, users, metrics as JSON.
 */
public final class Probes {

  private final Database database;

  public Probes(Database database) {
    this.database = database;
  }

  private record User(long id, String username) {}

  public void addTo(Router router) {
    router.getAtOnce("/health", request -> Response.ok(Map.of("status", "up")));
    router.get("/ready", this::ready);
    router.get("/api/users", this::users);
    router.post("/api/echo", Probes::echo);
    router.getAtOnce("/api/metrics", request -> metrics());
  }

  private Response ready(Request request) throws SQLException {
    try (Connection connection = database.connection();
        PreparedStatement select = connection.prepareStatement("SELECT 1")) {
      select.execute();
    }
    return Response.ok(Map.of("status", "ready"));
  }

  private Response users(Request request) throws HttpError, SQLException {
    int size = request.number("size", 20, 1, 100);
    try (Connection connection = database.connection();
        PreparedStatement select =
            connection.prepareStatement("SELECT id, username FROM users ORDER BY id LIMIT ?")) {
      select.setInt(1, size);
      List<User> users = new ArrayList<>();
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          users.add(new User(rows.getLong(1), rows.getString(2)));
        }
      }
      return Response.ok(Map.of("users", users));
    }
  }

  private static Response echo(Request request) throws HttpError, IOException {
    return Response.ok(request.json());
  }

  private static Response metrics() {
    Runtime runtime = Runtime.getRuntime();
    return Response.ok(
        Map.of(
            "uptimeMillis",
            ManagementFactory.getRuntimeMXBean().getUptime(),
            "heapUsed",
            runtime.totalMemory() - runtime.freeMemory(),
            "processors",
            runtime.availableProcessors()));
  }
}
