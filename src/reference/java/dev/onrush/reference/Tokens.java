package dev.onrush.reference;

import com.auth0.jwt.JWT;
import com.auth0.jwt.JWTVerifier;
import com.auth0.jwt.algorithms.Algorithm;
import com.auth0.jwt.exceptions.JWTVerificationException;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;

/** Signed tokens that say who is asking; the key lives as long as the process. */
final class Tokens {

  private static final String PREFIX = "Bearer ";

  private final Algorithm algorithm;
  private final JWTVerifier verifier;
  private final Duration lifetime;

  Tokens(Duration lifetime) {
    byte[] key = new byte[32];
    new SecureRandom().nextBytes(key);
    this.algorithm = Algorithm.HMAC256(key);
    this.verifier = JWT.require(algorithm).build();
    this.lifetime = lifetime;
  }

  String issue(long userId) {
    return JWT.create()
        .withSubject(String.valueOf(userId))
        .withExpiresAt(Instant.now().plus(lifetime))
        .sign(algorithm);
  }

  /**
   * The user that the request's token names.
   *
   * @throws Refusal 401 without a valid one
   */
  long userOf(HttpServerExchange exchange) {
    String header = exchange.getRequestHeaders().getFirst(Headers.AUTHORIZATION);
    if (header == null || !header.startsWith(PREFIX)) {
      throw new Refusal(401, "no token; log in and send Authorization: Bearer TOKEN");
    }
    try {
      return Long.parseLong(verifier.verify(header.substring(PREFIX.length())).getSubject());
    } catch (JWTVerificationException e) {
      throw new Refusal(401, "the token is not valid: " + e.getMessage());
    }
  }
}
