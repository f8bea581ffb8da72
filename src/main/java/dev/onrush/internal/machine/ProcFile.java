package dev.onrush.internal.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/** Reads the small text files in which Linux tells its figures. */
final class ProcFile {

  private ProcFile() {}

  /** Its lines; none where it is not there or cannot be read, as on other systems. */
  static List<String> lines(Path file) {
    try {
      return Files.readString(file).lines().toList();
    } catch (IOException | SecurityException e) {
      return List.of();
    }
  }

  /** Its first line in words; none where it is not there. */
  static List<String> words(Path file) {
    return lines(file).stream()
        .limit(1)
        .flatMap(line -> List.of(line.trim().split("\\s+")).stream())
        .toList();
  }

  /** A whole number; empty if it is none, such as {@code max}. */
  static OptionalLong number(String word) {
    try {
      return OptionalLong.of(Long.parseLong(word));
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }
}
