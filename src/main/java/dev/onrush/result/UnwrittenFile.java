package dev.onrush.result;

import dev.onrush.internal.text.FailureText;
import java.nio.file.FileSystemException;

/**
 * A file of a run that could not be written. Immutable.
 *
 * @param name the name of the file within the run's folder
 * @param problem what is wrong with the file, and why: {@code was not written: No space left on
 *     device}
 * @since 0.1.0
 */
public record UnwrittenFile(String name, String problem) {

  /** Describes a file that does not exist, or that still has the content of an earlier report. */
  public static UnwrittenFile missing(String name, Throwable cause) {
    return new UnwrittenFile(name, "was not written: " + text(cause));
  }

  /** Describes a file that is written during the run and ends too early. */
  public static UnwrittenFile incomplete(String name, Throwable cause) {
    return new UnwrittenFile(name, "is not complete: " + text(cause));
  }

  /**
   * The reason that the file system gives, without the path of the file, or otherwise the text of
   * the failure.
   */
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
