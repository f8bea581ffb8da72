package dev.onrush.reference.api;

import dev.onrush.reference.http.HttpError;
import dev.onrush.reference.http.Request;
import dev.onrush.reference.http.Response;
import dev.onrush.reference.http.Router;
import dev.onrush.reference.store.Database;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;

/** {@code /api/v1/groups}: groups of users, newest first. */
public final class Groups {
  private static final String SELECT =
      """
      SELECT g.id, g.name, g.created_at, (SELECT count(*) FROM memberships m WHERE m.group_id = g.id) AS members
      FROM groups g
      """;

  private final Database database;
  private final Tokens tokens;

  public Groups(Database database, Tokens tokens) {
    this.database = database;
    this.tokens = tokens;
  }

  private record Group(long id, String name, String createdAt, int members) {}

  /**
   * A page of groups. It has no total, because counting all rows for every page would be the
   * slowest part of it.
   */
  private record Page(int page, int size, boolean more, List<Group> groups) {}

  public void addTo(Router router) {
    router.get("/api/v1/groups", this::list);
    router.get("/api/v1/groups/{id}", this::show);
    router.post("/api/v1/groups", this::create);
  }

  private Response list(Request request) throws HttpError, SQLException {
    int page = request.number("page", 1, 1, 100_000);
    int size = request.number("size", 20, 1, 100);

    try (Connection connection = database.connection();
        PreparedStatement select =
            connection.prepareStatement(
                SELECT + "ORDER BY g.created_at DESC, g.id DESC LIMIT ? OFFSET ?")) {
      // One row more than requested tells whether there is a next page.
      select.setInt(1, size + 1);
      select.setInt(2, (page - 1) * size);
      List<Group> groups = new ArrayList<>();
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          groups.add(group(rows));
        }
      }
      boolean more = groups.size() > size;
      return Response.ok(new Page(page, size, more, more ? groups.subList(0, size) : groups));
    }
  }

  private Response show(Request request) throws HttpError, SQLException {
    long id = request.id("id");

    try (Connection connection = database.connection();
        PreparedStatement select = connection.prepareStatement(SELECT + "WHERE g.id = ?")) {
      select.setLong(1, id);
      try (ResultSet row = select.executeQuery()) {
        if (!row.next()) {
          throw new HttpError(404, "group %d does not exist".formatted(id));
        }
        return Response.ok(group(row));
      }
    }
  }

  private Response create(Request request) throws HttpError, SQLException, IOException {
    long creator = tokens.user(request.token());
    String name = Request.text(request.json(), "name", 1, 100);

    // One statement, so that there is never a group without its creator.
    try (Connection connection = database.connection();
        PreparedStatement insert =
            connection.prepareStatement(
                """
                WITH g AS (INSERT INTO groups (name) VALUES (?) RETURNING id, name, created_at),
                     m AS (INSERT INTO memberships (group_id, user_id) SELECT id, ? FROM g RETURNING user_id)
                SELECT g.id, g.name, g.created_at, 1 AS members FROM g
                """)) {
      insert.setString(1, name);
      insert.setLong(2, creator);
      try (ResultSet row = insert.executeQuery()) {
        row.next();
        return Response.created(group(row));
      }
    }
  }

  private static Group group(ResultSet row) throws SQLException {
    return new Group(
        row.getLong("id"),
        row.getString("name"),
        row.getObject("created_at", OffsetDateTime.class).toInstant().toString(),
        row.getInt("members"));
  }
}
