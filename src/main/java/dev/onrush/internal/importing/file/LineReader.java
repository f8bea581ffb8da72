package dev.onrush.internal.importing.file;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * The lines of a file, which may be packed by gzip. Memory is bounded by the longest line that is
 * kept; of a longer one the begin is returned and the rest is passed by.
 */
public final class LineReader implements AutoCloseable {

  /** In bytes; traces of one export are one line. */
  public static final int LONGEST = 32 << 20;

  private static final int BUFFER = 1 << 16;

  private final UnpackedFile file;
  private final byte[] buffer = new byte[BUFFER];
  private int from;
  private int to;
  private byte[] line = new byte[1 << 12];
  private int length;

  /** Of all that is left to read of a file, which is closed with the reader. */
  public LineReader(UnpackedFile file) {
    this.file = file;
  }

  /**
   * Opens a file.
   *
   * @throws IOException if it cannot be read
   */
  public static LineReader open(Path path) throws IOException {
    return new LineReader(UnpackedFile.open(path));
  }

  /** The bytes of the file, packed or not, that have been read. */
  public long bytes() {
    return file.bytes();
  }

  /** Whether the file was packed, and is cut off or damaged after the last line. */
  public boolean isDamaged() {
    return file.isDamaged();
  }

  /**
   * The next line; empty at the end. What is left of one that is cut off is no line.
   *
   * @throws IOException if reading fails
   */
  public Optional<String> next() throws IOException {
    length = 0;
    boolean begun = false;
    while (from < to || fill()) {
      begun = true;
      int end = from;
      while (end < to && buffer[end] != '\n') {
        end++;
      }
      keep(end);
      if (end < to) {
        from = end + 1;
        return Optional.of(text());
      }
      from = end;
    }
    return begun && !isDamaged() ? Optional.of(text()) : Optional.empty();
  }

  private boolean fill() throws IOException {
    from = 0;
    to = Math.max(0, file.content().read(buffer, 0, buffer.length));
    return to > 0;
  }

  private void keep(int end) {
    int more = Math.min(end - from, LONGEST - length);
    if (length + more > line.length) {
      line = Arrays.copyOf(line, Math.min(LONGEST, Math.max(2 * line.length, length + more)));
    }
    System.arraycopy(buffer, from, line, length, more);
    length += more;
  }

  private String text() {
    int end = length > 0 && line[length - 1] == '\r' ? length - 1 : length;
    String text = new String(line, 0, end, StandardCharsets.UTF_8);
    if (line.length > 1 << 20) {
      line = new byte[1 << 12]; // one long line is no reason to keep so much
    }
    return text;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
