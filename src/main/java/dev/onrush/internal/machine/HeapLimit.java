package dev.onrush.internal.machine;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;

/** The limit of the heap of a JVM. */
public final class HeapLimit {

  private HeapLimit() {}

  /**
   * That of this JVM in bytes, as {@code -Xmx} gives it or the JVM has chosen it. {@link
   * Runtime#maxMemory} is less with most collectors, by what they keep free: 362 MB with {@code
   * -XX:+UseParallelGC -Xmn128m -Xmx387m}.
   */
  public static long here() {
    try {
      HotSpotDiagnosticMXBean virtualMachine =
          ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
      if (virtualMachine != null) {
        return Long.parseLong(virtualMachine.getVMOption("MaxHeapSize").getValue());
      }
    } catch (LinkageError | IllegalArgumentException | UnsupportedOperationException e) {
      // a JVM other than HotSpot, whose options have other names
    }
    return Runtime.getRuntime().maxMemory();
  }
}
