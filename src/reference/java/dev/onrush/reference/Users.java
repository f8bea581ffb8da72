package dev.onrush.reference;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** {@code /api/v1/users} and {@code /api/v1/login}: who may come in. */
final class Users {
  private final Database database;
  private final Passwords passwords;
  private final Tokens tokens;

  Users(Database database, Passwords passwords, Tokens tokens) {
    this.database = database;
    this.passwords = passwords;
    this.tokens = tokens;
  }

  private record User(long id, String username) {}

  private record Login(String token, long expiresIn) {}

  private record Account(long id, String password) {}

  void addTo(Router router) {
    router.post("/api/v1/users", this::register);
    router.post("/api/v1/login", this::login);
  }

  private Response register(Request request) throws HttpError, SQLException, IOException {
    JsonNode body = request.json();
    String username = Request.text(body, "username", 3, 64);
    String password = Request.text(body, "password", 8, 128);

    // Before a connection is taken: hashing takes long, connections are few.
    String hash = passwords.hash(password);
    try (Connection connection = database.connection();
        PreparedStatement insert =
            connection.prepareStatement(
                "INSERT INTO users (username, password) VALUES (?, ?) ON CONFLICT DO NOTHING RETURNING id")) {
      insert.setString(1, username);
      insert.setString(2, hash);
      try (ResultSet row = insert.executeQuery()) {
        if (!row.next()) {
          throw new HttpError(409, "username \"%s\" is taken; choose another".formatted(username));
        }
        return Response.created(new User(row.getLong(1), username));
      }
    }
  }

  private Response login(Request request) throws HttpError, SQLException, IOException {
    JsonNode body = request.json();
    String username = Request.text(body, "username", 3, 64);
    String password = Request.text(body, "password", 8, 128);

    Account account = account(username);
    if (!Passwords.matches(password, account.password())) {
      throw new HttpError(401, "username or password is wrong");
    }
    return Response.ok(new Login(tokens.issue(account.id()), tokens.lifetime().toSeconds()));
  }

  private Account account(String username) throws SQLException {
    try (Connection connection = database.connection();
        PreparedStatement select =
            connection.prepareStatement("SELECT id, password FROM users WHERE username = ?")) {
      select.setString(1, username);
      try (ResultSet row = select.executeQuery()) {
        return row.next()
            ? new Account(row.getLong(1), row.getString(2))
            : new Account(0, passwords.nobody());
      }
    }
  }
}
