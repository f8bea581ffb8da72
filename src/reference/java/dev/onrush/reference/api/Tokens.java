package dev.onrush.reference.api;

import com.auth0.jwt.JWT;
import com.auth0.jwt.JWTVerifier;
import com.auth0.jwt.algorithms.Algorithm;
import com.auth0.jwt.exceptions.JWTVerificationException;
import dev.onrush.reference.http.HttpError;
import dev.onrush.reference.http.Request;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;

/** Issues and checks JSON web tokens, signed with a random secret that only this process knows. */
public final class Tokens {
  private final Algorithm signature;
  private final JWTVerifier verifier;
  private final Duration lifetime;
  private final Clock clock;

  public Tokens(Duration lifetime, Clock clock) {
    byte[] secret = new byte[32];
    new SecureRandom().nextBytes(secret);
    this.signature = Algorithm.HMAC256(secret);
    // Only the base class offers a clock.
    this.verifier = ((JWTVerifier.BaseVerification) JWT.require(signature)).build(clock);
    this.lifetime = lifetime;
    this.clock = clock;
  }

  public Duration lifetime() {
    return lifetime;
  }

  public String issue(long user) {
    return JWT.create()
        .withSubject(Long.toString(user))
        .withExpiresAt(clock.instant().plus(lifetime))
        .sign(signature);
  }

  /**
   * Returns the user that {@code token} was issued to; fails with 401 if the token was not issued
   * here, was changed or has expired.
   */
  public long user(String token) throws HttpError {
    try {
      return Long.parseLong(verifier.verify(token).getSubject());
    } catch (JWTVerificationException e) {
      throw new HttpError(
          401,
          "token was refused: %s; log in again with POST /api/v1/login".formatted(e.getMessage()),
          Request.BEARER_WANTED);
    }
  }
}
