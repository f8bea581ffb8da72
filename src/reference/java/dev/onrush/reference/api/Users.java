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
import java.util.Map;

/**
 * Registration and login: {@code /api/v1/users}; {@code /api/v1/login} for a token, {@code
 * /api/v1/auth/login} for a session cookie.
 */
public final class Users {
  private final Database database;
  private final Passwords passwords;
  private final Tokens tokens;
  private final Sessions sessions;
  private final LiveSettings settings;

  public Users(
      Database database,
      Passwords passwords,
      Tokens tokens,
      Sessions sessions,
      LiveSettings settings) {
    this.settings = settings;
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

    if (settings.current().hashing().holdingConnection()) {
      try (Connection connection = database.connection()) {
        return insert(connection, username, passwords.hash(password));
      }
    }
    // Hashed before a connection is taken: hashing takes long, and connections are few.
    String hash = passwords.hash(password);
    try (Connection connection = database.connection()) {
      return insert(connection, username, hash);
    }
  }

  private static Response insert(Connection connection, String username, String hash)
      throws SQLException, HttpError {
    try (PreparedStatement insert =
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
    if (settings.current().hashing().holdingConnection()) {
      try (Connection connection = database.connection()) {
        return admitted(account(connection, username), password);
      }
    }
    Account account;
    try (Connection connection = database.connection()) {
      account = account(connection, username);
    }
    return admitted(account, password);
  }

  private static long admitted(Account account, String password) throws HttpError {
    if (!Passwords.matches(password, account.password())) {
      throw new HttpError(401, "username or password is wrong");
    }
    return account.id();
  }

  private Account account(Connection connection, String username) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("SELECT id, password FROM users WHERE username = ?")) {
      select.setString(1, username);
      try (ResultSet row = select.executeQuery()) {
        return row.next()
            ? new Account(row.getLong(1), row.getString(2))
            : new Account(0, passwords.dummyHash());
      }
    }
  }
}
