package dev.onrush.internal.run.file;

import dev.onrush.result.UnwrittenFile;
import java.util.List;
import java.util.stream.Collectors;

/** Some files of a run could not be written; all others are. */
public final class UnwrittenFilesException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final transient List<UnwrittenFile> files;

  /**
   * For these files.
   *
   * @param files one or more
   */
  public UnwrittenFilesException(List<UnwrittenFile> files) {
    super(files.stream().map(UnwrittenFile::toString).collect(Collectors.joining("; ")));
    this.files = List.copyOf(files);
  }

  /** What could not be written. */
  public List<UnwrittenFile> files() {
    return files;
  }
}
