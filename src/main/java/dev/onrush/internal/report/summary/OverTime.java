package dev.onrush.internal.report.summary;

import dev.onrush.internal.metrics.Interval;
import dev.onrush.internal.page.DuetOverTime;
import dev.onrush.internal.page.RequestsOverTime;
import dev.onrush.internal.page.RunOverTime;
import dev.onrush.internal.run.file.AtomicFile;
import dev.onrush.internal.run.log.IntervalLog;
import dev.onrush.internal.run.record.DuetFacts;
import dev.onrush.internal.run.record.RunInfo;
import dev.onrush.result.UnwrittenFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
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
 * The data of reports over time: charts, and the file of all response times. During a run, a
 * separate thread gathers the data. It accepts every interval until the end, whatever fails,
 * because the run must neither wait for this thread nor fail with it.
 */
public final class OverTime implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(OverTime.class);

  /** The file of all response times. */
  public static final String TIMES = "times.hlog";

  /** The capacity of the queue: two minutes of intervals, each of which takes milliseconds. */
  private static final int WAITING = 120;

  /**
   * The longest time to wait for the disk; a slow disk takes less, and one that hangs is abandoned.
   */
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

  private final Path folder;
  private final RunInfo info;
  private final boolean wantsTimes;
  private final RunOverTime run = new RunOverTime();
  private final RequestsOverTime requests = new RequestsOverTime();
  private final Optional<DuetOverTime> duet;
  private final BlockingQueue<Optional<Interval>> waiting = new ArrayBlockingQueue<>(WAITING);
  private final Thread thread = new Thread(this::gather, "onrush-reports");

  /** Why the charts are incomplete; null if they are complete. */
  private volatile @Nullable Throwable chartsFailed;

  /** Why there are no response times; null if nothing failed. */
  private volatile @Nullable Throwable timesFailed;

  /** The temporary file of the response times, until their report is written. */
  private volatile @Nullable AtomicFile spool;

  private OverTime(Path folder, RunInfo info, boolean wantsTimes) {
    this.folder = folder;
    this.info = info;
    this.wantsTimes = wantsTimes;
    this.duet = DuetFacts.isDuet(info) ? DuetOverTime.of(info.flows()) : Optional.empty();
    thread.setDaemon(true);
  }

  /**
   * Starts to gather the data of a run that begins now.
   *
   * @param wantsTimes whether response times are gathered too
   */
  public static OverTime live(Path folder, RunInfo info, boolean wantsTimes) {
    OverTime overTime = new OverTime(folder, info, wantsTimes);
    overTime.thread.start();
    return overTime;
  }

  /** Gathers the data of a run that has ended; the data is empty if the run has no log. */
  public static OverTime ofLog(Path folder, RunInfo info, boolean wantsTimes) {
    boolean exists = Files.exists(folder.resolve(IntervalLog.FILE));
    OverTime overTime = new OverTime(folder, info, wantsTimes && exists);
    if (exists) {
      // The log is long, so charts and times are made in one pass.
      overTime.write(times -> IntervalLog.forEach(folder, each -> overTime.add(each, times)));
    }
    return overTime;
  }

  /** Adds the next interval. */
  public void put(Interval interval) {
    if (chartsFailed == null || (wantsTimes && timesFailed == null)) {
      offer(Optional.of(interval));
    }
  }

  private void offer(Optional<Interval> next) {
    try {
      if (!waiting.offer(next, LONGEST_WAIT.toNanos(), TimeUnit.NANOSECONDS)) {
        chartsFailed = tooSlow();
        timesFailed = chartsFailed;
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

  /** Passes on intervals in order, and returns when there are no more. */
  private interface Intervals {
    void to(@Nullable TimesLog times);
  }

  /**
   * Gathers charts and, if wanted, response times. The charts do not need the disk, so they are
   * made even if the response times fail.
   */
  private void write(Intervals intervals) {
    boolean handedOver = false;
    try {
      if (wantsTimes) {
        AtomicFile file = AtomicFile.create(folder.resolve(TIMES + ".spool"));
        spool = file;
        try (TimesLog times = new TimesLog(file.out(), info)) {
          handedOver = true;
          take(intervals, times);
        }
        file.check();
      }
    } catch (Throwable e) { // out of memory included: the charts are still needed
      timesFailed = e;
    }
    if (!handedOver) {
      take(intervals, null);
    }
  }

  private void take(Intervals intervals, @Nullable TimesLog times) {
    try {
      intervals.to(times);
    } catch (Throwable e) { // the intervals cannot be read
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
        run.add(interval);
        requests.add(interval);
        duet.ifPresent(of -> of.add(interval));
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
   * Ends the gathering: no more intervals will be added. Waits until all data is gathered.
   *
   * @return the file of response times, if it cannot be written
   */
  public Optional<UnwrittenFile> end() {
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

  /** Returns whether response times are gathered. */
  public boolean gathersTimes() {
    return wantsTimes;
  }

  /**
   * Writes the response times; call it after {@link #end}.
   *
   * @throws IOException if the response times were not gathered, or cannot be written
   */
  public void writeTimes(OutputStream out) throws IOException {
    AtomicFile written = spool;
    if (written == null || timesFailed != null) {
      throw new IOException("response times were not gathered", timesFailed);
    }
    try (InputStream in = written.read()) {
      long unused = in.transferTo(out);
    }
  }

  /** Discards the gathered response times. */
  @Override
  public void close() {
    AtomicFile written = spool;
    if (written != null) {
      written.close();
    }
  }

  /**
   * Returns all intervals as the charts of the whole run show them; call it after {@link #end}.
   *
   * @throws IllegalStateException if not all of them could be gathered
   */
  public RunOverTime run() {
    checkCharts();
    return run;
  }

  /**
   * Returns all intervals as the charts of each request and each group show them.
   *
   * @throws IllegalStateException if not all of them could be gathered
   */
  public RequestsOverTime requests() {
    checkCharts();
    return requests;
  }

  /**
   * Returns all intervals as the charts of a duet show them, A next to B; empty for any other run.
   *
   * @throws IllegalStateException if not all of them could be gathered
   */
  public Optional<DuetOverTime> duet() {
    checkCharts();
    return duet;
  }

  private void checkCharts() {
    Throwable failed = chartsFailed;
    if (failed != null) {
      throw new IllegalStateException("the charts could not be created: " + failed, failed);
    }
  }
}
