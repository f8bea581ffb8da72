package dev.onrush.internal.launch.role;

import dev.onrush.internal.run.RunObserver;
import dev.onrush.internal.run.file.AtomicFile;
import dev.onrush.internal.run.record.RunRecord;
import dev.onrush.internal.text.FailureText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A file by which a run says where its folder is to the process that has started it. What a run
 * prints cannot say so: the user's code prints there too. To be closed, which deletes the file.
 */
public final class FolderNotice implements AutoCloseable {

  /** No setting: the file. */
  private static final String PROPERTY = "dev.onrush.folderNotice";

  private static final String FILE = "folder.txt";

  private final Path temporary;

  private FolderNotice(Path temporary) {
    this.temporary = temporary;
  }

  /**
   * One that a run is to write.
   *
   * @throws UncheckedIOException if there can be no file
   */
  public static FolderNotice expected() {
    try {
      return new FolderNotice(Files.createTempDirectory("onrush-run-"));
    } catch (IOException e) {
      throw new UncheckedIOException(
          "a file for the folder of the run cannot be made: " + FailureText.of(e), e);
    }
  }

  /** The option that tells the JVM of the run. */
  public String option() {
    return "-D" + PROPERTY + "=" + temporary.resolve(FILE);
  }

  /** The folder of the run; empty unless it has ended with its result. */
  public Optional<Path> folder() {
    Path file = temporary.resolve(FILE);
    try {
      return Files.exists(file) ? Optional.of(Path.of(Files.readString(file))) : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be read: " + FailureText.of(e), e);
    }
  }

  @Override
  public void close() {
    try {
      Files.deleteIfExists(temporary.resolve(FILE));
      Files.deleteIfExists(temporary);
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
        AtomicFile.write(file, folder.toAbsolutePath().toString().getBytes(StandardCharsets.UTF_8));
      } catch (IOException e) {
        throw new UncheckedIOException(file + " cannot be written: " + FailureText.of(e), e);
      }
    }
  }
}
