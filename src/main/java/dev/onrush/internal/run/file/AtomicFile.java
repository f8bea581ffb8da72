package dev.onrush.internal.run.file;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;

/**
 * A file that appears under its name only when it is completely written: until then it has a hidden
 * temporary name in the same folder. An existing file of that name stays in place until then.
 *
 * <pre>{@code
 * try (AtomicFile file = AtomicFile.create(path)) {
 *   file.out().write(bytes);
 *   file.commit();
 * }
 * }</pre>
 */
public final class AtomicFile implements AutoCloseable {

  private static final String TEMPORARY = ".tmp";

  private static final SecureRandom RANDOM = new SecureRandom();

  private final Path file;
  private final Path temporary;
  private final Checked out;
  private boolean moved;

  private AtomicFile(Path file, Path temporary, OutputStream out) {
    this.file = file;
    this.temporary = temporary;
    this.out = new Checked(out);
  }

  /** Keeps the first failure, because some writers, such as print streams, do not pass it on. */
  private static final class Checked extends OutputStream {
    private final OutputStream out;
    private boolean open = true;
    private @Nullable IOException failure;

    Checked(OutputStream out) {
      this.out = out;
    }

    @Override
    public void write(int one) throws IOException {
      write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      try {
        out.write(bytes, from, length);
      } catch (IOException e) {
        throw failed(e);
      }
    }

    @Override
    public void close() throws IOException {
      if (open) {
        open = false;
        try {
          out.close();
        } catch (IOException e) {
          throw failed(e);
        }
      }
    }

    private IOException failed(IOException e) {
      failure = failure == null ? e : failure;
      return failure;
    }
  }

  /**
   * Opens the temporary file.
   *
   * @throws IOException if that fails; then there is no temporary file
   */
  public static AtomicFile create(Path file) throws IOException {
    // The name is random: several processes may write the page of all runs at the same time, and in
    // containers each of them may be process 1. createTempFile would create a file that only its
    // owner can read.
    Path temporary =
        file.resolveSibling(
            "." + file.getFileName() + "." + Long.toHexString(RANDOM.nextLong()) + TEMPORARY);
    return new AtomicFile(file, temporary, Files.newOutputStream(temporary, CREATE_NEW, WRITE));
  }

  /** Whether a file has the name of one that is still being written. */
  public static boolean isTemporary(Path file) {
    String name = file.getFileName().toString();
    return name.startsWith(".") && name.endsWith(TEMPORARY);
  }

  /**
   * Writes a whole file.
   *
   * @throws IOException if that fails; then nothing has changed
   */
  public static void write(Path file, byte[] content) throws IOException {
    try (AtomicFile written = create(file)) {
      written.out().write(content);
      written.commit();
    }
  }

  /** The stream that writes to the file. It is not buffered. */
  public OutputStream out() {
    return out;
  }

  /**
   * Moves the file to its final name. Nothing can be written after that.
   *
   * @throws IOException if that fails, or if a previous write has failed; {@link #close} then
   *     deletes the temporary file
   */
  public void commit() throws IOException {
    check();
    move(temporary, file);
    moved = true;
  }

  /**
   * Ends writing. Nothing can be written after that.
   *
   * @throws IOException if a previous write has failed
   */
  public void check() throws IOException {
    out.close(); // some file systems report a full disk only here
    if (out.failure != null) {
      throw out.failure;
    }
  }

  /**
   * Opens the written content for reading before the file is committed.
   *
   * @throws IOException if the file cannot be opened
   */
  public InputStream read() throws IOException {
    return Files.newInputStream(temporary);
  }

  /** Moves a file, atomically if the file system supports it. */
  private static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** Deletes the temporary file, unless it was committed. */
  @Override
  public void close() {
    if (!moved) {
      try {
        out.close();
      } catch (IOException e) {
        // the file is deleted anyway
      }
      try {
        boolean unused = Files.deleteIfExists(temporary);
      } catch (IOException e) {
        // the file is hidden, so that it is not mistaken for the final file
      }
    }
  }
}
