package dev.onrush.internal.launch.role;

import dev.onrush.internal.run.RunObserver;
import dev.onrush.internal.run.record.RunRecord;
import dev.onrush.internal.text.FailureText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * A file by which a run says where its folder is to the process that has started it. What a run
 * prints cannot say so: the user's code prints there too. The file has its room from the begin on,
 * since the run may fill the disk. To be closed, which deletes the file.
 */
public final class FolderNotice implements AutoCloseable {

  /** No setting: the file. */
  private static final String PROPERTY = "dev.onrush.folderNotice";

  /** In bytes: blanks that the run writes over, more than the longest path of Linux has. */
  private static final int ROOM = 8_192;

  private final Path file;

  private FolderNotice(Path file) {
    this.file = file;
  }

  /**
   * One that a run is to write.
   *
   * @throws UncheckedIOException if there can be no file
   */
  public static FolderNotice expected() {
    try {
      FolderNotice notice = new FolderNotice(Files.createTempFile("onrush-run-", ".txt"));
      notice.reserve();
      return notice;
    } catch (IOException e) {
      throw new UncheckedIOException(
          "a file for the folder of the run cannot be made: " + FailureText.of(e), e);
    }
  }

  private void reserve() throws IOException {
    try {
      Files.writeString(file, " ".repeat(ROOM));
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  /** The option that tells the JVM of the run. */
  public String option() {
    return "-D" + PROPERTY + "=" + file;
  }

  /** The folder of the run; empty unless it has ended with its result. */
  public Optional<Path> folder() {
    try {
      String written = Files.readString(file).strip();
      return written.isEmpty() ? Optional.empty() : Optional.of(Path.of(written));
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be read: " + FailureText.of(e), e);
    }
  }

  @Override
  public void close() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // it is small, and in the folder for temporary files
    }
  }

  /** Whoever writes the file when the run has ended, if one is expected of this JVM. */
  static Optional<RunObserver> writer() {
    return Optional.ofNullable(System.getProperty(PROPERTY)).map(file -> new Writer(Path.of(file)));
  }

  private record Writer(Path file) implements RunObserver {
    @Override
    public void ended(RunRecord result, Path folder) {
      try {
        byte[] path = folder.toAbsolutePath().toString().getBytes(StandardCharsets.UTF_8);
        Files.write(file, path, StandardOpenOption.WRITE); // and nothing is cut off
      } catch (IOException e) {
        throw new UncheckedIOException(file + " cannot be written: " + FailureText.of(e), e);
      }
    }
  }
}
