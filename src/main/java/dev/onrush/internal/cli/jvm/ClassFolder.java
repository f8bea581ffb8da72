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

/** The folder for the classes of one compilation, in the folder for temporary files. */
final class ClassFolder {

  private static final String PREFIX = "onrush-classes-";

  /** The name, which contains the id of the process that created the folder. */
  private static final Pattern NAME = Pattern.compile(PREFIX + "(\\d{1,18})-.*");

  /**
   * The age from which a folder is deleted if its process is not found. The process may belong to
   * another container with the same folder for temporary files; few runs last longer than this.
   */
  private static final Duration LEFT = Duration.ofDays(1);

  private ClassFolder() {}

  /** Creates a folder, and deletes folders that killed processes have left. */
  static Path create() throws IOException {
    deleteLeft(Path.of(System.getProperty("java.io.tmpdir")), Instant.now());
    return Files.createTempDirectory(PREFIX + ProcessHandle.current().pid() + "-");
  }

  /** Deletes the folders of processes that no longer exist, once the folders are a day old. */
  static void deleteLeft(Path temporary, Instant now) {
    try (Stream<Path> entries = Files.list(temporary)) {
      entries.filter(entry -> isLeft(entry, now)).forEach(ClassFolder::deleteIfAllowed);
    } catch (IOException | UncheckedIOException e) {
      // the folders stay
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
      return false; // the folder has been deleted meanwhile
    }
  }

  private static void deleteIfAllowed(Path folder) {
    try {
      FolderTree.delete(folder);
    } catch (IOException e) {
      // the folder belongs to another user
    }
  }

  /**
   * Deletes the folder at the end of this JVM, even if a signal ends it. The deletion comes after
   * the shutdown hooks, and so after a run that still needs the classes for its reports.
   */
  static void deleteAtExit(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      List<Path> outerFirst = all.toList(); // the last registered path is deleted first
      outerFirst.forEach(path -> path.toFile().deleteOnExit());
    }
  }

  /**
   * Deletes the folder with its content now. If this is impossible, it says so on the console: the
   * verdict of the run, or the message of the compiler, is what counts.
   */
  static void delete(Path folder) {
    try {
      FolderTree.delete(folder);
    } catch (IOException e) {
      System.err.println("onrush: " + folder + " cannot be deleted: " + FailureText.of(e));
    }
  }
}
