package dev.onrush.internal.gatling.loop;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Reads how often this JVM has begun to stop all of its threads. The JVM writes the number to the
 * file of performance counters that {@code jstat} reads. Reading it is as cheap as reading a number
 * from memory. Each stop is counted when it begins, while the JVM's beans count collections when
 * they have ended.
 */
final class Safepoints {

  private static final int MAGIC = 0xCAFEC0C0;
  private static final String COUNTER = "sun.rt.safepoints";

  private final ByteBuffer counters;
  private final int at;

  private Safepoints(ByteBuffer counters, int at) {
    this.counters = counters;
    this.at = at;
  }

  long count() {
    return counters.getLong(at);
  }

  /** Returns the counter of this JVM; null if the JVM does not write it to a file. */
  static @Nullable Safepoints ofJvm() {
    Path file =
        Path.of(
            "/tmp",
            "hsperfdata_" + System.getProperty("user.name"),
            String.valueOf(ProcessHandle.current().pid()));
    try (FileChannel channel = FileChannel.open(file)) {
      return in(channel.map(MapMode.READ_ONLY, 0, channel.size()));
    } catch (IOException | RuntimeException e) {
      return null;
    }
  }

  /**
   * Finds the counter in a file of performance counters; null if it is not there. An entry of the
   * file consists of its own length, the offsets of the name and the value from the start of the
   * entry, and the name and the value.
   */
  static @Nullable Safepoints in(ByteBuffer file) {
    file.order(ByteOrder.BIG_ENDIAN);
    if (file.getInt(0) != MAGIC || file.get(5) != 2) {
      return null;
    }
    file.order(file.get(4) == 0 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    int entry = file.getInt(24);
    for (int left = file.getInt(28); left > 0; left--) {
      if (isNamed(file, entry + file.getInt(entry + 4)) && file.get(entry + 12) == 'J') {
        return new Safepoints(file, entry + file.getInt(entry + 16));
      }
      entry += file.getInt(entry);
    }
    return null;
  }

  private static boolean isNamed(ByteBuffer file, int from) {
    for (int i = 0; i < COUNTER.length(); i++) {
      if (file.get(from + i) != COUNTER.charAt(i)) {
        return false;
      }
    }
    return file.get(from + COUNTER.length()) == 0;
  }
}
