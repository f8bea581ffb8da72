package dev.onrush.internal.export;

import com.typesafe.config.Config;
import dev.onrush.internal.export.Point.Amount;
import dev.onrush.internal.export.Point.Spread;
import dev.onrush.internal.run.ServiceProviders;
import dev.onrush.spi.Exporter;
import dev.onrush.spi.Exporter.Metrics;
import dev.onrush.spi.Exporter.Sample;
import dev.onrush.units.Quantity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Exports through an {@link Exporter} of the user's project, on a separate thread. */
final class ProjectExport implements ExportChannel {

  /** The least time for closing the exporter, however long the last export has taken. */
  private static final Duration LEAST_CLOSE = Duration.ofSeconds(1);

  private final Exporter exporter;
  private final String name;
  private final UnaryOperator<String> masked;
  private final Duration leastClose;
  private final Thread thread;

  private final Pushes pushes = new Pushes();

  /** When the time for the last export and for closing ends, by {@code System.nanoTime()}. */
  private volatile long deadline = System.nanoTime();

  /** Whether the exports have ended, so that an interrupt would interrupt the closing. */
  private boolean closing;

  private String unclosed = "";

  private ProjectExport(
      Exporter exporter, String name, UnaryOperator<String> masked, Duration leastClose) {
    this.exporter = exporter;
    this.name = name;
    this.masked = masked;
    this.leastClose = leastClose;
    this.thread = new Thread(this::work, "onrush-export " + name);
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Opens the exporters on the class path that the settings ask for.
   *
   * @throws IllegalArgumentException if an exporter cannot be created, or refuses its settings
   */
  static List<ExportChannel> open(Config settings, UnaryOperator<String> masked) {
    return open(settings, masked, LEAST_CLOSE);
  }

  /**
   * Opens the exporters with another least time for closing.
   *
   * @param leastClose the time for closing if less is left of the time for the last export
   */
  static List<ExportChannel> open(
      Config settings, UnaryOperator<String> masked, Duration leastClose) {
    List<Exporter> exporters = ServiceProviders.load(Exporter.class, "an exporter");
    List<ExportChannel> opened = new ArrayList<>();
    try {
      for (Exporter exporter : exporters) {
        if (exporter.open(settings)) {
          opened.add(new ProjectExport(exporter, exporter.name(), masked, leastClose));
        }
      }
      return List.copyOf(opened);
    } catch (IllegalArgumentException e) {
      opened.forEach(ExportChannel::close);
      throw ServiceProviders.refused(e);
    } catch (RuntimeException | Error e) {
      opened.forEach(ExportChannel::close);
      throw e;
    }
  }

  private void work() {
    MetricsSnapshot next = next();
    while (next != null) {
      pushes.done(next, export(next));
      // After the last one, the exporter is closed at once, even if others still export.
      next = next.last() ? null : next();
    }
    synchronized (this) {
      closing = true;
      boolean unused = Thread.interrupted(); // it was meant for an export
    }
    try {
      exporter.close();
    } catch (Throwable e) { // whatever it is, it must not reach the run
      notClosed("closing the exporter failed: " + masked.apply(e.toString()));
    }
  }

  /**
   * Waits for the next snapshot; returns null when the pushes are closed. Nothing else ends the
   * exports, not even an exporter that leaves the flag of this thread's interruption set.
   */
  private @Nullable MetricsSnapshot next() {
    boolean unused = Thread.interrupted(); // would interrupt the next export
    while (true) {
      try {
        return pushes.next(() -> {});
      } catch (InterruptedException e) {
        // Pushes that are closed return null without waiting.
      }
    }
  }

  private synchronized void notClosed(String why) {
    unclosed = unclosed.isEmpty() ? "; " + why : unclosed;
  }

  /** Exports a snapshot, and returns why that failed; empty if it did not. */
  private String export(MetricsSnapshot snapshot) {
    try {
      exporter.export(metrics(snapshot));
      return "";
    } catch (Throwable e) { // whatever it is, it must not reach the run
      return masked.apply(e.toString());
    }
  }

  /** Converts a snapshot to samples that are named as in Prometheus's text format. */
  static Metrics metrics(MetricsSnapshot snapshot) {
    List<Sample> samples = new ArrayList<>();
    snapshot
        .points()
        .forEach((metric, points) -> points.forEach(point -> add(samples, metric, point)));
    return new Metrics(snapshot.run(), snapshot.started(), snapshot.at(), samples, snapshot.last());
  }

  private static void add(List<Sample> samples, ExportedMetric metric, Point point) {
    String name = metric.prometheus();
    switch (metric.kind()) {
      case COUNTER -> samples.add(new Sample(name + "_total", point.labels(), number(point)));
      case GAUGE -> samples.add(new Sample(name, point.labels(), number(point)));
      case HISTOGRAM -> addHistogram(samples, name, point.labels(), (Spread) point.value());
    }
  }

  private static double number(Point point) {
    return ((Amount) point.value()).number();
  }

  private static void addHistogram(
      List<Sample> samples, String name, Map<String, String> labels, Spread spread) {
    long upTo = 0;
    for (int i = 0; i < spread.bounds().size(); i++) {
      upTo += spread.counts().get(i);
      double bound = spread.bounds().get(i);
      Map<String, String> withBound = new TreeMap<>(labels);
      withBound.put("le", bound == Double.POSITIVE_INFINITY ? "+Inf" : String.valueOf(bound));
      samples.add(new Sample(name + "_bucket", withBound, upTo));
    }
    samples.add(new Sample(name + "_count", labels, spread.count()));
    samples.add(new Sample(name + "_sum", labels, spread.sum()));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void offer(MetricsSnapshot snapshot) {
    pushes.offer(snapshot);
  }

  @Override
  public long missed() {
    return pushes.missed();
  }

  @Override
  public synchronized String summary() {
    return name
        + ": "
        + Quantity.count(pushes.offered() - pushes.missed(), "export")
        + pushes.why()
        + unclosed;
  }

  @Override
  public List<String> notes() {
    return pushes.notes("export to " + name, "exports to " + name);
  }

  @Override
  public void settle(Duration timeout) {
    boolean unused = pushes.settle(timeout);
  }

  @Override
  public void end(TimeLimit limit) {
    deadline = limit.end();
    pushes.end(limit);
    pushes.close();
    synchronized (this) {
      if (!closing) {
        thread.interrupt(); // ends an export that has not returned
      }
    }
  }

  @Override
  public void close() {
    pushes.close();
    try {
      TimeUnit.NANOSECONDS.timedJoin(
          thread, Math.max(leastClose.toNanos(), deadline - System.nanoTime()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (thread.isAlive()) {
      notClosed("the exporter was not closed in time");
      // An exporter that hangs even after this is abandoned: its thread is a daemon.
      thread.interrupt();
    }
  }
}
