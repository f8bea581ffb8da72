package dev.onrush.internal.importing.file;

import dev.onrush.internal.text.FailureText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** Describes a failure to read one of several files. */
public final class UnreadableFile {

  private UnreadableFile() {}

  /** Returns an exception that names the file and has the given failure as its cause. */
  public static UncheckedIOException failure(Path file, IOException cause) {
    return new UncheckedIOException(file + " cannot be read: " + FailureText.of(cause), cause);
  }
}
