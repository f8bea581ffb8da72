package dev.onrush.internal.machine;

import com.sun.management.OperatingSystemMXBean;
import dev.onrush.internal.metrics.JvmOptionPlaces;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Compares the memory of this machine with the needs of the injectors that a run starts on it.
 *
 * @param available bytes that are available without swapping
 * @param heap the limit of each injector's heap in bytes
 */
public record InjectorMemory(long available, long heap) {

  /**
   * The measured memory of an injector outside its heap, in bytes: classes, compiled code, threads,
   * network buffers.
   */
  static final long BESIDE_HEAP = 150L << 20;

  private static final Path MEMORY = Path.of("/proc/meminfo");
  private static final Pattern AVAILABLE = Pattern.compile("MemAvailable:\\s*(\\d+) kB");

  /** Returns the memory of this machine, for injectors with the arguments of this JVM. */
  public static InjectorMemory here() {
    // The bean knows the limit of a container, and Linux knows what can be freed.
    return new InjectorMemory(Math.min(total(), free()), HeapLimit.here());
  }

  private static long total() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
        ? system.getTotalMemorySize()
        : Long.MAX_VALUE;
  }

  private static long free() {
    try {
      Matcher line = AVAILABLE.matcher(Files.readString(MEMORY));
      return line.find() ? Long.parseLong(line.group(1)) << 10 : Long.MAX_VALUE;
    } catch (IOException e) {
      return Long.MAX_VALUE; // not Linux
    }
  }

  /**
   * Checks that a number of injectors fit into memory when each has filled its heap.
   *
   * @throws IllegalArgumentException if the injectors do not fit
   */
  public void checkFits(int injectors) {
    long each = heap + BESIDE_HEAP;
    if (injectors > available / each) {
      long fitting = available / each;
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "injectors was %,d; on this machine they may take %,d MB, each %,d MB of heap and"
                  + " %,d MB outside the heap, and %,d MB are available; write %sa smaller -Xmx in "
                  + JvmOptionPlaces.TEXT
                  + ", or start injectors on other machines, with -Dcluster.listen=HOST:PORT here",
              injectors,
              injectors * (each >> 20),
              heap >> 20,
              BESIDE_HEAP >> 20,
              available >> 20,
              fitting < 1 ? "" : "-Dinjectors=" + fitting + " at most, "));
    }
  }
}
