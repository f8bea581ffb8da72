package dev.onrush.reference.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.onrush.reference.http.HttpError;
import dev.onrush.reference.http.Request;
import dev.onrush.reference.http.Response;
import dev.onrush.reference.http.Router;
import dev.onrush.reference.settings.LiveSettings;
import dev.onrush.reference.store.Database;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * {@code /api/v1/processes}: processes and the resources that they need, in a many-to-many
 * relation. Writes execute one statement for each row, as an object-relational mapper does.
 */
public final class Processes {

  private static final int MOST_RESOURCES = 50;

  private final Database database;
  private final LiveSettings settings;

  public Processes(Database database, LiveSettings settings) {
    this.database = database;
    this.settings = settings;
  }

  private record Definition(long id, String name, int version, List<Long> resources) {}

  public void addTo(Router router) {
    router.get("/api/v1/processes", this::list);
    router.post("/api/v1/processes", this::create);
    router.get("/api/v1/processes/{id}", this::show);
    router.put("/api/v1/processes/{id}", this::change);
  }

  private Response list(Request request) throws HttpError, SQLException {
    int size = request.number("size", 20, 1, 100);
    try (Connection connection = database.connection()) {
      List<Definition> processes = new ArrayList<>();
      try (PreparedStatement select =
          connection.prepareStatement(
              "SELECT id, name, version FROM processes ORDER BY id DESC LIMIT ?")) {
        select.setInt(1, size);
        try (ResultSet rows = select.executeQuery()) {
          while (rows.next()) {
            processes.add(
                new Definition(rows.getLong(1), rows.getString(2), rows.getInt(3), List.of()));
          }
        }
      }
      List<Definition> whole = new ArrayList<>();
      for (Definition process : processes) {
        whole.add(
            new Definition(
                process.id, process.name, process.version, resources(connection, process.id)));
      }
      return Response.ok(Map.of("processes", whole));
    }
  }

  private Response show(Request request) throws HttpError, SQLException {
    long id = request.id("id");
    try (Connection connection = database.connection()) {
      return Response.ok(read(connection, id));
    }
  }

  private Response create(Request request) throws HttpError, SQLException, IOException {
    JsonNode body = request.json();
    String name = Request.text(body, "name", 1, 100);
    List<Long> resources = resources(body);
    try (Connection connection = database.connection()) {
      connection.setAutoCommit(false);
      try {
        long id;
        try (PreparedStatement insert =
            connection.prepareStatement("INSERT INTO processes (name) VALUES (?) RETURNING id")) {
          insert.setString(1, name);
          try (ResultSet row = insert.executeQuery()) {
            row.next();
            id = row.getLong(1);
          }
        }
        need(connection, id, resources);
        connection.commit();
        return Response.created(read(connection, id));
      } catch (SQLException e) {
        connection.rollback();
        throw refusedResource(e);
      } finally {
        connection.setAutoCommit(true);
      }
    }
  }

  private Response change(Request request) throws HttpError, SQLException, IOException {
    long id = request.id("id");
    JsonNode body = request.json();
    String name = Request.text(body, "name", 1, 100);
    List<Long> resources = resources(body);
    boolean optimistic = settings.current().optimisticLocking();
    int version = optimistic ? Request.whole(body, "version", 1, Integer.MAX_VALUE) : 0;
    try (Connection connection = database.connection()) {
      connection.setAutoCommit(false);
      try {
        try (PreparedStatement update =
            connection.prepareStatement(
                "UPDATE processes SET name = ?, version = version + 1 WHERE id = ?"
                    + (optimistic ? " AND version = ?" : ""))) {
          update.setString(1, name);
          update.setLong(2, id);
          if (optimistic) {
            update.setInt(3, version);
          }
          if (update.executeUpdate() == 0) {
            int now = read(connection, id).version;
            throw new HttpError(
                409,
                "process %d is now at version %d, not %d; read it again"
                    .formatted(id, now, version));
          }
        }
        try (PreparedStatement delete =
            connection.prepareStatement("DELETE FROM process_resources WHERE process_id = ?")) {
          delete.setLong(1, id);
          delete.executeUpdate();
        }
        need(connection, id, resources);
        connection.commit();
        return Response.ok(read(connection, id));
      } catch (SQLException e) {
        connection.rollback();
        throw refusedResource(e);
      } catch (HttpError e) {
        connection.rollback();
        throw e;
      } finally {
        connection.setAutoCommit(true);
      }
    }
  }

  private static void need(Connection connection, long id, List<Long> resources)
      throws SQLException {
    for (long resource : resources) {
      try (PreparedStatement insert =
          connection.prepareStatement(
              "INSERT INTO process_resources (process_id, resource_id) VALUES (?, ?)")) {
        insert.setLong(1, id);
        insert.setLong(2, resource);
        insert.executeUpdate();
      }
    }
  }

  private static Definition read(Connection connection, long id) throws SQLException, HttpError {
    try (PreparedStatement select =
        connection.prepareStatement("SELECT name, version FROM processes WHERE id = ?")) {
      select.setLong(1, id);
      try (ResultSet row = select.executeQuery()) {
        if (!row.next()) {
          throw new HttpError(404, "process %d does not exist".formatted(id));
        }
        return new Definition(id, row.getString(1), row.getInt(2), resources(connection, id));
      }
    }
  }

  private static List<Long> resources(Connection connection, long id) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT resource_id FROM process_resources WHERE process_id = ? ORDER BY 1")) {
      select.setLong(1, id);
      List<Long> resources = new ArrayList<>();
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          resources.add(rows.getLong(1));
        }
      }
      return resources;
    }
  }

  private static List<Long> resources(JsonNode body) throws HttpError {
    TreeSet<Long> resources = new TreeSet<>();
    for (JsonNode resource : body.path("resources")) {
      if (!resource.canConvertToExactIntegral() || resource.asLong() < 1) {
        throw new HttpError(
            400, "resources contained %s; send whole numbers from 1".formatted(resource));
      }
      resources.add(resource.asLong());
    }
    if (resources.isEmpty() || resources.size() > MOST_RESOURCES) {
      throw new HttpError(
          400,
          "number of resources was %d; send 1 to %d".formatted(resources.size(), MOST_RESOURCES));
    }
    return List.copyOf(resources);
  }

  /**
   * Turns the violation of a foreign key into an error of the caller, who named a resource that
   * does not exist; returns any other failure.
   */
  private static SQLException refusedResource(SQLException failure) throws HttpError {
    if ("23503".equals(failure.getSQLState())) {
      throw new HttpError(400, "a resource does not exist; send numbers from 1 to 100");
    }
    return failure;
  }
}
