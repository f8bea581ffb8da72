package dev.onrush.internal.run;

import dev.onrush.internal.machine.GeneratorWatch;
import dev.onrush.internal.metrics.Interval;
import dev.onrush.internal.service.Reading;
import dev.onrush.internal.service.ServiceMetrics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Takes the intervals of a run from their source, and adds to each of them the measurements of the
 * load generator's machine and of the service under test.
 */
final class IntervalSampler {

  /**
   * One interval.
   *
   * @param series the values that were read from the service and are not part of the interval, by
   *     expression
   */
  record Sample(Interval interval, Map<String, Double> series) {}

  private final Source source;
  private final ServiceMetrics service;
  private final RunTroubles troubles;
  private @Nullable GeneratorWatch watch;

  /**
   * Creates a sampler that does not watch or read anything yet.
   *
   * @param troubles receives the failures to watch the load generator
   */
  IntervalSampler(Source source, ServiceMetrics service, RunTroubles troubles) {
    this.source = source;
    this.service = service;
    this.troubles = troubles;
  }

  /** Whether metrics of the service under test are read. */
  boolean readsService() {
    return service.areAsked();
  }

  /** Starts to watch the load generator and to read the metrics of the service. */
  void begin() {
    watch = new GeneratorWatch();
    service.start();
  }

  /**
   * Takes the interval from the end of the previous one to the given time since the run's start.
   */
  Sample take(Duration until) {
    Interval interval = watched(source.takeInterval(until));
    Reading reading = service.take();
    return new Sample(
        service.areAsked() ? interval.withService(reading.named()) : interval, reading.series());
  }

  /**
   * Adds the measurements of this machine. A run with several injectors does not need them: each
   * injector measures its own machine.
   */
  private Interval watched(Interval interval) {
    try {
      return watch != null && interval.injectors().isEmpty()
          ? interval.with(watch.take())
          : interval;
    } catch (Throwable e) {
      troubles.add("the load generator could not be measured", e);
      return interval;
    }
  }

  /**
   * Stops watching and reading; returns notes for the reader of the result on the metrics that were
   * read.
   */
  List<String> close() {
    if (watch != null) {
      watch.close();
    }
    List<String> notes = service.notes();
    service.close();
    return notes;
  }
}
