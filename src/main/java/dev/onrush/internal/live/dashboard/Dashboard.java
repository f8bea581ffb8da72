package dev.onrush.internal.live.dashboard;

import dev.onrush.internal.control.InterventionText;
import dev.onrush.internal.metrics.Interval;
import dev.onrush.internal.run.RunControl;
import dev.onrush.internal.run.RunObserver;
import dev.onrush.internal.run.RunState;
import dev.onrush.internal.run.record.RunInfo;
import dev.onrush.internal.run.record.RunRecord;
import dev.onrush.internal.verdict.generator.GeneratorHealth;
import dev.onrush.plan.FlowLoad;
import dev.onrush.result.Command;
import dev.onrush.units.Quantity;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The dashboard: a page that shows a run in progress, and steers it. The run's thread only hands
 * over its data; the dashboard's thread does everything else, and each visitor has a thread that
 * waits for this visitor.
 *
 * <p>A visitor first receives the whole run, and then each second what has changed. Both are made
 * from one tree of JSON, so a late visitor sees the same as the first.
 */
public final class Dashboard implements RunObserver, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Dashboard.class);

  /** The time for visitors to receive the end of the run before their connections are closed. */
  private static final Duration FAREWELL = Duration.ofSeconds(1);

  /** The time for a reader of the report to open another page of it. */
  private static final Duration BETWEEN_PAGES = Duration.ofMinutes(1);

  private static final String BY = "dashboard";

  /** The file of the report. */
  static final String REPORT = "report.html";

  /** The file of the page that the report links to if exchanges were kept. */
  static final String EXCHANGES = "exchanges.html";

  private final PrintStream out;
  private final Duration stay;
  private final Optional<String> token;
  private final DashboardServer server;
  private final ExecutorService thread;

  /** A permit for each page of the report that was opened. */
  private final Semaphore opened = new Semaphore(0);

  /** The number of intervals that the dashboard's thread has yet to process. */
  private final AtomicInteger untaken = new AtomicInteger();

  // Used by the run's thread:
  private final SparingJudge judged = new SparingJudge(System::nanoTime);

  // Used by the dashboard's thread:
  private final View view = new View();
  private final Audience audience = new Audience(view::write);

  private volatile @Nullable RunControl control;
  private volatile List<FlowLoad> flows = List.of();

  /** The folder of the run; null until its report can be opened here. */
  private volatile @Nullable Path reports;

  /**
   * Takes the port; shows nothing before the run begins.
   *
   * @param host the name or address of the interface to listen on
   * @param port the port; 0 for any free one; if empty, 8089 if it is free
   * @param token the token without which no request is answered; needed beyond loopback
   * @param stay how long to stay after the run, unless the report is opened and read before; while
   *     it is read, at most a minute longer
   * @param out receives the link
   * @throws IllegalArgumentException if the dashboard cannot listen there; the message says why
   */
  public Dashboard(
      String host, OptionalInt port, Optional<String> token, Duration stay, PrintStream out) {
    this.out = out;
    this.stay = stay;
    this.token = token;
    this.server = new DashboardServer(host, port, token, new ServerHost());
    this.thread =
        Executors.newSingleThreadExecutor(
            work -> {
              Thread made = new Thread(work, "onrush-dashboard");
              made.setDaemon(true);
              return made;
            });
  }

  /** Returns the address for a browser; if there is a token, the reader has to fill it in. */
  public String link() {
    return server.link() + (token.isPresent() ? "?token=TOKEN" : "");
  }

  @Override
  public void refused() {
    close();
  }

  @Override
  public void started(RunInfo info, Path folder, RunControl steering) {
    flows = info.flows();
    control = steering;
    boolean unused = later(server::start); // the server's thread inherits daemon status
    out.println(
        "Dashboard: "
            + link()
            + (token.isPresent() ? " (TOKEN is the setting onrush.dashboardToken)" : ""));
  }

  @Override
  public void interval(RunState state) {
    judged.follow(state::judgements, state::findings);
    Interval interval = state.interval();
    RunStatus moment =
        new RunStatus(
            state.info(),
            state.elapsed(),
            state.phase(),
            state.paused(),
            judged.judgements(),
            GeneratorHealth.texts(judged.findings()),
            state.interventions(),
            state.timeline().endOfLoad());
    untaken.incrementAndGet();
    boolean unused =
        later(
            () -> {
              boolean newest = untaken.decrementAndGet() == 0;
              view.add(interval, moment);
              // Showing takes longer than adding: if it takes longer than a second, the seconds
              // that are late are shown together.
              if (newest) {
                audience.show();
              }
            });
  }

  @Override
  public void ended(RunRecord result, Path folder) {
    boolean stays = !stay.isZero() && Files.isRegularFile(folder.resolve(REPORT));
    if (stays) {
      reports = folder;
    }
    boolean unused =
        later(
            () -> {
              view.end(
                  result,
                  stays ? Optional.of(REPORT) : Optional.empty(),
                  folder.toAbsolutePath().normalize().toString());
              audience.show();
            });
  }

  /**
   * Stays after the run for the set time, or until the report has been read, and then closes.
   * Opening further pages of the report prolongs the stay by at most a minute in total.
   */
  public void stay() {
    stay(FAREWELL);
  }

  /** Stays after the run, with this much time for visitors to receive the end. */
  void stay(Duration farewell) {
    Path folder = reports;
    if (folder != null) {
      Duration after = Files.isRegularFile(folder.resolve(EXCHANGES)) ? afterPage() : Duration.ZERO;
      out.println(
          "Dashboard: stays available for "
              + Quantity.duration(stay)
              + ", or until "
              + (after.isZero()
                  ? "the report has been opened from it: "
                  : Quantity.duration(after)
                      + " after a page of the report was last opened from it: ")
              + link()
              + " (Ctrl+C ends it)");
      try {
        long end = System.nanoTime() + stay.plus(after).toNanos();
        long patience = stay.toNanos();
        while (patience > 0 && opened.tryAcquire(patience, TimeUnit.NANOSECONDS)) {
          patience = Math.min(after.toNanos(), end - System.nanoTime());
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    close(farewell);
  }

  private Duration afterPage() {
    return stay.compareTo(BETWEEN_PAGES) < 0 ? stay : BETWEEN_PAGES;
  }

  /**
   * Closes the dashboard once visitors have received the end of the run, after a second at most.
   */
  @Override
  public void close() {
    close(FAREWELL);
  }

  private void close(Duration farewell) {
    long deadline = System.nanoTime() + farewell.toNanos();
    List<Visitor> last = new CopyOnWriteArrayList<>();
    boolean unused =
        later(
            () -> {
              last.addAll(audience.end());
            });
    thread.shutdown();
    try {
      if (thread.awaitTermination(farewell.toNanos(), TimeUnit.NANOSECONDS)) {
        for (Visitor visitor : last) {
          visitor.awaitGone(deadline - System.nanoTime());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    server.stop();
  }

  /**
   * Runs the work on the dashboard's thread, in order; returns false, without running it, once the
   * dashboard is closed.
   */
  boolean later(Runnable work) {
    try {
      thread.execute(
          () -> {
            try {
              work.run();
            } catch (RuntimeException e) {
              LOG.error("the dashboard failed; the run continues", e);
            }
          });
      return true;
    } catch (RejectedExecutionException e) {
      return false;
    }
  }

  /** The server's host; called on the server's threads. */
  private final class ServerHost implements DashboardServer.Host {
    @Override
    public void connected(Visitor visitor) {
      if (!later(() -> audience.welcome(visitor))) {
        visitor.end();
      }
    }

    @Override
    public void disconnected(Visitor visitor) {
      boolean unused = later(() -> audience.leave(visitor));
    }

    @Override
    public String apply(Command command, Optional<String> flow) {
      RunControl steering = control;
      if (steering == null) {
        throw new IllegalArgumentException("the run has not started");
      }
      return InterventionText.of(steering.apply(command, flow, BY), flows);
    }

    @Override
    public Optional<Path> report(String file) {
      return Optional.ofNullable(reports)
          .map(folder -> folder.resolve(file))
          .filter(Files::isRegularFile);
    }

    @Override
    public void opened() {
      opened.release();
    }
  }
}
