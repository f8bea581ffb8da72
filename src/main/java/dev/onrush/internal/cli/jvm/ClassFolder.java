package dev.onrush.internal.cli.jvm;

import dev.onrush.internal.run.log.FolderTree;
import dev.onrush.internal.text.FailureText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The folder of the classes of one compilation, below that for temporary files. */
final class ClassFolder {

  private static final String PREFIX = "onrush-classes-";

  /** With the id of the process that has made it. */
  private static final Pattern NAME = Pattern.compile(PREFIX + "(\\d{1,18})-.*");

  /**
   * A process that is not there may be one of another container, with the same folder for temporary
   * files; few runs last longer.
   */
  private static final Duration LEFT = Duration.ofDays(1);

  private ClassFolder() {}

  /** Makes one, and deletes those that killed processes have left. */
  static Path create() throws IOException {
    deleteLeft(Path.of(System.getProperty("java.io.tmpdir")), Instant.now());
    return Files.createTempDirectory(PREFIX + ProcessHandle.current().pid() + "-");
  }

  /** Deletes folders of processes that are there no more, once they are a day old. */
  static void deleteLeft(Path temporary, Instant now) {
    try (Stream<Path> entries = Files.list(temporary)) {
      entries.filter(entry -> isLeft(entry, now)).forEach(ClassFolder::deleteIfAllowed);
    } catch (IOException | UncheckedIOException e) {
      // they stay
    }
  }

  private static boolean isLeft(Path entry, Instant now) {
    Matcher name = NAME.matcher(entry.getFileName().toString());
    try {
      return name.matches()
          && Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)
          && Files.getLastModifiedTime(entry).toInstant().isBefore(now.minus(LEFT))
          && ProcessHandle.of(Long.parseLong(name.group(1))).isEmpty();
    } catch (IOException e) {
      return false; // it is gone by now
    }
  }

  private static void deleteIfAllowed(Path folder) {
    try {
      FolderTree.delete(folder);
    } catch (IOException e) {
      // it is another user's
    }
  }

  /**
   * Has it deleted at the end of this JVM, also where that is ended by a signal: after the shutdown
   * hooks, and so after a run that still needs the classes for its reports.
   */
  static void deleteAtExit(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      List<Path> outerFirst = all.toList(); // the last to be named is the first to be deleted
      outerFirst.forEach(path -> path.toFile().deleteOnExit());
    }
  }

  /** Deletes it now, with all in it. */
  static void delete(Path folder) {
    try {
      FolderTree.delete(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(folder + " cannot be deleted: " + FailureText.of(e), e);
    }
  }
}
