package dev.onrush.internal.report;

import dev.onrush.internal.exchange.Exchange;
import dev.onrush.internal.exchange.ExchangesFile;
import dev.onrush.internal.report.summary.OverTime;
import dev.onrush.internal.report.summary.ReportedRun;
import dev.onrush.internal.run.RunControl;
import dev.onrush.internal.run.RunObserver;
import dev.onrush.internal.run.RunState;
import dev.onrush.internal.run.file.AtomicFile;
import dev.onrush.internal.run.file.UnwrittenFilesException;
import dev.onrush.internal.run.record.RunInfo;
import dev.onrush.internal.run.record.RunRecord;
import dev.onrush.internal.trace.Span;
import dev.onrush.internal.trace.SpansFile;
import dev.onrush.result.UnwrittenFile;
import dev.onrush.spi.Report;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes a run's reports to its folder. The data over time is gathered during the run, so that the
 * reports are complete shortly after its end. For a run that has already ended, the data is read
 * from its interval log.
 */
public final class ReportFiles implements RunObserver {

  private static final Logger LOG = LoggerFactory.getLogger(ReportFiles.class);

  /**
   * The time limit for writing reports; the reports of the largest run on a slow machine take less.
   * A report that hangs is abandoned.
   */
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private final List<Report> reports;
  private final Duration limit;
  private final ThreadFactory threads;
  private Optional<OverTime> live = Optional.empty();

  /**
   * Loads all reports on the class path.
   *
   * @param without names of files that are not to be written
   * @throws IllegalArgumentException if a report on the class path is not usable, or {@code
   *     without} contains a name of no report
   */
  public ReportFiles(Set<String> without) {
    this(Reports.load(without), LIMIT, Thread::new);
  }

  ReportFiles(List<Report> reports, Duration limit, ThreadFactory threads) {
    this.reports = List.copyOf(reports);
    this.limit = limit;
    this.threads = threads;
  }

  @Override
  public void started(RunInfo info, Path folder, RunControl control) {
    live = Optional.of(OverTime.live(folder, info, wantsTimes()));
  }

  private boolean wantsTimes() {
    return reports.stream().anyMatch(BuiltInReports.Times.class::isInstance);
  }

  @Override
  public void interval(RunState state) {
    live.ifPresent(overTime -> overTime.put(state.interval()));
  }

  /**
   * {@inheritDoc}
   *
   * <p>A file that cannot be created or written does not affect the others. If nothing more can be
   * written, for example for lack of memory, all remaining files are reported as missing.
   */
  @Override
  public void ended(RunRecord result, Path folder) {
    List<UnwrittenFile> missing = new ArrayList<>();
    Set<Report> left = new LinkedHashSet<>(reports);
    try {
      write(result, folder, left, missing);
    } catch (Throwable e) { // out of memory included: the exit code has to report it
      left.forEach(report -> missing.add(UnwrittenFile.missing(name(report), e)));
      log(folder, e);
    }
    if (!missing.isEmpty()) {
      throw new UnwrittenFilesException(missing);
    }
  }

  private static void log(Path folder, Throwable e) {
    try {
      LOG.error("not all reports in {} were written", folder, e);
    } catch (OutOfMemoryError unlogged) {
      // The result of the run tells which files are missing.
    }
  }

  /** Returns the name of the report's file, or of its class if the report throws. */
  private static String name(Report report) {
    try {
      return report.fileName();
    } catch (RuntimeException | Error e) {
      return report.getClass().getName();
    }
  }

  /**
   * Writes all reports that apply to the run.
   *
   * @param left all reports; each one is removed when it is finished, so that the unfinished ones
   *     remain if this method throws
   * @param missing collects the files that were not written
   */
  private void write(RunRecord result, Path folder, Set<Report> left, List<UnwrittenFile> missing) {
    try (OverTime overTime =
        live.orElseGet(() -> OverTime.ofLog(folder, result.info(), wantsTimes()))) {
      // Ended first, so that all other reports mention a failure.
      missing.addAll(overTime.end().stream().toList());
      List<Report> others = others(overTime.gathersTimes() && missing.isEmpty());
      RunRecord known = result.withUnwritten(missing);
      List<Exchange> exchanges = exchanges(folder, missing);
      Map<String, List<Span>> spans = spans(folder, missing);
      List<Report> pages = exchanges.isEmpty() ? List.of() : pages();
      left.removeIf(report -> !pages.contains(report) && !others.contains(report));
      ReportedRun run = new ReportedRun(known, overTime, exchanges, spans, false);
      // Written first, because the other reports link to it only if it exists.
      write(pages, run, folder, left, missing);
      boolean linked = Files.exists(folder.resolve(BuiltInReports.Exchanges.FILE));
      write(
          others,
          new ReportedRun(known, overTime, exchanges, spans, linked),
          folder,
          left,
          missing);
    }
  }

  private List<Report> pages() {
    return reports.stream().filter(BuiltInReports.Exchanges.class::isInstance).toList();
  }

  private List<Report> others(boolean withTimes) {
    return reports.stream()
        .filter(report -> !(report instanceof BuiltInReports.Exchanges))
        .filter(report -> withTimes || !(report instanceof BuiltInReports.Times))
        .toList();
  }

  private static List<Exchange> exchanges(Path folder, List<UnwrittenFile> missing) {
    try {
      return ExchangesFile.read(folder);
    } catch (IOException | OutOfMemoryError e) { // the other reports do not need them
      missing.add(UnwrittenFile.missing(BuiltInReports.Exchanges.FILE, e));
      return List.of();
    }
  }

  private static Map<String, List<Span>> spans(Path folder, List<UnwrittenFile> missing) {
    try {
      return SpansFile.byTrace(folder);
    } catch (IOException | OutOfMemoryError e) {
      missing.add(UnwrittenFile.incomplete(BuiltInReports.Exchanges.FILE, e));
      return Map.of();
    }
  }

  private record Writing(Report report, FutureTask<Optional<UnwrittenFile>> task) {}

  /**
   * Writes each report on a thread of its own, since a gate in CI waits for all of them. Reports
   * for which no thread can be created are written on this thread, where none of them can be
   * abandoned.
   */
  private void write(
      List<Report> wanted,
      ReportedRun run,
      Path folder,
      Set<Report> left,
      List<UnwrittenFile> missing) {
    List<Writing> writings = new ArrayList<>();
    List<Runnable> here = new ArrayList<>();
    for (Report report : wanted) {
      FutureTask<Optional<UnwrittenFile>> task =
          new FutureTask<>(() -> write(report, run, folder.resolve(report.fileName())));
      if (!isStarted(task, report)) {
        here.add(task);
      }
      writings.add(new Writing(report, task));
    }
    here.forEach(Runnable::run);
    long deadline = System.nanoTime() + limit.toNanos();
    for (Writing writing : writings) {
      await(writing, deadline).ifPresent(missing::add);
      left.remove(writing.report);
    }
  }

  /** Returns whether a thread was started for the task; the system may have no more threads. */
  private boolean isStarted(Runnable task, Report report) {
    try {
      Thread thread = threads.newThread(task);
      thread.setName("onrush-report " + name(report));
      thread.setDaemon(true);
      thread.start();
      return true;
    } catch (OutOfMemoryError e) {
      return false;
    }
  }

  private Optional<UnwrittenFile> await(Writing writing, long deadline) {
    Exception problem;
    try {
      return writing.task.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      boolean unused = writing.task.cancel(true);
      problem = new IOException("writing took longer than " + limit.toSeconds() + " s");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      problem = interrupted();
    } catch (ExecutionException e) {
      problem = new IOException(String.valueOf(e.getCause()), e);
    }
    return Optional.of(UnwrittenFile.missing(name(writing.report), problem));
  }

  private static IOException interrupted() {
    return new IOException("writing was interrupted");
  }

  private static Optional<UnwrittenFile> write(Report report, ReportedRun run, Path path) {
    try (AtomicFile file = AtomicFile.create(path)) {
      OutputStream out = new BufferedOutputStream(file.out(), 1 << 16);
      report.write(run, out);
      out.flush();
      if (Thread.currentThread().isInterrupted()) { // abandoned at the time limit
        return Optional.of(UnwrittenFile.missing(name(report), interrupted()));
      }
      file.commit();
      return Optional.empty();
    } catch (Throwable e) { // out of memory included: the other files do not depend on this one
      if (!(e instanceof IOException)) { // an I/O error, as of a full disk, needs no trace
        LOG.error("{} was not written", path, e);
      }
      return Optional.of(UnwrittenFile.missing(name(report), e));
    }
  }
}
