package dev.onrush.internal.machine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The process group of this JVM. */
public final class ProcessGroup {

  private static final Path STAT = Path.of("/proc/self/stat");

  private ProcessGroup() {}

  /**
   * Whether the terminal sends keys and signals to this group. It does not for a process in the
   * background or without a terminal. If nothing is known, the group is taken to be in the
   * foreground.
   */
  public static boolean isInForeground() {
    if (!Files.isReadable(STAT)) {
      return true;
    }
    try {
      return isInForeground(Files.readString(STAT, StandardCharsets.UTF_8));
    } catch (IOException e) {
      return true;
    }
  }

  /**
   * Parses {@code /proc/self/stat}. After the name in brackets it contains the state, parent,
   * process group, session, terminal, and the terminal's foreground process group.
   */
  static boolean isInForeground(String stat) {
    String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ", -1);
    return fields.length < 6 || fields[2].equals(fields[5]);
  }
}
