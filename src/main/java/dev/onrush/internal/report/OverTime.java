package dev.onrush.internal.report;

import dev.onrush.internal.metrics.Interval;
import dev.onrush.internal.page.RunOverTime;
import dev.onrush.internal.run.AtomicFile;
import dev.onrush.internal.run.IntervalLog;
import dev.onrush.internal.run.RunInfo;
import dev.onrush.result.UnwrittenFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What reports show over time: charts, and the file of all response times. Of a run that goes on it
 * is gathered on a thread of its own, which takes every interval until the end, whatever fails: the
 * run must neither wait for it nor fail by it.
 */
final class OverTime {

  private static final Logger LOG = LoggerFactory.getLogger(OverTime.class);

  /** The file of all response times. */
  static final String TIMES = "times.hlog";

  /** Two minutes of intervals, each of which takes milliseconds. */
  private static final int WAITING = 120;

  /** Longer than a slow disk takes; one that hangs is left behind. */
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

  private final Path folder;
  private final RunInfo info;
  private final RunOverTime charts = new RunOverTime();
  private final BlockingQueue<Optional<Interval>> waiting = new ArrayBlockingQueue<>(WAITING);
  private final Thread thread = new Thread(this::gather, "onrush-reports");

  /** Why charts are not complete, if they are not. */
  private volatile @Nullable Throwable chartsFailed;

  /** Why there is no file of response times, if there is none. */
  private volatile @Nullable Throwable timesFailed;

  private OverTime(Path folder, RunInfo info) {
    this.folder = folder;
    this.info = info;
    thread.setDaemon(true);
  }

  /** Of a run that begins now. */
  static OverTime live(Path folder, RunInfo info) {
    OverTime overTime = new OverTime(folder, info);
    overTime.thread.start();
    return overTime;
  }

  /** Of a run that is over; nothing, if it has no log. */
  static OverTime ofLog(Path folder, RunInfo info) {
    OverTime overTime = new OverTime(folder, info);
    if (Files.exists(folder.resolve(IntervalLog.FILE))) {
      // It is long, so that charts and times are made in one reading.
      overTime.write(times -> IntervalLog.forEach(folder, each -> overTime.add(each, times)));
    }
    return overTime;
  }

  /** Adds the interval that follows. */
  void put(Interval interval) {
    if (chartsFailed == null) {
      offer(Optional.of(interval));
    }
  }

  private void offer(Optional<Interval> next) {
    try {
      if (!waiting.offer(next, LONGEST_WAIT.toNanos(), TimeUnit.NANOSECONDS)) {
        chartsFailed = tooSlow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static IOException tooSlow() {
    return new IOException("the disk did not answer within " + LONGEST_WAIT.toSeconds() + " s");
  }

  private void gather() {
    write(this::takeAll);
  }

  /** Hands over intervals in order, and returns when there are no more. */
  private interface Intervals {
    void to(@Nullable TimesLog times);
  }

  /** The charts do not need the disk, so that they are made in any case. */
  private void write(Intervals intervals) {
    boolean handedOver = false;
    try (AtomicFile file = AtomicFile.create(folder.resolve(TIMES))) {
      try (TimesLog times = new TimesLog(file.out(), info)) {
        handedOver = true;
        take(intervals, times);
      }
      if (timesFailed == null) {
        file.commit();
      }
    } catch (Throwable e) { // out of memory included: somebody waits for the charts
      timesFailed = e;
    }
    if (!handedOver) {
      take(intervals, null);
    }
  }

  private void take(Intervals intervals, @Nullable TimesLog times) {
    try {
      intervals.to(times);
    } catch (Throwable e) { // they cannot be read
      chartsFailed = e;
      timesFailed = e;
    }
  }

  private void takeAll(@Nullable TimesLog times) {
    try {
      for (Optional<Interval> next = waiting.take(); next.isPresent(); next = waiting.take()) {
        add(next.get(), times);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void add(Interval interval, @Nullable TimesLog times) {
    try {
      if (chartsFailed == null) {
        charts.add(interval);
      }
    } catch (Throwable e) {
      chartsFailed = e;
    }
    try {
      if (times != null && timesFailed == null) {
        times.add(interval);
      }
    } catch (Throwable e) {
      timesFailed = e;
    }
  }

  /**
   * There is no more to come. Waits until all is gathered.
   *
   * @return the file of response times, if it could not be written
   */
  Optional<UnwrittenFile> end() {
    offer(Optional.empty());
    try {
      thread.join(LONGEST_WAIT.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (thread.isAlive()) {
      chartsFailed = tooSlow();
      timesFailed = tooSlow();
    }
    Throwable failed = timesFailed;
    if (failed != null && !(failed instanceof IOException)) {
      LOG.error("{} was not written", folder.resolve(TIMES), failed);
    }
    return Optional.ofNullable(failed).map(e -> UnwrittenFile.missing(TIMES, e));
  }

  /**
   * All intervals, as charts show them; after {@link #end}.
   *
   * @throws IllegalStateException if they could not all be gathered
   */
  RunOverTime charts() {
    Throwable failed = chartsFailed;
    if (failed != null) {
      throw new IllegalStateException("its charts could not be made: " + failed, failed);
    }
    return charts;
  }
}
