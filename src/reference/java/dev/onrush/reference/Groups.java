package dev.onrush.reference;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.onrush.reference.Api.Answer;
import io.undertow.server.HttpServerExchange;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Listing, showing and creating groups. */
final class Groups {

  private static final String SELECT =
      "SELECT g.id, g.name, g.created,"
          + " (SELECT count(*) FROM memberships m WHERE m.group_id = g.id) FROM groups g ";

  private final Database database;
  private final Tokens tokens;

  Groups(Database database, Tokens tokens) {
    this.database = database;
    this.tokens = tokens;
  }

  /** The newest first, by page and size. */
  Answer list(HttpServerExchange exchange) throws SQLException {
    int page = Api.number(exchange, "page", 0, 0, 1_000_000);
    int size = Api.number(exchange, "size", 20, 1, 100);
    try (Connection connection = database.connection();
        PreparedStatement select =
            connection.prepareStatement(SELECT + "ORDER BY g.id DESC LIMIT ? OFFSET ?")) {
      select.setInt(1, size);
      select.setLong(2, (long) page * size);
      ObjectNode body = Api.object();
      ArrayNode groups = body.putArray("groups");
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          groups.add(group(rows));
        }
      }
      return new Answer(200, body);
    }
  }

  /** 200, or 404. */
  Answer show(HttpServerExchange exchange) throws SQLException {
    long id = Api.number(exchange, "id", 0, 1, Integer.MAX_VALUE);
    try (Connection connection = database.connection();
        PreparedStatement select = connection.prepareStatement(SELECT + "WHERE g.id = ?")) {
      select.setLong(1, id);
      try (ResultSet rows = select.executeQuery()) {
        if (!rows.next()) {
          throw new Refusal(404, "there is no group " + id);
        }
        return new Answer(200, group(rows));
      }
    }
  }

  /** 201; whoever creates a group is its first member. */
  Answer create(HttpServerExchange exchange) throws SQLException, IOException {
    long user = tokens.userOf(exchange);
    String name = Api.text(Api.body(exchange), "name", 200);
    try (Connection connection = database.connection();
        PreparedStatement insert =
            connection.prepareStatement(
                "WITH g AS (INSERT INTO groups (name, owner) VALUES (?, ?) RETURNING id, owner)"
                    + " INSERT INTO memberships SELECT id, owner FROM g RETURNING group_id")) {
      insert.setString(1, name);
      insert.setLong(2, user);
      try (ResultSet rows = insert.executeQuery()) {
        rows.next();
        return new Answer(201, Api.object().put("id", rows.getLong(1)).put("name", name));
      }
    }
  }

  private static ObjectNode group(ResultSet row) throws SQLException {
    return Api.object()
        .put("id", row.getLong(1))
        .put("name", row.getString(2))
        .put("created", row.getTimestamp(3).toInstant().toString())
        .put("members", row.getLong(4));
  }
}
