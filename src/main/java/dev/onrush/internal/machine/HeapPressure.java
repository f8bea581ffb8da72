package dev.onrush.internal.machine;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The observation whether the objects in use nearly filled the heap of this JVM. Only what remains
 * after a garbage collection counts, because a heap fills up before each collection.
 */
public final class HeapPressure {

  /** The share of the heap for old objects from which on a JVM is short of memory. */
  public static final double FULL = 0.9;

  /** The pools for old objects, with the number of times that each of them was full before. */
  private final Map<MemoryPoolMXBean, Long> before = new LinkedHashMap<>();

  private HeapPressure() {}

  /** Observes the heap from now on. */
  public static HeapPressure observe() {
    HeapPressure pressure = new HeapPressure();
    for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
      // A pool for new objects does not support the first of the two thresholds.
      if (pool.getType() == MemoryType.HEAP
          && pool.isUsageThresholdSupported()
          && pool.isCollectionUsageThresholdSupported()
          && pool.getUsage().getMax() > 0) {
        pool.setCollectionUsageThreshold((long) (FULL * pool.getUsage().getMax()));
        pressure.before.put(pool, pool.getCollectionUsageThresholdCount());
      }
    }
    return pressure;
  }

  /** Whether the heap for old objects has been full after a collection, or still is. */
  public boolean wasHigh() {
    return before.entrySet().stream()
        .anyMatch(
            entry ->
                entry.getKey().isCollectionUsageThresholdExceeded()
                    || entry.getKey().getCollectionUsageThresholdCount() > entry.getValue());
  }
}
