package dev.onrush.internal.service.jvm;

import dev.onrush.internal.service.KnownSeries;
import dev.onrush.internal.service.Reading;
import dev.onrush.internal.service.ServiceSource;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.management.Attribute;
import javax.management.JMException;
import javax.management.MBeanServerConnection;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import org.jspecify.annotations.Nullable;

/**
 * Reads figures of the service's JVM from its management beans: heap, garbage collections, threads,
 * processors and file descriptors. A JVM of the same user on this machine needs no flags for this.
 *
 * <p>Only one thread may read. Any thread may close the source, which does not wait for a reading.
 */
public final class JvmSource implements ServiceSource {

  private static final ObjectName MEMORY = name(ManagementFactory.MEMORY_MXBEAN_NAME);
  private static final ObjectName SYSTEM = name(ManagementFactory.OPERATING_SYSTEM_MXBEAN_NAME);
  private static final ObjectName POOLS =
      name(ManagementFactory.MEMORY_POOL_MXBEAN_DOMAIN_TYPE + ",*");
  private static final ObjectName COLLECTORS =
      name(ManagementFactory.GARBAGE_COLLECTOR_MXBEAN_DOMAIN_TYPE + ",*");

  /** The time limit for connecting, so that a dead JVM does not block the reader. */
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final String jvm;
  private final Duration limit;
  private volatile @Nullable JvmConnection connection;
  private volatile boolean closed;
  private ThreadSamples samples = new ThreadSamples();
  private @Nullable ThreadMXBean threads;
  private Set<ObjectName> pools = Set.of();
  private Set<ObjectName> collectors = Set.of();
  private double collected = Double.NaN;
  private long nanos;

  /**
   * Creates the source without reading it.
   *
   * @param jvm a process id on this machine, or host and port of a JMX agent
   */
  public JvmSource(String jvm) {
    this(jvm, LIMIT);
  }

  /** Creates the source with another time limit for connecting. */
  JvmSource(String jvm, Duration limit) {
    this.jvm = jvm;
    this.limit = limit;
  }

  private static ObjectName name(String text) {
    try {
      return new ObjectName(text);
    } catch (MalformedObjectNameException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public String name() {
    return "management beans of the service's JVM " + jvm;
  }

  /**
   * Connects and reads once, to find mistakes before any load is sent.
   *
   * @throws IllegalArgumentException if the JVM does not exist, or cannot be read
   */
  public void check() {
    check(limit.multipliedBy(2)); // once to connect, and once to read
  }

  /** Checks the JVM with another time limit. */
  void check(Duration limit) {
    try {
      Reading unused = JvmConnection.within(limit, this::read, late -> {});
    } catch (IOException e) {
      close(); // ends the reading, which is still in progress if the JVM hangs
      throw new IllegalArgumentException(
          "cannot read the service's JVM from onrush.service.jmx = "
              + jvm
              + ": "
              + e.getMessage()
              + "; write the id of a Java process of this user on this machine, or host and port"
              + " of its JMX agent (-Dcom.sun.management.jmxremote.port)",
          e);
    }
  }

  @Override
  public Reading read() throws IOException {
    try {
      return read(connected().beans());
    } catch (IOException | JMException | RuntimeException e) {
      drop();
      throw e instanceof IOException io ? io : new IOException(e.toString(), e);
    }
  }

  private JvmConnection connected() throws IOException {
    JvmConnection known = connection;
    if (known == null) {
      known = JvmConnection.open(jvm, limit);
      connection = known;
      if (closed) {
        drop();
      }
      samples = new ThreadSamples();
      threads = null;
      collected = Double.NaN;
      pools = oldObjects(known.beans());
      collectors = known.beans().queryNames(COLLECTORS, null);
    }
    return known;
  }

  /**
   * Returns the heap's memory pools that hold objects after a collection, without the pools for new
   * objects.
   */
  private static Set<ObjectName> oldObjects(MBeanServerConnection beans) throws IOException {
    Set<ObjectName> old = new HashSet<>();
    for (ObjectName pool : beans.queryNames(POOLS, null)) {
      try {
        // A pool for new objects is full all the time, and does not support this threshold.
        if ("HEAP".equals(beans.getAttribute(pool, "Type"))
            && Boolean.TRUE.equals(beans.getAttribute(pool, "UsageThresholdSupported"))) {
          old.add(pool);
        }
      } catch (JMException e) {
        // a kind of pool without these attributes
      }
    }
    return old;
  }

  private Reading read(MBeanServerConnection beans) throws IOException, JMException {
    Map<String, Double> series = new HashMap<>();
    MemoryUsage heap =
        MemoryUsage.from((CompositeData) beans.getAttribute(MEMORY, "HeapMemoryUsage"));
    series.put("jmx_heap_used_bytes", (double) heap.getUsed());
    if (heap.getMax() > 0) {
      series.put("jmx_heap_max_bytes", (double) heap.getMax());
      double kept = 0;
      double most = 0;
      for (ObjectName pool : pools) {
        if (beans.getAttribute(pool, "CollectionUsage") instanceof CompositeData data) {
          MemoryUsage usage = MemoryUsage.from(data);
          kept += usage.getUsed();
          most += usage.getMax() > 0 ? usage.getMax() : heap.getMax();
        }
      }
      if (most > 0) {
        series.put("jmx_heap_after_collection_ratio", kept / most);
      }
    }
    collections(beans, series);
    system(beans, series);
    ThreadMXBean known = threads;
    if (known == null) {
      // Created once, since creating the proxy queries the JVM several times.
      known =
          ManagementFactory.newPlatformMXBeanProxy(
              beans, ManagementFactory.THREAD_MXBEAN_NAME, ThreadMXBean.class);
      threads = known;
    }
    samples.read(known, series);
    return new Reading(Map.of(), series);
  }

  private void collections(MBeanServerConnection beans, Map<String, Double> series)
      throws IOException, JMException {
    double millis = 0;
    for (ObjectName collector : collectors) {
      if (KnownSeries.isOfPauses(collector.getKeyProperty("name"))) {
        millis += ((Number) beans.getAttribute(collector, "CollectionTime")).doubleValue();
      }
    }
    long now = System.nanoTime();
    if (millis >= collected) {
      series.put("rate(jmx_gc_seconds_total)", (millis - collected) * 1e6 / (now - nanos));
    }
    collected = millis;
    nanos = now;
  }

  /** Adds the processor load and the file descriptors. The latter exist only in HotSpot on Unix. */
  private static void system(MBeanServerConnection beans, Map<String, Double> series)
      throws IOException, JMException {
    Map<String, String> names =
        Map.of(
            "ProcessCpuLoad", "jmx_process_cpu_ratio",
            "OpenFileDescriptorCount", "jmx_open_fds",
            "MaxFileDescriptorCount", "jmx_max_fds");
    List<Attribute> found =
        beans.getAttributes(SYSTEM, names.keySet().toArray(String[]::new)).asList();
    for (Attribute attribute : found) {
      String name = names.get(attribute.getName());
      if (name != null
          && attribute.getValue() instanceof Number value
          && value.doubleValue() >= 0) {
        series.put(name, value.doubleValue());
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    drop();
  }

  private void drop() {
    JvmConnection open = connection;
    connection = null;
    if (open != null) {
      open.close();
    }
  }
}
