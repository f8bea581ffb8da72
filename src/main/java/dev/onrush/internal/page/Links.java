package dev.onrush.internal.page;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Builds relative links between pages, so that a folder of reports can be moved as a whole. */
public final class Links {

  private Links() {}

  /**
   * Returns the address of {@code folder/file} relative to a page in {@code home}; empty if the
   * file does not exist.
   */
  public static Optional<String> to(Path home, Path folder, String file) {
    Path target = folder.toAbsolutePath().normalize().resolve(file);
    if (!Files.isRegularFile(target)) {
      return Optional.empty();
    }
    try {
      String path = home.toAbsolutePath().normalize().relativize(target).toString();
      // "./", because a colon in the first name would be read as the end of a scheme
      return Optional.of(new URI(null, null, "./" + path.replace('\\', '/'), null).toASCIIString());
    } catch (URISyntaxException | IllegalArgumentException e) {
      return Optional.empty(); // the target is on another drive
    }
  }

  /** Returns the name of a folder itself, also for {@code .}. */
  public static String name(Path folder) {
    Path name = folder.toAbsolutePath().normalize().getFileName();
    return name == null ? folder.toString() : name.toString();
  }
}
