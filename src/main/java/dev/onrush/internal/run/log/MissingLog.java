package dev.onrush.internal.run.log;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** Refuses a folder without a log, and names one that has a log. */
final class MissingLog {

  private MissingLog() {}

  /** Returns an exception that says what the folder is, and which folder to give instead. */
  static IllegalArgumentException of(Path folder) {
    boolean exists = Files.exists(folder);
    String problem =
        !exists
            ? "which does not exist"
            : Files.isDirectory(folder)
                ? "which is not the folder of a run: it has no file " + LogFile.NAME
                : "which is a file";
    Optional<Path> parent = Optional.ofNullable(exists ? folder : folder.getParent());
    return new IllegalArgumentException(
        "folder was "
            + folder
            + ", "
            + problem
            + "; give the folder of a run"
            + parent
                .flatMap(MissingLog::newest)
                .map(run -> ", such as " + run)
                .orElse("; the runs are in the folder reports, or in that of -Donrush.reports"));
  }

  /** The run in a folder whose log was written last; empty if there is no run. */
  private static Optional<Path> newest(Path folder) {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .filter(entry -> Files.isRegularFile(entry.resolve(LogFile.NAME)))
          .max(Comparator.comparingLong(MissingLog::written).thenComparing(entry -> entry));
    } catch (IOException e) {
      return Optional.empty(); // the folder is not there, or cannot be read
    }
  }

  private static long written(Path run) {
    try {
      return Files.getLastModifiedTime(run.resolve(LogFile.NAME)).toMillis();
    } catch (IOException e) {
      return 0; // it was deleted meanwhile
    }
  }
}
