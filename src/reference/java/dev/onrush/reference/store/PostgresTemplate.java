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
 * An empty data directory of PostgreSQL, made once for each of its versions and kept in the user's
 * cache folder. To copy it takes a tenth of the time that {@code initdb} takes.
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
   * The folder of the template, whether it is there or not; empty where the version of PostgreSQL
   * is not known.
   */
  static Optional<Path> place() {
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
   * Copies the template, and makes it before if it is not there or not whole. Without it, the data
   * directory is not there afterwards, and whoever starts PostgreSQL makes one.
   *
   * @return whether it was copied
   */
  static boolean copyTo(Path data, Path place, EmbeddedPostgres.Builder server) throws IOException {
    try {
      boolean isThere = Files.exists(place); // one that comes later is another process's, and whole
      if (!Files.exists(place.resolve("PG_VERSION"))) {
        if (isThere) {
          delete(place); // as where a cleaner of old files has been
        }
        make(place, server);
      }
      copy(place, data);
      return true;
    } catch (IOException | UncheckedIOException e) {
      delete(data); // such as a home that cannot be written to, or a server that did not stop
      return false;
    }
  }

  /** Whether a server is at work in a data directory, or did not stop in order. */
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
      adopt(data, place);
    } catch (FileAlreadyExistsException e) {
      // Another process was first.
    }
  }

  /**
   * Moves a data directory to where the template is to be, unless its server still runs or did not
   * stop in order: the copies of such a one would have to recover, if they start at all.
   */
  static void adopt(Path data, Path place) throws IOException {
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

  /** Deletes a template, or a data directory, if it is there. */
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
