package dev.onrush.internal.run;

import dev.onrush.internal.machine.GeneratorWatch;
import dev.onrush.internal.metrics.Interval;
import dev.onrush.internal.service.Reading;
import dev.onrush.internal.service.ServiceMetrics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Takes the intervals of a run from their source, and adds what was seen in each of the generator's
 * machine and of the service.
 */
final class IntervalSampler {

  /**
   * One interval.
   *
   * @param series what was read of the service and is not in the interval, by its expression
   */
  record Sample(Interval interval, Map<String, Double> series) {}

  private final Source source;
  private final Optional<ServiceMetrics> service;
  private final RunTroubles troubles;
  private @Nullable GeneratorWatch watch;

  /**
   * Nothing is watched or read yet.
   *
   * @param troubles is told where the generator cannot be watched
   */
  IntervalSampler(Source source, Optional<ServiceMetrics> service, RunTroubles troubles) {
    this.source = source;
    this.service = service;
    this.troubles = troubles;
  }

  /** Whether metrics of the service are read. */
  boolean readsService() {
    return service.isPresent();
  }

  /** Begins to watch and to read. */
  void begin() {
    watch = new GeneratorWatch();
    service.ifPresent(ServiceMetrics::start);
  }

  /** The interval since the last one, up to a moment of the run. */
  Sample take(Duration until) {
    Interval interval = watched(source.flip(until));
    Reading reading = service.map(ServiceMetrics::take).orElse(Reading.NONE);
    return new Sample(
        service.isPresent() ? interval.withService(reading.named()) : interval, reading.series());
  }

  /** Where there are several injectors, each has watched itself. */
  private Interval watched(Interval interval) {
    try {
      return watch != null && interval.injectors().isEmpty()
          ? interval.with(watch.take())
          : interval;
    } catch (Throwable e) {
      troubles.add("the generator was not watched", e);
      return interval;
    }
  }

  /** Ends watching and reading; returns what a reader has to know of what was read. */
  List<String> close() {
    if (watch != null) {
      watch.close();
    }
    List<String> notes = service.map(ServiceMetrics::notes).orElse(List.of());
    service.ifPresent(ServiceMetrics::close);
    return notes;
  }
}
