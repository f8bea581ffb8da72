package dev.onrush.internal.machine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The process group that this JVM is in. */
public final class ProcessGroup {

  private static final Path STAT = Path.of("/proc/self/stat");

  private ProcessGroup() {}

  /**
   * Whether it is the one that the terminal sends keys and signals to. A process in the background,
   * or without a terminal, is not; where nothing is known it is taken to be.
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

  /** After the name in brackets: state, parent, process group, session, terminal, its group. */
  static boolean isInForeground(String stat) {
    String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ", -1);
    return fields.length < 6 || fields[2].equals(fields[5]);
  }
}
