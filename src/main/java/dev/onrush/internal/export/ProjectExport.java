package dev.onrush.internal.export;

import com.typesafe.config.Config;
import dev.onrush.internal.export.Point.Amount;
import dev.onrush.internal.export.Point.Spread;
import dev.onrush.internal.run.TimedWait;
import dev.onrush.spi.Exporter;
import dev.onrush.spi.Exporter.Metrics;
import dev.onrush.spi.Exporter.Sample;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Exports through an {@link Exporter} of the user's project, on a thread of its own. */
final class ProjectExport implements ExportChannel {

  private static final Duration CLOSE = Duration.ofSeconds(1);

  private final Exporter exporter;
  private final String name;
  private final UnaryOperator<String> masked;
  private final Thread thread;

  private @Nullable MetricsSnapshot waiting;
  private boolean exporting;
  private boolean closed;
  private long exports;
  private long failed;
  private String failure = "";

  private ProjectExport(Exporter exporter, String name, UnaryOperator<String> masked) {
    this.exporter = exporter;
    this.name = name;
    this.masked = masked;
    this.thread = new Thread(this::work, "onrush-export " + name);
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Opens the exporters on the class path that the settings ask for.
   *
   * @throws IllegalArgumentException if one cannot be made, or refuses its settings
   */
  static List<ExportChannel> open(Config settings, UnaryOperator<String> masked) {
    List<ExportChannel> opened = new ArrayList<>();
    try {
      for (Exporter exporter : ServiceLoader.load(Exporter.class)) {
        if (exporter.open(settings)) {
          opened.add(new ProjectExport(exporter, exporter.name(), masked));
        }
      }
    } catch (ServiceConfigurationError e) {
      opened.forEach(ExportChannel::close);
      throw new IllegalArgumentException(
          "an exporter in META-INF/services/"
              + Exporter.class.getName()
              + " cannot be made: "
              + e.getMessage()
              + "; it needs a public constructor without parameters",
          e);
    } catch (RuntimeException e) {
      opened.forEach(ExportChannel::close);
      throw e;
    }
    return opened;
  }

  private void work() {
    try {
      while (true) {
        MetricsSnapshot next;
        synchronized (this) {
          while (waiting == null && !closed) {
            wait();
          }
          if (waiting == null) {
            return;
          }
          next = waiting;
          waiting = null;
          exporting = true;
        }
        export(next);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      exporter.close();
    }
  }

  private void export(MetricsSnapshot snapshot) {
    @Nullable Throwable problem = null;
    try {
      exporter.export(metrics(snapshot));
    } catch (Throwable e) { // whatever it is, it must not reach the run
      problem = e;
    }
    synchronized (this) {
      exporting = false;
      if (problem == null) {
        exports++;
      } else {
        failed++;
        failure = failure.isEmpty() ? masked.apply(problem.toString()) : failure;
      }
      notifyAll();
    }
  }

  /** As Prometheus's text format has it. */
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
  public synchronized void offer(MetricsSnapshot snapshot) {
    waiting = snapshot;
    notifyAll();
  }

  @Override
  public synchronized long missed() {
    return failed;
  }

  @Override
  public synchronized String summary() {
    return name
        + ": "
        + (exports == 1 ? "1 export" : exports + " exports")
        + (failed == 0 ? "" : "; " + failed + " failed, the first with " + failure);
  }

  @Override
  public synchronized List<String> troubles() {
    return failed == 0
        ? List.of()
        : List.of(
            failed
                + " of "
                + (exports + failed)
                + " exports to "
                + name
                + " failed, the first with "
                + failure);
  }

  @Override
  public synchronized void settle(Duration timeout) {
    boolean unused = new TimedWait(timeout).until(this, () -> waiting == null && !exporting);
  }

  @Override
  public void end(MetricsSnapshot last, Duration push, Duration scrape) {
    offer(last);
    settle(push);
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      waiting = null;
      notifyAll();
    }
    try {
      thread.join(CLOSE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    thread.interrupt(); // one that hangs is left behind: its thread is a daemon
  }
}
