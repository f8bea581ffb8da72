package dev.onrush.internal.importing.file;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * The decompressed content of a file, without a byte-order mark. The file may be compressed with
 * gzip. The content of a file that is cut off or damaged ends at that place, without an exception.
 */
public final class UnpackedFile implements AutoCloseable {

  private static final int BUFFER = 1 << 16;

  /** The byte-order mark of UTF-8, which some tools on Windows write. */
  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

  private final CountedStream file;
  private final Unpacked unpacked;
  private InputStream content;

  private UnpackedFile(CountedStream file, Unpacked unpacked) throws IOException {
    this.file = file;
    this.unpacked = unpacked;
    this.content = unpacked;
    if (Arrays.equals(head(BYTE_ORDER_MARK.length), BYTE_ORDER_MARK)) {
      content.skipNBytes(BYTE_ORDER_MARK.length);
    }
  }

  /**
   * Opens a file.
   *
   * @throws IOException if the file cannot be read
   */
  public static UnpackedFile open(Path path) throws IOException {
    CountedStream file = new CountedStream(Files.newInputStream(path));
    try {
      InputStream buffered = new BufferedInputStream(file, BUFFER);
      byte[] begin = buffered.readNBytes(2);
      InputStream whole = new SequenceInputStream(new ByteArrayInputStream(begin), buffered);
      boolean packed = begin.length == 2 && begin[0] == 0x1f && (begin[1] & 0xff) == 0x8b;
      return new UnpackedFile(file, new Unpacked(whole, packed));
    } catch (IOException e) {
      file.close();
      throw e;
    }
  }

  /**
   * Returns the next bytes of the content without consuming them: {@link #content()} still returns
   * them.
   *
   * @param most the number of bytes; fewer are returned if the content ends before
   * @throws IOException if the file cannot be read
   */
  public byte[] head(int most) throws IOException {
    byte[] head = content.readNBytes(most);
    content = new SequenceInputStream(new ByteArrayInputStream(head), content);
    return head;
  }

  /** The content, as a stream of bytes. */
  public InputStream content() {
    return content;
  }

  /** The number of bytes read from the file so far, in its compressed form if it is compressed. */
  public long bytes() {
    return file.bytes;
  }

  /**
   * Whether the file is compressed and is cut off or damaged at the place where its content ended.
   */
  public boolean isDamaged() {
    return unpacked.damaged;
  }

  @Override
  public void close() throws IOException {
    content.close();
    file.close();
  }

  /** A stream of the decompressed content, which ends where decompression fails. */
  private static final class Unpacked extends InputStream {
    private final InputStream in;
    private boolean damaged;

    Unpacked(InputStream whole, boolean packed) throws IOException {
      InputStream unpacked = whole;
      try {
        unpacked = packed ? new GZIPInputStream(whole, BUFFER) : whole;
      } catch (EOFException | ZipException e) {
        damaged = true;
      }
      in = damaged ? nullInputStream() : unpacked;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int most) throws IOException {
      try {
        return damaged ? -1 : in.read(into, offset, most);
      } catch (EOFException | ZipException e) {
        damaged = true;
        return -1;
      }
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }

  /** A stream that counts the bytes read from it. */
  private static final class CountedStream extends FilterInputStream {
    private long bytes;

    CountedStream(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int one = super.read();
      bytes += one < 0 ? 0 : 1;
      return one;
    }

    @Override
    public int read(byte[] into, int offset, int most) throws IOException {
      int read = super.read(into, offset, most);
      bytes += Math.max(0, read);
      return read;
    }

    /**
     * Returns 1, so that the caller finds out by reading whether there are more bytes. For a pipe,
     * Java 17 cannot know this, and gzip would take 0 as the end of the file even if the pipe is
     * only empty at this moment.
     */
    @Override
    public int available() {
      return 1;
    }
  }
}
