package dev.onrush.report;

import dev.onrush.metrics.Interval;
import dev.onrush.page.RunOverTime;
import dev.onrush.run.RunInfo;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/** Gathers what reports show over time while a run goes on, on a thread of its own. */
final class OverTime {

  /** The file of all response times. */
  static final String TIMES = "times.hlog";

  /**
   * Two minutes of intervals, each of which takes milliseconds: the run waits for it in no case.
   */
  private static final int WAITING = 120;

  private final Path folder;
  private final RunInfo info;
  private final RunOverTime gathered = new RunOverTime();
  private final BlockingQueue<Optional<Interval>> waiting = new ArrayBlockingQueue<>(WAITING);
  private final Thread thread = new Thread(this::gather, "onrush-reports");
  private volatile @Nullable RuntimeException trouble;

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

  /** Adds the interval that follows. */
  void put(Interval interval) {
    offer(Optional.of(interval));
  }

  private void offer(Optional<Interval> next) {
    try {
      waiting.put(next);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void gather() {
    try (TimesLog times = TimesLog.create(folder.resolve(TIMES), info)) {
      gather(times);
    } catch (UncheckedIOException e) {
      trouble = e;
      gather(null); // charts do not need the disk
    }
  }

  private void gather(@Nullable TimesLog times) {
    try {
      for (Optional<Interval> next = waiting.take(); next.isPresent(); next = waiting.take()) {
        gathered.add(next.get());
        if (times != null) {
          times.add(next.get());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      trouble = e;
    }
  }

  /**
   * All of it; there is no more to come.
   *
   * @throws UncheckedIOException if {@value #TIMES} could not be written
   */
  RunOverTime await() {
    offer(Optional.empty());
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    RuntimeException found = trouble;
    if (found != null) {
      throw found;
    }
    return gathered;
  }
}
