package dev.onrush.internal.settings.address;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * Formats the addresses of this machine's servers as hosts of URLs: {@code 10.0.0.5}, {@code
 * [2001:db8::5]}.
 */
public final class UrlHost {

  private UrlHost() {}

  /**
   * Returns an address. An IPv6 address is in brackets, in the form of RFC 5952, and without an
   * interface, which browsers do not accept.
   *
   * @see <a href="https://www.rfc-editor.org/rfc/rfc5952">RFC 5952</a>
   */
  public static String of(InetAddress address) {
    byte[] bytes = address.getAddress();
    if (bytes.length == 4) {
      return address.getHostAddress();
    }
    int[] groups = new int[bytes.length / 2];
    for (int i = 0; i < groups.length; i++) {
      groups[i] = (bytes[2 * i] & 0xff) << 8 | (bytes[2 * i + 1] & 0xff);
    }
    return "[" + compressed(groups) + "]";
  }

  /** Leaves out the first of the longest sequences of two or more zeros. */
  private static String compressed(int[] groups) {
    int from = 0;
    int length = 0;
    for (int i = 0; i < groups.length; i++) {
      int zeros = 0;
      while (i + zeros < groups.length && groups[i + zeros] == 0) {
        zeros++;
      }
      if (zeros > length) {
        from = i;
        length = zeros;
      }
    }
    return length < 2
        ? text(groups, 0, groups.length)
        : text(groups, 0, from) + "::" + text(groups, from + length, groups.length);
  }

  private static String text(int[] groups, int from, int to) {
    return Arrays.stream(groups, from, to)
        .mapToObj(Integer::toHexString)
        .collect(Collectors.joining(":"));
  }
}
