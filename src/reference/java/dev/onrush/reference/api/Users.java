package dev.onrush.reference.api;

import com.fasterxml.jackson.databind.JsonNode;
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
import java.util.Map;

/**
 * {@code /api/v1/users}; {@code /api/v1/login} for a token, {@code /api/v1/auth/login} for a
 * session cookie: who may come in.
 */
public final class Users {
  private final Database database;
  private final Passwords passwords;
  private final Tokens tokens;
  private final Sessions sessions;

  public Users(Database database, Passwords passwords, Tokens tokens, Sessions sessions) {
    this.database = database;
    this.passwords = passwords;
    this.tokens = tokens;
    this.sessions = sessions;
  }

  private record User(long id, String username) {}

  private record Login(String token, long expiresIn) {}

  private record Account(long id, String password) {}

  public void addTo(Router router) {
    router.post("/api/v1/users", this::register);
    router.post("/api/v1/login", this::login);
    router.post("/api/v1/auth/login", this::beginSession);
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
    long user = authenticate(request.json());
    return Response.ok(new Login(tokens.issue(user), tokens.lifetime().toSeconds()));
  }

  private Response beginSession(Request request) throws HttpError, SQLException, IOException {
    long user = authenticate(request.json());
    return sessions.begin(Response.ok(Map.of("user", user)), user);
  }

  private long authenticate(JsonNode body) throws HttpError, SQLException {
    String username = Request.text(body, "username", 3, 64);
    String password = Request.text(body, "password", 8, 128);
    Account account = account(username);
    if (!Passwords.matches(password, account.password())) {
      throw new HttpError(401, "username or password is wrong");
    }
    return account.id();
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
