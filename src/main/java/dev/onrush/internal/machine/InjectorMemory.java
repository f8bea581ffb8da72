package dev.onrush.internal.machine;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The memory of this machine, held against the injectors that a run starts on it.
 *
 * @param available bytes that can be had without swapping
 * @param heap the limit of each injector's heap in bytes
 */
public record InjectorMemory(long available, long heap) {

  /** Beside the heap, as measured: classes, compiled code, threads, buffers of the network. */
  private static final long OTHER_BYTES = 150L << 20;

  private static final Path MEMORY = Path.of("/proc/meminfo");
  private static final Pattern AVAILABLE = Pattern.compile("MemAvailable:\\s*(\\d+) kB");

  /** This machine, and injectors with the arguments of this JVM. */
  public static InjectorMemory here() {
    // The bean knows the limit of a container, and Linux what can be freed.
    return new InjectorMemory(Math.min(total(), free()), heapLimit());
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
      return Long.MAX_VALUE; // no Linux
    }
  }

  private static long heapLimit() {
    HotSpotDiagnosticMXBean virtualMachine =
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
    return virtualMachine == null
        ? Runtime.getRuntime().maxMemory()
        : Long.parseLong(virtualMachine.getVMOption("MaxHeapSize").getValue());
  }

  /**
   * Whether so many injectors fit when each has filled its heap.
   *
   * @throws IllegalArgumentException if they do not
   */
  public void checkFits(int injectors) {
    long each = heap + OTHER_BYTES;
    if (injectors > available / each) {
      long fitting = available / each;
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "injectors was %,d; on this machine they may take %,d MB, each %,d MB of heap and %,d"
                  + " MB beside it, and %,d MB are available; write %sa smaller -Xmx in"
                  + " simulations/jvm.options, or start injectors on other machines, with"
                  + " -Dcluster.listen=HOST:PORT here",
              injectors,
              injectors * (each >> 20),
              heap >> 20,
              OTHER_BYTES >> 20,
              available >> 20,
              fitting < 1 ? "" : "-Dinjectors=" + fitting + " at most, "));
    }
  }
}
