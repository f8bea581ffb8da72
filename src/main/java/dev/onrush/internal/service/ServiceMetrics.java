package dev.onrush.internal.service;

import dev.onrush.units.Quantity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the sources of the service's figures once a second during a run. Each source has a thread
 * of its own, so that a slow or dead source delays neither the others nor the run.
 */
public final class ServiceMetrics implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ServiceMetrics.class);
  private static final Duration PERIOD = Duration.ofSeconds(1);

  /** The share of expected readings below which a note reports that a source was slow. */
  private static final double FEW = 0.8;

  private final Supplier<Sources> opening;
  private final LongSupplier nanos;
  private volatile List<Reader> readers = List.of();
  private volatile List<String> notes = List.of();
  private boolean closed;

  /**
   * Creates the reader without opening its sources.
   *
   * @param opening opens the sources, and throws an {@link IllegalArgumentException} if one of them
   *     cannot be read
   */
  public ServiceMetrics(Supplier<Sources> opening) {
    this(opening, System::nanoTime);
  }

  /**
   * Creates the reader with another clock.
   *
   * @param nanos the clock that measures for how long sources have been read
   */
  ServiceMetrics(Supplier<Sources> opening, LongSupplier nanos) {
    this.opening = opening;
    this.nanos = nanos;
  }

  /** Reads nothing. */
  public static ServiceMetrics none() {
    return new ServiceMetrics(() -> new Sources(List.of(), List.of()));
  }

  /**
   * The sources of a run.
   *
   * @param notes the notes on which sources are missing, and why
   */
  public record Sources(List<ServiceSource> sources, List<String> notes) {}

  /** One source with its thread. */
  private static final class Reader {
    private final ServiceSource source;
    private final LongSupplier nanos;
    private final AtomicReference<Reading> latest = new AtomicReference<>(Reading.NONE);
    private final Thread thread;
    private volatile boolean closed;
    private volatile String trouble = "";
    private volatile long read;
    private volatile int leftOut;
    private volatile int malformed;
    private volatile long started;

    Reader(ServiceSource source, LongSupplier nanos) {
      this.source = source;
      this.nanos = nanos;
      this.thread = new Thread(this::watch, "onrush-service: " + source.name());
      thread.setDaemon(true);
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
    private void watch() {
      long due = System.nanoTime();
      while (!closed) {
        try {
          Reading reading = source.read();
          latest.set(reading);
          leftOut = Math.max(leftOut, reading.leftOut());
          malformed = Math.max(malformed, reading.malformed());
          read++;
          trouble = "";
        } catch (Throwable e) { // whatever failed, the next reading may succeed
          if (!closed && trouble.isEmpty()) {
            String why = e.getMessage() == null ? e.toString() : e.getMessage();
            trouble = source.name() + " could not be read: " + why;
            LOG.warn("{}", trouble);
          }
        }
        due = next(due, System.nanoTime());
        try {
          Thread.sleep(Math.max(1, (due - System.nanoTime()) / 1_000_000));
        } catch (InterruptedException e) {
          return;
        }
      }
    }

    private void start() {
      started = nanos.getAsLong();
      thread.start();
    }

    private void close() {
      closed = true;
      thread.interrupt();
      source.close();
    }

    private List<String> notes() {
      List<String> notes = new ArrayList<>();
      long seconds = started == 0 ? 0 : (nanos.getAsLong() - started) / PERIOD.toNanos();
      if (!trouble.isEmpty()) {
        notes.add(trouble);
      } else if (read < FEW * (seconds - 1)) {
        notes.add(
            "reading "
                + source.name()
                + " was slow: "
                + Quantity.count(read, "reading")
                + " in "
                + seconds
                + " s");
      }
      if (leftOut > 0) {
        notes.add(
            source.name()
                + ": "
                + Quantity.count(leftOut)
                + " series beyond the first "
                + Quantity.count(SeriesValues.MOST)
                + (leftOut == 1 ? " was" : " were")
                + " not read");
      }
      if (malformed > 0) {
        notes.add(
            source.name()
                + ": "
                + Quantity.count(malformed, "line")
                + " in another format "
                + (malformed == 1 ? "was" : "were")
                + " left out");
      }
      return notes;
    }
  }

  /**
   * Returns when the next reading is due. It is not due at once after a stop of this JVM: rates
   * over a very short time would be wrong by the resolution of the counters.
   */
  static long next(long due, long now) {
    return Math.max(due + PERIOD.toNanos(), now + PERIOD.toNanos() / 2);
  }

  /**
   * Opens the sources; called once. Each of them is read once as a check. If this is closed
   * meanwhile, the sources are closed when they are open.
   *
   * @throws IllegalArgumentException if a source cannot be read
   */
  public void open() {
    Sources found = opening.get();
    synchronized (this) {
      readers = found.sources().stream().map(source -> new Reader(source, nanos)).toList();
      notes = List.copyOf(found.notes());
      if (!closed) {
        return;
      }
    }
    readers.forEach(Reader::close);
  }

  /** Whether there are sources, or notes on those that are missing. */
  public boolean areAsked() {
    return !readers.isEmpty() || !notes.isEmpty();
  }

  /** Starts to read the sources. */
  public void start() {
    readers.forEach(Reader::start);
  }

  /** Returns the figures that were read since the last call; empty if nothing was read. */
  public Reading take() {
    Map<String, Double> named = new HashMap<>();
    Map<String, Double> series = new HashMap<>();
    for (Reader reader : readers) {
      Reading reading = reader.latest.getAndSet(Reading.NONE);
      named.putAll(reading.named());
      series.putAll(reading.series());
    }
    return new Reading(named, series);
  }

  /** Notes on why the latest reading of a source failed, or what else its readings lack. */
  public List<String> notes() {
    return Stream.concat(
            notes.stream(), readers.stream().flatMap(reader -> reader.notes().stream()))
        .toList();
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    readers.forEach(Reader::close);
  }
}
