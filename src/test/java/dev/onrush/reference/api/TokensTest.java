package dev.onrush.reference.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.onrush.reference.http.HttpError;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class TokensTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final ManualClock clock = new ManualClock();
  private final Tokens tokens = new Tokens(Duration.ofHours(1), clock);

  @Test
  void a_token_names_its_user_until_it_expires() throws HttpError {
    String token = tokens.issue(42);

    clock.now = START.plus(Duration.ofMinutes(59));

    assertThat(tokens.user(token)).isEqualTo(42);
  }

  @Test
  void an_expired_token_is_refused() {
    String token = tokens.issue(42);

    clock.now = START.plus(Duration.ofMinutes(61));

    assertThatExceptionOfType(HttpError.class)
        .isThrownBy(() -> tokens.user(token))
        .withMessage(
            "token was refused: The Token has expired on 2026-01-01T01:00:00Z.; log in again with POST /api/v1/login");
  }

  @Test
  void a_token_signed_with_another_secret_is_refused() {
    String token = new Tokens(Duration.ofHours(1), clock).issue(42);

    assertThatExceptionOfType(HttpError.class)
        .isThrownBy(() -> tokens.user(token))
        .withMessageStartingWith("token was refused: The Token's Signature resulted invalid");
  }

  private static final class ManualClock extends Clock {
    private Instant now = START;

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      throw new UnsupportedOperationException();
    }
  }
}
