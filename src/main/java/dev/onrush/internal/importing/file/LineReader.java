package dev.onrush.internal.importing.file;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * Reads a file line by line; the file may be compressed with gzip. Memory is bounded by {@link
 * #LONGEST}: a longer line is cut there, and its rest is skipped.
 */
public final class LineReader implements AutoCloseable {

  /**
   * The number of bytes of a line that are kept; longer lines are cut. The limit is large because a
   * whole export of traces is one line.
   */
  public static final int LONGEST = 32 << 20;

  private static final int BUFFER = 1 << 16;

  private final UnpackedFile file;
  private final byte[] buffer = new byte[BUFFER];
  private int from;
  private int to;
  private byte[] line = new byte[1 << 12];
  private int length;

  /** Creates a reader of all that is left to read of a file. Closing the reader closes the file. */
  public LineReader(UnpackedFile file) {
    this.file = file;
  }

  /**
   * Opens a file.
   *
   * @throws IOException if the file cannot be read
   */
  public static LineReader open(Path path) throws IOException {
    return new LineReader(UnpackedFile.open(path));
  }

  /** The number of bytes read from the file so far, in its compressed form if it is compressed. */
  public long bytes() {
    return file.bytes();
  }

  /** Whether the file is compressed and is cut off or damaged after the last line. */
  public boolean isDamaged() {
    return file.isDamaged();
  }

  /**
   * Returns the next line; empty at the end. A last line that is incomplete, because the compressed
   * file is cut off or damaged, is not returned.
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
      line = new byte[1 << 12]; // one long line must not occupy its memory until the end
    }
    return text;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
