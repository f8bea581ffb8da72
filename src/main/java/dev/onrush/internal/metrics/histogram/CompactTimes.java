package dev.onrush.internal.metrics.histogram;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/**
 * A distribution as a short text without loss, for a log that contains many small ones. The text
 * contains each occupied bucket's distance from the one before and its count, both as LEB128, in
 * base64. If the bytes are deflated, the text begins with {@code ~}.
 *
 * @param sum the sum of all samples, in microseconds
 * @param min in microseconds; 0 without samples
 * @param max in microseconds
 */
public record CompactTimes(long sum, long min, long max, String buckets) {

  /** Above this number of bytes, a text is shorter if it is deflated. */
  private static final int WORTH_DEFLATING = 200;

  private static final String DEFLATED = "~";
  private static final Base64.Encoder BASE64 = Base64.getEncoder().withoutPadding();

  public static CompactTimes of(Distribution times) {
    byte[] packed = times.buckets().packed();
    String text =
        packed.length > WORTH_DEFLATING
            ? DEFLATED + BASE64.encodeToString(deflated(packed))
            : BASE64.encodeToString(packed);
    Distribution.Exact exact = times.exact();
    return new CompactTimes(exact.sum(), exact.min(), exact.max(), text);
  }

  /**
   * Returns the distribution that was written.
   *
   * @throws IllegalArgumentException if the text is damaged
   */
  public Distribution restored() {
    try {
      boolean deflated = buckets.startsWith(DEFLATED);
      byte[] bytes =
          Base64.getDecoder().decode(deflated ? buckets.substring(DEFLATED.length()) : buckets);
      return Distribution.of(
          Buckets.of(deflated ? inflated(bytes) : bytes, min, max),
          new Distribution.Exact(sum, min, max));
    } catch (IOException | RuntimeException e) {
      throw HdrEncoding.damaged(buckets, e);
    }
  }

  private static byte[] deflated(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length);
    Deflater deflater = HdrEncoding.deflaterOfThread();
    deflater.reset();
    try (DeflaterOutputStream stream = new DeflaterOutputStream(out, deflater)) {
      stream.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static byte[] inflated(byte[] bytes) throws IOException {
    try (InflaterInputStream inflater = new InflaterInputStream(new ByteArrayInputStream(bytes))) {
      return inflater.readAllBytes();
    }
  }
}
