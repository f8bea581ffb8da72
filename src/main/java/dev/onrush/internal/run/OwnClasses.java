package dev.onrush.internal.run;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.List;
import java.util.stream.Stream;

/**
 * This library's own classes, loaded before a run has opened any connection. In a folder each class
 * is a file of its own, which cannot be opened once all descriptors are used up: then the run could
 * neither record nor report that. A jar is open already.
 */
final class OwnClasses {

  private static final String SUFFIX = ".class";

  private OwnClasses() {}

  /** Loads all, where they are in a folder; initialises none. */
  static void load() {
    CodeSource source = OwnClasses.class.getProtectionDomain().getCodeSource();
    try {
      Path folder = source == null ? Path.of("") : Path.of(source.getLocation().toURI());
      if (source != null && Files.isDirectory(folder)) {
        load(folder);
      }
    } catch (IOException | URISyntaxException | RuntimeException e) {
      // what is not loaded now is loaded when it is needed
    }
  }

  private static void load(Path folder) throws IOException {
    List<Path> files;
    try (Stream<Path> found = Files.walk(folder.resolve("dev/onrush"))) {
      files = found.filter(file -> file.toString().endsWith(SUFFIX)).toList();
    }
    for (Path file : files) {
      String name =
          folder.relativize(file).toString().replace(file.getFileSystem().getSeparator(), ".");
      try {
        Class<?> unused =
            Class.forName(
                name.substring(0, name.length() - SUFFIX.length()),
                false,
                OwnClasses.class.getClassLoader());
      } catch (ClassNotFoundException | LinkageError e) {
        // it needs a library that is optional, and not here
      }
    }
  }
}
