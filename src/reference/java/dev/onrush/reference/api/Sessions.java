package dev.onrush.reference.api;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.onrush.reference.http.HttpError;
import dev.onrush.reference.http.Request;
import dev.onrush.reference.http.Response;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;

/** The sessions of users who are logged in by a cookie. */
public final class Sessions {

  private static final String COOKIE = "session";
  private static final int MOST = 100_000;

  private final SecureRandom random = new SecureRandom();
  private final Duration lifetime;
  private final Cache<String, Long> users;

  public Sessions(Duration lifetime) {
    this.lifetime = lifetime;
    this.users = Caffeine.newBuilder().expireAfterWrite(lifetime).maximumSize(MOST).build();
  }

  /** Begins a session and returns the answer with its cookie. */
  Response begin(Response response, long user) {
    byte[] bytes = new byte[24];
    random.nextBytes(bytes);
    String key = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    users.put(key, user);
    return response.with(
        "Set-Cookie",
        "%s=%s; Path=/; HttpOnly; SameSite=Strict; Max-Age=%d"
            .formatted(COOKIE, key, lifetime.toSeconds()));
  }

  /** Returns the user who sends the request; fails with 401 without a session. */
  long user(Request request) throws HttpError {
    Long user = users.getIfPresent(request.cookie(COOKIE));
    if (user == null) {
      throw new HttpError(
          401, "session was missing or has expired; log in with POST /api/v1/auth/login");
    }
    return user;
  }
}
