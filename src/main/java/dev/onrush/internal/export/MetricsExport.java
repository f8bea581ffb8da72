package dev.onrush.internal.export;

import com.typesafe.config.Config;
import dev.onrush.internal.concurrent.Outbox;
import dev.onrush.internal.run.RunControl;
import dev.onrush.internal.run.RunObserver;
import dev.onrush.internal.run.RunState;
import dev.onrush.internal.run.record.RunInfo;
import dev.onrush.internal.run.record.RunRecord;
import dev.onrush.result.RunEnd;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Exports a run's metrics during the run. The run's thread only hands over its data: other threads
 * add up, render and send, so that a slow, hanging or dead collector neither slows nor fails the
 * run. Missed exports are counted and reported.
 */
public final class MetricsExport implements RunObserver {

  /**
   * The capacity of the queue: two minutes of intervals, each of which is added up in a
   * millisecond.
   */
  private static final int WAITING = 120;

  /**
   * How long to wait for the last intervals before the notes. This is short, because reports are
   * written afterwards, and a run that is killed has little time for them.
   */
  private static final Duration SETTLE = Duration.ofSeconds(2);

  private static final Duration LAST_PUSH = Duration.ofSeconds(6);

  private final List<ExportChannel> exporters;
  private final Duration lastScrape;
  private final PrintStream out;
  private final Outbox<Runnable> outbox;
  private @Nullable Totals totals;

  MetricsExport(
      List<ExportChannel> exporters,
      Duration lastScrape,
      UnaryOperator<String> masked,
      PrintStream out) {
    this.exporters = List.copyOf(exporters);
    this.lastScrape = lastScrape;
    this.out = out;
    this.outbox = new Outbox<>("metrics export", WAITING, masked, Runnable::run);
  }

  /**
   * Returns the export to these destinations and through the exporters of the user's project; empty
   * if there are none. A scrape endpoint listens from now on.
   *
   * @param settings the settings for the project's exporters
   * @param masked hides secrets in the messages of failures
   * @param out receives the address of the endpoint and, at the end, a summary
   * @throws IllegalArgumentException if the library for a destination is not on the class path or
   *     does not fit, or its port cannot be listened on; the message says what to do
   */
  public static Optional<RunObserver> to(
      Destinations destinations, Config settings, UnaryOperator<String> masked, PrintStream out) {
    List<ExportChannel> exporters = new ArrayList<>(ProjectExport.open(settings, masked));
    try {
      destinations
          .otlp()
          .ifPresent(
              address ->
                  exporters.add(
                      ExportLibrary.OPEN_TELEMETRY.open(
                          "onrush.export.otlp",
                          () ->
                              new OtlpPush(
                                  address,
                                  destinations.headers(),
                                  masked,
                                  OtlpPush.Timing.every(destinations.interval())))));
      // Opened last, because it prints its address: a run that another exporter refuses prints
      // none.
      destinations
          .prometheus()
          .ifPresent(
              address ->
                  exporters.add(
                      ExportLibrary.PROMETHEUS.open(
                          "onrush.export.prometheus", () -> new PrometheusEndpoint(address, out))));
    } catch (RuntimeException | Error e) {
      exporters.forEach(ExportChannel::close);
      throw e;
    }
    return exporters.isEmpty()
        ? Optional.empty()
        : Optional.of(new MetricsExport(exporters, destinations.lastScrape(), masked, out));
  }

  @Override
  public void refused() {
    outbox.close(Duration.ZERO);
    hurry();
    exporters.forEach(ExportChannel::close);
  }

  @Override
  public void started(RunInfo info, Path folder, RunControl control) {
    Totals begun = new Totals(info, folder);
    totals = begun;
    outbox.put(() -> offer(begun));
  }

  @Override
  public void interval(RunState state) {
    Totals all = totals;
    if (all != null) {
      IntervalSnapshot moment = IntervalSnapshot.of(state);
      outbox.put(
          () -> {
            all.add(moment);
            offer(all);
          });
    }
  }

  private void offer(Totals all) {
    MetricsSnapshot snapshot = snapshot(all, false);
    exporters.forEach(exporter -> exporter.offer(snapshot));
  }

  private MetricsSnapshot snapshot(Totals all, boolean last) {
    exporters.forEach(exporter -> all.missed(exporter.name(), exporter.missed()));
    all.missed("intervals", outbox.dropped());
    return all.snapshot(last);
  }

  /** Waits a short time, so that the notes cover all intervals. */
  @Override
  public List<String> notes() {
    long deadline = System.nanoTime() + SETTLE.toNanos();
    boolean unused = outbox.await(SETTLE);
    List<String> notes = new ArrayList<>();
    for (ExportChannel exporter : exporters) {
      exporter.settle(Duration.ofNanos(deadline - System.nanoTime()));
      notes.addAll(exporter.notes());
    }
    notes.addAll(outbox.troubles());
    return notes;
  }

  @Override
  public void hurry() {
    exporters.forEach(ExportChannel::hurry);
  }

  @Override
  public void ended(RunRecord result, Path folder) {
    Totals all = totals;
    // A run that was ended by hand or killed does not wait for a scrape.
    Duration scrape = result.ending().how() == RunEnd.How.INTERRUPTED ? Duration.ZERO : lastScrape;
    if (all != null) {
      outbox.put(
          () -> {
            all.end(result);
            MetricsSnapshot last = snapshot(all, true);
            exporters.forEach(exporter -> exporter.offer(last));
            TimeLimit limit = TimeLimit.of(LAST_PUSH);
            exporters.forEach(exporter -> exporter.end(limit));
            exporters.forEach(exporter -> exporter.awaitScrape(scrape));
          });
    }
    outbox.close(LAST_PUSH.plus(scrape).plusSeconds(1));
    exporters.forEach(
        exporter -> {
          exporter.close();
          out.println(exporter.summary());
        });
  }
}
