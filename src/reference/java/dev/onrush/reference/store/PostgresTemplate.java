package dev.onrush.reference.store;

import dev.onrush.internal.machine.CacheFolder;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * An empty data directory of PostgreSQL, created once for each version and kept in the user's cache
 * folder. Copying it takes a tenth of the time that {@code initdb} takes.
 */
final class PostgresTemplate {

  private static final List<String> BINARIES =
      List.of(
          "postgres-linux-x86_64.txz",
          "postgres-linux-arm_64.txz",
          "postgres-darwin-x86_64.txz",
          "postgres-darwin-arm_64.txz",
          "postgres-windows-x86_64.txz");

  private static final Pattern JAR = Pattern.compile("([^/]+)\\.jar!/");

  private PostgresTemplate() {}

  /**
   * Returns the folder of the template, whether it exists or not; empty if the version of
   * PostgreSQL is not known.
   */
  static Optional<Path> location() {
    return BINARIES.stream()
        .map(PostgresTemplate.class.getClassLoader()::getResource)
        .filter(Objects::nonNull)
        .map(URL::toString)
        .map(JAR::matcher)
        .filter(Matcher::find)
        .map(jar -> CacheFolder.in(System.getenv()).resolve(jar.group(1)))
        .findFirst();
  }

  /**
   * Copies the template, and creates it before if it is missing or incomplete. If this fails, the
   * data directory does not exist afterwards, and the start of PostgreSQL creates one.
   *
   * @return whether the template was copied
   */
  static boolean copyTo(Path data, Path place, EmbeddedPostgres.Builder server) throws IOException {
    try {
      boolean isThere = Files.exists(place); // a later one is another process's, and complete
      if (!Files.exists(place.resolve("PG_VERSION"))) {
        if (isThere) {
          delete(place); // for example after a clean-up of old files
        }
        make(place, server);
      }
      copy(place, data);
      return true;
    } catch (IOException | UncheckedIOException e) {
      delete(data); // for example, the home is read-only, or a server did not stop
      return false;
    }
  }

  /** Returns whether a server runs in a data directory, or did not shut down properly. */
  static boolean isInUse(Path data) {
    return Files.exists(data.resolve("postmaster.pid"));
  }

  private static void make(Path place, EmbeddedPostgres.Builder server) throws IOException {
    Files.createDirectories(place.getParent());
    Path folder = Files.createTempDirectory(place.getParent(), "onrush-reference-");
    try (Watchdog watchdog = Watchdog.over(folder)) {
      Path data = folder.resolve("data");
      server.setDataDirectory(data).start().close();
      Files.deleteIfExists(data.resolve("epg-lock"));
      move(data, place);
    } catch (FileAlreadyExistsException e) {
      // Another process was first.
    }
  }

  /**
   * Moves a data directory to the place of the template, unless its server still runs or did not
   * shut down properly: copies of this directory would have to recover, if they start at all.
   */
  static void move(Path data, Path place) throws IOException {
    if (isInUse(data)) {
      throw new IOException("PostgreSQL in " + data + " did not stop");
    }
    Files.move(data, place);
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Files.copy(
            file, to.resolve(from.relativize(file).toString()), StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
  }

  /** Deletes a template or a data directory, if it exists. */
  static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }
}
