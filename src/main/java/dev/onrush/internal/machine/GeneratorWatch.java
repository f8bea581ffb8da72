package dev.onrush.internal.machine;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.UnixOperatingSystemMXBean;
import dev.onrush.internal.metrics.Vitals;
import dev.onrush.internal.service.KnownSeries;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Watches this JVM and its machine while they generate load. */
public final class GeneratorWatch implements AutoCloseable {

  private static final long TICK = Duration.ofMillis(10).toNanos();

  /**
   * The shortest standstill. A thread that sleeps is woken within a few milliseconds even on a busy
   * machine, but a container that has used up its processor quota stands still for some tens of
   * milliseconds in each 100.
   */
  private static final long PAUSE = Duration.ofMillis(30).toNanos();

  private final OperatingSystemMXBean system =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  private final List<GarbageCollectorMXBean> collectors =
      ManagementFactory.getGarbageCollectorMXBeans();
  private final HostWatch host = new HostWatch(Path.of("/"));
  private final AtomicLong late = new AtomicLong();
  private final AtomicLong pauses = new AtomicLong();
  private final Thread thread = new Thread(this::watch, "onrush-watch");
  private volatile boolean closed;
  private long wall = System.nanoTime();
  private long cpu = system.getProcessCpuTime();
  private long gc = collected(collectors);

  /** Starts to watch. */
  public GeneratorWatch() {
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Returns the figures since the last call. Called by one thread at a time.
   *
   * @throws IllegalStateException if the watching thread has ended
   */
  public Vitals take() {
    if (!thread.isAlive()) {
      throw new IllegalStateException("the thread that watches has ended");
    }
    long nowWall = System.nanoTime();
    long nowCpu = system.getProcessCpuTime();
    long nowGc = collected(collectors);
    Runtime runtime = Runtime.getRuntime();
    boolean unix = system instanceof UnixOperatingSystemMXBean;
    Vitals vitals =
        new Vitals(
            share((double) (nowCpu - cpu) / Math.max(1, nowWall - wall) / host.processors()),
            share(system.getCpuLoad()),
            Duration.ofMillis(nowGc - gc),
            Duration.ofNanos(late.getAndSet(0)),
            Duration.ofNanos(pauses.getAndSet(0)),
            (double) (runtime.totalMemory() - runtime.freeMemory()) / runtime.maxMemory(),
            unix ? openFiles((UnixOperatingSystemMXBean) system) : 0,
            unix ? ((UnixOperatingSystemMXBean) system).getMaxFileDescriptorCount() : 0,
            host.take(Duration.ofNanos(nowWall - wall), Duration.ofNanos(nowCpu - cpu)));
    wall = nowWall;
    cpu = nowCpu;
    gc = nowGc;
    return vitals;
  }

  /**
   * Returns the number of open files. The JVM opens one more file to count them, which fails if the
   * limit is reached.
   */
  private static long openFiles(UnixOperatingSystemMXBean unix) {
    try {
      return unix.getOpenFileDescriptorCount();
    } catch (InternalError e) {
      return unix.getMaxFileDescriptorCount();
    }
  }

  /** Whether this process can no longer open a file. */
  public static boolean outOfFiles() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
        && openFiles(unix) >= unix.getMaxFileDescriptorCount();
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
  }

  private void watch() {
    long before = System.nanoTime();
    while (!closed) {
      LockSupport.parkNanos(TICK);
      long now = System.nanoTime();
      long by = now - before - TICK;
      late.accumulateAndGet(by, Math::max);
      if (by >= PAUSE) {
        pauses.addAndGet(by);
      }
      before = now;
    }
  }

  /**
   * Returns the milliseconds in which garbage collection has stopped this JVM. The cycles of ZGC
   * and Shenandoah run concurrently with the load, so their time is left out.
   */
  static long collected(List<GarbageCollectorMXBean> collectors) {
    return collectors.stream()
        .filter(collector -> KnownSeries.isOfPauses(collector.getName()))
        .mapToLong(collector -> Math.max(0, collector.getCollectionTime()))
        .sum();
  }

  /**
   * Returns a share from 0 to 1. The JVM reports NaN or -1 for an unknown share, which becomes 0.
   */
  private static double share(double value) {
    return value >= 0 ? Math.min(1, value) : 0;
  }
}
