package dev.onrush.internal.page;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** From one page to another, so that a folder of reports can be moved as a whole. */
public final class Links {

  private Links() {}

  /** The address of {@code folder/file} for a page in {@code home}; empty if there is no file. */
  public static Optional<String> to(Path home, Path folder, String file) {
    Path target = folder.toAbsolutePath().normalize().resolve(file);
    if (!Files.isRegularFile(target)) {
      return Optional.empty();
    }
    try {
      String path = home.toAbsolutePath().normalize().relativize(target).toString();
      // "./": a colon in the first name would read as a scheme
      return Optional.of(new URI(null, null, "./" + path.replace('\\', '/'), null).toASCIIString());
    } catch (URISyntaxException | IllegalArgumentException e) {
      return Optional.empty(); // on another drive
    }
  }

  /** A folder's own name, also of {@code .}. */
  public static String name(Path folder) {
    Path name = folder.toAbsolutePath().normalize().getFileName();
    return name == null ? folder.toString() : name.toString();
  }
}
