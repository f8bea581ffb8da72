package dev.onrush.internal.launch.process;

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
 * A file in which a run reports its folder to the process that has started it. The output of the
 * run is not suitable, because the user's code prints there too. The file has its full size from
 * the start, because the run may fill the disk. Closing the notice deletes the file.
 */
public final class FolderNotice implements AutoCloseable {

  /** The system property that contains the path of the file. It is not a setting. */
  private static final String PROPERTY = "dev.onrush.folderNotice";

  /**
   * The size of the file in bytes, more than the longest path of Linux. The run overwrites the
   * blanks.
   */
  private static final int ROOM = 8_192;

  private final Path file;

  private FolderNotice(Path file) {
    this.file = file;
  }

  /**
   * Creates a notice that a run is to write.
   *
   * @throws UncheckedIOException if the file cannot be created
   */
  public static FolderNotice expected() {
    try {
      FolderNotice notice = new FolderNotice(Files.createTempFile("onrush-run-", ".txt"));
      notice.reserve();
      return notice;
    } catch (IOException e) {
      throw new UncheckedIOException(
          "a file for the folder of the run cannot be created: " + FailureText.of(e), e);
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

  /** The option that passes the file to the JVM of the run. */
  public String option() {
    return "-D" + PROPERTY + "=" + file;
  }

  /** The folder of the run; empty unless the run has ended with a result. */
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
      // the file is small, and in the folder for temporary files
    }
  }

  /**
   * Returns an observer that writes the file when the run has ended, if this JVM is to write one.
   */
  public static Optional<RunObserver> writer() {
    return Optional.ofNullable(System.getProperty(PROPERTY)).map(file -> new Writer(Path.of(file)));
  }

  private record Writer(Path file) implements RunObserver {
    @Override
    public void ended(RunRecord result, Path folder) {
      try {
        byte[] path = folder.toAbsolutePath().toString().getBytes(StandardCharsets.UTF_8);
        Files.write(file, path, StandardOpenOption.WRITE); // the rest of the blanks remains
      } catch (IOException e) {
        throw new UncheckedIOException(file + " cannot be written: " + FailureText.of(e), e);
      }
    }
  }
}
