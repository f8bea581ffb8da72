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

/** Paths of classes. */
final class ClassPath {

  private ClassPath() {}

  /** What this JVM has found Onrush and its libraries on: the executable jar, or a project's. */
  static List<Path> own() {
    if (Version.class.getClassLoader() instanceof URLClassLoader loader) {
      // As in Maven's JVM, where the property has Maven's own.
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

  /** As {@code -cp} takes it. */
  static String text(List<Path> paths) {
    return paths.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
  }
}
