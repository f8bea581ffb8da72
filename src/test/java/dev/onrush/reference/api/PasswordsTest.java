package dev.onrush.reference.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class PasswordsTest {
  @Test
  void the_key_of_RFC_7914_is_computed() {
    // RFC 7914, section 11: PBKDF2-HMAC-SHA-256 (P="passwd", S="salt", c=1), the first 32 bytes.
    byte[] key =
        HexFormat.of().parseHex("55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc");
    String hash = "pbkdf2_sha256$1$salt$" + Base64.getEncoder().encodeToString(key);

    assertThat(Passwords.matches("passwd", hash)).isTrue();
    assertThat(Passwords.matches("passwe", hash)).isFalse();
  }

  @Test
  void a_hash_matches_its_own_password_only() {
    String hash = new Passwords(() -> 10).hash("correct horse");

    assertThat(hash).startsWith("pbkdf2_sha256$10$");
    assertThat(Passwords.matches("correct horse", hash)).isTrue();
    assertThat(Passwords.matches("correct horsf", hash)).isFalse();
  }

  @Test
  void two_hashes_of_one_password_differ_by_their_salt() {
    Passwords passwords = new Passwords(() -> 1);

    assertThat(passwords.hash("same")).isNotEqualTo(passwords.hash("same"));
  }
}
