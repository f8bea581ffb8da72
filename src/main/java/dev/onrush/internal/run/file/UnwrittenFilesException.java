package dev.onrush.internal.run.file;

import dev.onrush.result.UnwrittenFile;
import java.util.List;
import java.util.stream.Collectors;

/** Thrown when some files of a run could not be written. All other files are written. */
public final class UnwrittenFilesException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final transient List<UnwrittenFile> files;

  /**
   * Creates an exception for the given files.
   *
   * @param files one or more
   */
  public UnwrittenFilesException(List<UnwrittenFile> files) {
    super(files.stream().map(UnwrittenFile::toString).collect(Collectors.joining("; ")));
    this.files = List.copyOf(files);
  }

  /** The files that could not be written. */
  public List<UnwrittenFile> files() {
    return files;
  }
}
