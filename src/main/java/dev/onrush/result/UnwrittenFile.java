package dev.onrush.result;

import dev.onrush.internal.text.FailureText;
import java.nio.file.FileSystemException;

/**
 * A file of a run that could not be written. Immutable.
 *
 * @param name within the run's folder
 * @param problem what is wrong with it and why: {@code was not written: No space left on device}
 * @since 0.1.0
 */
public record UnwrittenFile(String name, String problem) {

  /** A file that is not there, or is there as an earlier report left it. */
  public static UnwrittenFile missing(String name, Throwable cause) {
    return new UnwrittenFile(name, "was not written: " + text(cause));
  }

  /** A file that is written as the run goes, and ends too early. */
  public static UnwrittenFile incomplete(String name, Throwable cause) {
    return new UnwrittenFile(name, "is not complete: " + text(cause));
  }

  /** What the file system says; its path is known where there is a reason. */
  private static String text(Throwable cause) {
    if (cause instanceof FileSystemException e && e.getReason() != null) {
      return e.getReason();
    }
    return FailureText.of(cause);
  }

  @Override
  public String toString() {
    return name + " " + problem;
  }
}
