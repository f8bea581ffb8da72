package dev.onrush.internal.live.dashboard;

import java.io.IOException;
import java.io.InputStream;

/** The body of a chunked response, after its head. */
final class Chunks extends InputStream {

  private final InputStream in;
  private int left;

  Chunks(InputStream in) throws IOException {
    this.in = in;
    while (!line().isEmpty()) {
      // the head
    }
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (left == 0) {
      String size = line();
      left = size.isEmpty() ? 0 : Integer.parseInt(size, 16);
      if (left == 0) {
        return -1;
      }
    }
    int read = in.read(bytes, offset, Math.min(length, left));
    if (read < 0) {
      return -1;
    }
    left -= read;
    if (left == 0) {
      line();
    }
    return read;
  }
}
