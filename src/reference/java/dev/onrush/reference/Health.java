package dev.onrush.reference;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Map;

/** {@code /health}: the process is up; {@code /ready}: the database answers too. */
final class Health {
  private final Database database;

  Health(Database database) {
    this.database = database;
  }

  void addTo(Router router) {
    router.getAtOnce("/health", request -> Response.ok(Map.of("status", "up")));
    router.get("/ready", this::ready);
  }

  private Response ready(Request request) throws SQLException {
    try (Connection connection = database.connection();
        PreparedStatement select = connection.prepareStatement("SELECT 1")) {
      select.execute();
    }
    return Response.ok(Map.of("status", "ready"));
  }
}
