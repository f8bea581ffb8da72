package dev.onrush.internal.run;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.List;
import java.util.stream.Stream;

/**
 * Loads this library's own classes before a run opens any connections. If the classes are in a
 * folder, each class is a separate file, which cannot be opened once all file descriptors are in
 * use. The run could then neither record nor report this failure. A jar is already open.
 */
final class OwnClasses {

  private static final String SUFFIX = ".class";

  private OwnClasses() {}

  /** Loads all classes if they are in a folder, without initialising them. */
  static void load() {
    CodeSource source = OwnClasses.class.getProtectionDomain().getCodeSource();
    try {
      Path folder = source == null ? Path.of("") : Path.of(source.getLocation().toURI());
      if (source != null && Files.isDirectory(folder)) {
        load(folder);
      }
    } catch (IOException | URISyntaxException | RuntimeException e) {
      // classes that are not loaded now are loaded on first use
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
        // the class needs an optional library that is missing
      }
    }
  }
}
