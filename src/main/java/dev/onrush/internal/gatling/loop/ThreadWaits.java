package dev.onrush.internal.gatling.loop;

import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads how long a thread was ready and had no processor, which Linux counts in the second number
 * of {@code /proc/thread-self/schedstat}, and how often the JVM stopped all threads. Confined to
 * one thread.
 */
final class ThreadWaits implements LoopTimes.Waits, AutoCloseable {

  private static final Path SCHEDSTAT = Path.of("/proc/thread-self/schedstat");

  private final ByteBuffer buffer = ByteBuffer.allocateDirect(128);
  private final @Nullable Safepoints safepoints;
  private final List<GarbageCollectorMXBean> collectors =
      ManagementFactory.getGarbageCollectorMXBeans();
  private @Nullable FileChannel schedstat;

  private ThreadWaits(@Nullable Safepoints safepoints, @Nullable FileChannel schedstat) {
    this.safepoints = safepoints;
    this.schedstat = schedstat;
  }

  /** Creates the reader for the calling thread. */
  static ThreadWaits ofThread() {
    return new ThreadWaits(Safepoints.ofJvm(), opened());
  }

  private static @Nullable FileChannel opened() {
    try {
      return FileChannel.open(SCHEDSTAT);
    } catch (IOException e) {
      return null; // not Linux, or a Linux without these statistics
    }
  }

  /** Whether the system reports how long the thread had no processor. */
  boolean knowsProcessor() {
    return schedstat != null;
  }

  @Override
  public long withoutProcessor() {
    FileChannel from = schedstat;
    if (from == null) {
      return 0;
    }
    try {
      buffer.clear();
      int length = from.read(buffer, 0);
      int at = 0;
      while (at < length && buffer.get(at) != ' ') {
        at++;
      }
      long nanos = 0;
      for (at++; at < length && buffer.get(at) >= '0' && buffer.get(at) <= '9'; at++) {
        nanos = 10 * nanos + buffer.get(at) - '0';
      }
      return nanos;
    } catch (IOException e) {
      schedstat = null;
      return 0;
    }
  }

  @Override
  public long stops() {
    if (safepoints != null) {
      return safepoints.count();
    }
    long collections = 0;
    for (GarbageCollectorMXBean collector : collectors) {
      collections += collector.getCollectionCount();
    }
    return collections;
  }

  @Override
  public void close() {
    FileChannel open = schedstat;
    schedstat = null;
    if (open != null) {
      try {
        open.close();
      } catch (IOException e) {
        // Nothing is lost, since it was only read.
      }
    }
  }
}
