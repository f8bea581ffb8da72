package dev.onrush.internal.proc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/** Reads the small text files in which Linux tells its figures. */
public final class ProcFile {

  private static final String TOTAL = "total=";
  private static final long MICRO = 1_000;

  private ProcFile() {}

  /** Its lines; none where it is not there or cannot be read, as on other systems. */
  public static List<String> lines(Path file) {
    try {
      return Files.readString(file).lines().toList();
    } catch (IOException | SecurityException e) {
      return List.of();
    }
  }

  /** Its first line in words; none where it is not there. */
  public static List<String> words(Path file) {
    return lines(file).stream()
        .limit(1)
        .flatMap(line -> List.of(line.trim().split("\\s+")).stream())
        .toList();
  }

  /**
   * The time in which some task of the machine waited for a resource, in nanoseconds since its
   * start, by its <a href="https://docs.kernel.org/accounting/psi.html">pressure stall
   * information</a>.
   *
   * @param root of the file system, {@code /}
   * @param resource cpu, memory or io
   */
  public static OptionalLong pressure(Path root, String resource) {
    return words(root.resolve("proc/pressure").resolve(resource)).stream()
        .filter(word -> word.startsWith(TOTAL))
        .map(word -> number(word.substring(TOTAL.length())))
        .filter(OptionalLong::isPresent)
        .map(total -> OptionalLong.of(total.getAsLong() * MICRO))
        .findFirst()
        .orElse(OptionalLong.empty());
  }

  /** A whole number; empty if it is none, such as {@code max}. */
  public static OptionalLong number(String word) {
    try {
      return OptionalLong.of(Long.parseLong(word));
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }
}
