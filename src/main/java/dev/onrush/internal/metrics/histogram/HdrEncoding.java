package dev.onrush.internal.metrics.histogram;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.Deflater;

/**
 * Writes HdrHistogram's compressed encoding (V2) of a distribution, with three significant digits
 * from 1 on. The result is byte for byte what HdrHistogram writes, without allocating its thousands
 * of empty buckets.
 */
public final class HdrEncoding {

  private static final int COOKIE = 0x1c849303 | 0x10;
  private static final int COMPRESSED_COOKIE = 0x1c849304 | 0x10;
  private static final int HEADER = 40;
  private static final int SIGNIFICANT_DIGITS = 3;
  private static final int LONGEST = 9; // the most bytes that a number takes

  /** Created once for each thread, since it takes a quarter of a megabyte outside the heap. */
  private static final ThreadLocal<Deflater> DEFLATER = ThreadLocal.withInitial(Deflater::new);

  private HdrEncoding() {}

  /**
   * Returns the encoding in base64.
   *
   * @param highest the time in microseconds up to which the histogram has room; it has room for
   *     longer times if there are any
   * @param deflater can be reused for many distributions, one after the other. Two encodings of the
   *     same distribution differ only by its level
   */
  public static String text(Distribution times, long highest, Deflater deflater) {
    long room = Math.max(highest, times.lowOfHighest());
    ByteBuffer plain = ByteBuffer.allocate(HEADER + 2 * LONGEST * Math.max(1, times.size()));
    plain.putInt(COOKIE).putInt(0).putInt(0).putInt(SIGNIFICANT_DIGITS);
    plain.putLong(1).putLong(room).putDouble(1);
    int[] next = {0};
    times.forEachBucket(
        (number, samples) -> {
          zeros(plain, number - next[0]);
          put(plain, samples);
          next[0] = number + 1;
        });
    if (next[0] == 0) {
      put(plain, 0); // the bucket of the greatest value, which is 0, is always written
    }
    plain.putInt(4, plain.position() - HEADER);
    return Base64.getEncoder()
        .encodeToString(compressed(plain.array(), plain.position(), deflater));
  }

  static Deflater deflaterOfThread() {
    return DEFLATER.get();
  }

  static IllegalArgumentException damaged(String text, Exception cause) {
    return new IllegalArgumentException(
        "histogram is damaged: \"" + text.substring(0, Math.min(40, text.length())) + "…\"", cause);
  }

  private static byte[] compressed(byte[] plain, int size, Deflater deflater) {
    deflater.reset();
    deflater.setInput(plain, 0, size);
    deflater.finish();
    byte[] out = new byte[size + 64];
    int length = 8;
    while (!deflater.finished()) {
      if (length == out.length) {
        out = Arrays.copyOf(out, 2 * out.length);
      }
      length += deflater.deflate(out, length, out.length - length);
    }
    ByteBuffer.wrap(out).putInt(COMPRESSED_COOKIE).putInt(length - 8);
    return Arrays.copyOf(out, length);
  }

  private static void zeros(ByteBuffer to, int many) {
    if (many > 0) {
      put(to, many == 1 ? 0 : -many);
    }
  }

  /**
   * Writes a number with its sign in the lowest bit, then seven bits to a byte; the ninth byte has
   * eight.
   */
  private static void put(ByteBuffer to, long number) {
    long rest = (number << 1) ^ (number >> 63);
    for (int i = 1; i < LONGEST && rest >>> 7 != 0; i++) {
      to.put((byte) (rest | 0x80));
      rest >>>= 7;
    }
    to.put((byte) rest);
  }
}
