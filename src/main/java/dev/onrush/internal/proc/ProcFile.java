package dev.onrush.internal.proc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/** Reads the small text files in which Linux publishes its figures. */
public final class ProcFile {

  private static final String TOTAL = "total=";
  private static final long MICRO = 1_000;

  private ProcFile() {}

  /**
   * Returns the lines of a file; empty if it does not exist or cannot be read, as on other systems.
   */
  public static List<String> lines(Path file) {
    try {
      return Files.readString(file).lines().toList();
    } catch (IOException | SecurityException e) {
      return List.of();
    }
  }

  /** Returns the words of a file's first line; empty if the file does not exist. */
  public static List<String> words(Path file) {
    return lines(file).stream()
        .limit(1)
        .flatMap(line -> List.of(line.trim().split("\\s+")).stream())
        .toList();
  }

  /**
   * Returns the time in nanoseconds in which at least one task waited for a resource, since the
   * start of the machine, from its <a href="https://docs.kernel.org/accounting/psi.html">pressure
   * stall information</a>.
   *
   * @param root the root of the file system, {@code /}
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

  /** Parses a whole number; empty if {@code word} is not a number, such as {@code max}. */
  public static OptionalLong number(String word) {
    try {
      return OptionalLong.of(Long.parseLong(word));
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }
}
