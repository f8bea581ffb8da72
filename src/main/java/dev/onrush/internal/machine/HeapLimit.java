package dev.onrush.internal.machine;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;

/** The limit of the heap of a JVM. */
public final class HeapLimit {

  private HeapLimit() {}

  /**
   * Returns the heap limit of this JVM in bytes, as set with {@code -Xmx} or chosen by the JVM.
   * {@link Runtime#maxMemory} is less with most collectors, since they keep some memory free: 362
   * MB with {@code -XX:+UseParallelGC -Xmn128m -Xmx387m}.
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
