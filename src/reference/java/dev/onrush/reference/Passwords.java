package dev.onrush.reference;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** Passwords as PBKDF2-HMAC-SHA256 with a salt each. */
final class Passwords {

  private static final int SALT_BYTES = 16;
  private static final int HASH_BITS = 256;

  private final int iterations;
  private final SecureRandom random = new SecureRandom();

  Passwords(int iterations) {
    this.iterations = iterations;
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared; carried from here to the database
  record Hashed(byte[] salt, byte[] hash) {}

  Hashed hash(String password) {
    byte[] salt = new byte[SALT_BYTES];
    random.nextBytes(salt);
    return new Hashed(salt, derive(password, salt));
  }

  /** In a time that does not depend on where the two differ. */
  boolean matches(String password, Hashed hashed) {
    return MessageDigest.isEqual(derive(password, hashed.salt()), hashed.hash());
  }

  private byte[] derive(String password, byte[] salt) {
    try {
      return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
          .generateSecret(new PBEKeySpec(password.toCharArray(), salt, iterations, HASH_BITS))
          .getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has PBKDF2WithHmacSHA256", e);
    }
  }
}
