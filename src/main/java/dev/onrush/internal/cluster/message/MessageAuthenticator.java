package dev.onrush.internal.cluster.message;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Authenticates messages with the secret that all JVMs of a cluster share: a message cannot be
 * forged, changed, reordered, or sent again in another run. It does not encrypt.
 */
public final class MessageAuthenticator {

  private static final String HMAC = "HmacSHA256";

  private final SecretKeySpec key;
  private final String cluster;

  /** Creates the authenticator for all members that know this secret. */
  public MessageAuthenticator(String secret) {
    this.key = new SecretKeySpec(digest("onrush letters " + secret), HMAC);
    this.cluster = "onrush-" + HexFormat.of().formatHex(digest("onrush cluster " + secret));
  }

  /** The name of the cluster, which cannot be guessed without the secret. */
  public String clusterName() {
    return cluster;
  }

  /** Returns a message with its authentication code. */
  public SignedMessage sign(String run, String from, String to, long number, String text) {
    return new SignedMessage(run, from, to, number, text, of(run, from, to, number, text));
  }

  /** Whether a sender that knows the secret has written exactly this message. */
  boolean verifies(SignedMessage signed) {
    return MessageDigest.isEqual(
        of(signed.run(), signed.from(), signed.to(), signed.number(), signed.text())
            .getBytes(StandardCharsets.US_ASCII),
        signed.mac().getBytes(StandardCharsets.US_ASCII));
  }

  private String of(String run, String from, String to, long number, String text) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(key);
      for (String part : new String[] {run, from, to, String.valueOf(number), text}) {
        byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
        // Each part is preceded by its length, so that different messages never have the same
        // bytes.
        mac.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
        mac.update(bytes);
      }
      return HexFormat.of().formatHex(mac.doFinal());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(HMAC + " is part of every JVM", e);
    }
  }

  private static byte[] digest(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("SHA-256 is part of every JVM", e);
    }
  }
}
