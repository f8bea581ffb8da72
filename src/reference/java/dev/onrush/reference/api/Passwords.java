package dev.onrush.reference.api;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.function.IntSupplier;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * Hashes passwords with PBKDF2-HMAC-SHA256, in the format of Django: {@code
 * pbkdf2_sha256$10000$salt$key}.
 */
public final class Passwords {
  private static final String ALGORITHM = "pbkdf2_sha256";
  private static final int SALT_BYTES = 16;
  private static final int KEY_BITS = 256;

  private final SecureRandom random = new SecureRandom();
  private final IntSupplier iterations;
  private final String dummyHash;

  /**
   * Creates a hasher.
   *
   * @param iterations supplies the number of iterations, for each new hash
   */
  public Passwords(IntSupplier iterations) {
    this.iterations = iterations;
    this.dummyHash = hash("");
  }

  public String hash(String password) {
    byte[] bytes = new byte[SALT_BYTES];
    random.nextBytes(bytes);
    int rounds = iterations.getAsInt();
    String salt = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    String key = Base64.getEncoder().encodeToString(key(password, salt, rounds));
    return String.join("$", ALGORITHM, Integer.toString(rounds), salt, key);
  }

  /**
   * Returns whether a password matches a hash, in a time that does not depend on where the two
   * differ.
   */
  public static boolean matches(String password, String hash) {
    String[] parts = hash.split("\\$", -1);
    byte[] expected = Base64.getDecoder().decode(parts[3]);
    byte[] given = key(password, parts[2], Integer.parseInt(parts[1]));
    return MessageDigest.isEqual(expected, given);
  }

  /**
   * The hash to compare with if a user does not exist, so that the answer takes as long as for one
   * that exists.
   */
  public String dummyHash() {
    return dummyHash;
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
