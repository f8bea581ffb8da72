package dev.onrush.reference;

import com.fasterxml.jackson.databind.JsonNode;
import dev.onrush.reference.Api.Answer;
import io.undertow.server.HttpServerExchange;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Registering and logging in. */
final class Accounts {

  private static final String UNIQUE_VIOLATION = "23505";
  private static final int LONGEST = 200;

  private final Database database;
  private final Passwords passwords;
  private final Tokens tokens;

  Accounts(Database database, Passwords passwords, Tokens tokens) {
    this.database = database;
    this.passwords = passwords;
    this.tokens = tokens;
  }

  /** 201, or 409 if the name is taken. */
  Answer register(HttpServerExchange exchange) throws SQLException, IOException {
    JsonNode body = Api.body(exchange);
    String username = Api.text(body, "username", LONGEST);
    Passwords.Hashed hashed = passwords.hash(Api.text(body, "password", LONGEST));
    try (Connection connection = database.connection();
        PreparedStatement insert =
            connection.prepareStatement(
                "INSERT INTO users (username, salt, hash) VALUES (?, ?, ?) RETURNING id")) {
      insert.setString(1, username);
      insert.setBytes(2, hashed.salt());
      insert.setBytes(3, hashed.hash());
      try (ResultSet rows = insert.executeQuery()) {
        rows.next();
        return new Answer(201, Api.object().put("id", rows.getLong(1)).put("username", username));
      }
    } catch (SQLException e) {
      if (UNIQUE_VIOLATION.equals(e.getSQLState())) {
        throw new Refusal(409, "the username is taken");
      }
      throw e;
    }
  }

  /** 200 with a token, or 401; which of the two was wrong is not said. */
  Answer logIn(HttpServerExchange exchange) throws SQLException, IOException {
    JsonNode body = Api.body(exchange);
    String username = Api.text(body, "username", LONGEST);
    String password = Api.text(body, "password", LONGEST);
    long id;
    Passwords.Hashed hashed;
    try (Connection connection = database.connection();
        PreparedStatement select =
            connection.prepareStatement("SELECT id, salt, hash FROM users WHERE username = ?")) {
      select.setString(1, username);
      try (ResultSet rows = select.executeQuery()) {
        boolean known = rows.next();
        id = known ? rows.getLong(1) : -1;
        hashed =
            known
                ? new Passwords.Hashed(rows.getBytes(2), rows.getBytes(3))
                : new Passwords.Hashed(
                    new byte[16], new byte[32]); // as much work as for a known one
      }
    }
    if (!passwords.matches(password, hashed) || id < 0) {
      throw new Refusal(401, "username or password is wrong");
    }
    return new Answer(200, Api.object().put("token", tokens.issue(id)));
  }
}
