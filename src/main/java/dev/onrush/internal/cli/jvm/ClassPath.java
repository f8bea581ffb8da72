package dev.onrush.internal.cli.jvm;

import dev.onrush.internal.library.Version;
import java.io.File;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Builds class paths. */
final class ClassPath {

  private ClassPath() {}

  /**
   * The class path from which this JVM has loaded Onrush and its libraries: the executable jar, or
   * the class path of a project.
   */
  static List<Path> own() {
    if (Version.class.getClassLoader() instanceof URLClassLoader loader) {
      // In Maven's JVM, the property java.class.path contains only Maven's own classes.
      return Arrays.stream(loader.getURLs())
          .filter(url -> url.getProtocol().equals("file"))
          .map(ClassPath::path)
          .toList();
    }
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .filter(entry -> !entry.isEmpty())
        .map(entry -> Path.of(entry).toAbsolutePath())
        .toList();
  }

  private static Path path(URL url) {
    return Path.of(URI.create(url.toString()));
  }

  /** Joins paths in the format of {@code -cp}. */
  static String text(List<Path> paths) {
    return paths.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
  }
}
