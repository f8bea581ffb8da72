package dev.onrush.internal.metrics;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.Deflater;

/**
 * HdrHistogram's compressed encoding (V2) of some buckets: byte for byte what it writes itself, of
 * three significant digits from 1 on, without laying out the thousands of buckets that are empty.
 */
final class HdrEncoding {

  private static final int COOKIE = 0x1c849303 | 0x10;
  private static final int COMPRESSED_COOKIE = 0x1c849304 | 0x10;
  private static final int HEADER = 40;
  private static final int SIGNIFICANT_DIGITS = 3;
  private static final int LONGEST = 9; // a number in bytes

  private HdrEncoding() {}

  /**
   * Encodes buckets.
   *
   * @param numbers ascending
   * @param highest value that the histogram says it can hold
   * @param deflater is reset; its level is what tells two encodings of the same apart
   */
  static byte[] of(int[] numbers, long[] counts, int size, long highest, Deflater deflater) {
    byte[] bytes = new byte[HEADER + 2 * LONGEST * Math.max(1, size)];
    ByteBuffer plain = ByteBuffer.wrap(bytes);
    plain.putInt(COOKIE).putInt(0).putInt(0).putInt(SIGNIFICANT_DIGITS);
    plain.putLong(1).putLong(highest).putDouble(1);
    int next = 0;
    for (int i = 0; i < size; i++) {
      if (counts[i] != 0) {
        zeros(plain, numbers[i] - next);
        put(plain, counts[i]);
        next = numbers[i] + 1;
      }
    }
    if (next == 0) {
      put(plain, 0); // the bucket of the greatest value, which is 0, is always written
    }
    plain.putInt(4, plain.position() - HEADER);
    return compressed(bytes, plain.position(), deflater);
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

  /** Signs in the lowest bit, then seven bits to a byte; the ninth byte has eight. */
  private static void put(ByteBuffer to, long number) {
    long rest = (number << 1) ^ (number >> 63);
    for (int i = 1; i < LONGEST && rest >>> 7 != 0; i++) {
      to.put((byte) (rest | 0x80));
      rest >>>= 7;
    }
    to.put((byte) rest);
  }
}
