package dev.onrush.reference.api;

import dev.onrush.reference.http.HttpError;
import dev.onrush.reference.http.Request;
import dev.onrush.reference.http.Response;
import dev.onrush.reference.http.Router;
import dev.onrush.reference.store.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * {@code /api/v1/workers/select-options}: what a transport management system requests each time a
 * user opens a list of drivers. It needs a session cookie.
 */
public final class Workers {

  private static final int ORGANIZATIONS = 20;
  private static final int SHOWN = 20;

  private final Database database;
  private final Sessions sessions;

  public Workers(Database database, Sessions sessions) {
    this.database = database;
    this.sessions = sessions;
  }

  private record Option(long value, String label) {}

  public void addTo(Router router) {
    router.get("/api/v1/workers/select-options", this::options);
  }

  private Response options(Request request) throws HttpError, SQLException {
    long user = sessions.user(request);
    String prefix = request.text("search", "", 50);
    try (Connection connection = database.connection();
        PreparedStatement select =
            connection.prepareStatement(
                """
                SELECT id, first_name || ' ' || last_name FROM workers
                WHERE organization = ? AND status = 'active' AND last_name >= ?
                ORDER BY last_name LIMIT ?
                """)) {
      select.setInt(1, (int) (1 + user % ORGANIZATIONS));
      select.setString(2, prefix);
      select.setInt(3, SHOWN);
      List<Option> options = new ArrayList<>();
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          options.add(new Option(rows.getLong(1), rows.getString(2)));
        }
      }
      return Response.ok(Map.of("options", options));
    }
  }
}
