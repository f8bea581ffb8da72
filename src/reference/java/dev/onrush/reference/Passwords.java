package dev.onrush.reference;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * Hashes passwords with PBKDF2-HMAC-SHA256, written and read as Django does: {@code
 * pbkdf2_sha256$10000$salt$key}.
 */
final class Passwords {
  private static final String ALGORITHM = "pbkdf2_sha256";
  private static final int SALT_BYTES = 16;
  private static final int KEY_BITS = 256;

  private final SecureRandom random = new SecureRandom();
  private final int iterations;
  private final String nobody;

  Passwords(int iterations) {
    this.iterations = iterations;
    this.nobody = hash("");
  }

  String hash(String password) {
    byte[] bytes = new byte[SALT_BYTES];
    random.nextBytes(bytes);
    String salt = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    String key = Base64.getEncoder().encodeToString(key(password, salt, iterations));
    return String.join("$", ALGORITHM, Integer.toString(iterations), salt, key);
  }

  /** Compared in a time that does not depend on where the two differ. */
  static boolean matches(String password, String hash) {
    String[] parts = hash.split("\\$", -1);
    byte[] expected = Base64.getDecoder().decode(parts[3]);
    byte[] given = key(password, parts[2], Integer.parseInt(parts[1]));
    return MessageDigest.isEqual(expected, given);
  }

  /**
   * The hash to compare with when there is no such user, so that the answer takes as long as for
   * one that exists.
   */
  String nobody() {
    return nobody;
  }

  private static byte[] key(String password, String salt, int iterations) {
    byte[] bytes = salt.getBytes(StandardCharsets.US_ASCII);
    PBEKeySpec spec = new PBEKeySpec(password.toCharArray(), bytes, iterations, KEY_BITS);
    try {
      return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(spec).getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no PBKDF2WithHmacSHA256", e);
    } finally {
      spec.clearPassword();
    }
  }
}
