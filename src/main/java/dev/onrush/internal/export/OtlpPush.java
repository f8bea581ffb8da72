package dev.onrush.internal.export;

import io.opentelemetry.exporter.internal.FailedExportException.HttpExportException;
import io.opentelemetry.exporter.otlp.http.metrics.OtlpHttpMetricExporter;
import io.opentelemetry.sdk.common.CompletableResultCode;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;

/** Pushes snapshots to a collector on a separate thread, through the JVM's proxy if one is set. */
final class OtlpPush implements ExportChannel {

  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  /**
   * How much earlier than due a push may be, since intervals last about a second, but not exactly.
   */
  private static final Duration EARLY = Duration.ofMillis(500);

  private final URI address;
  private final UnaryOperator<String> masked;
  private final OtlpHttpMetricExporter exporter;
  private final Runnable unsilence;
  private final Thread thread = new Thread(this::push, "onrush-otlp");

  /** Completes when the latest push has ended, whether it succeeded or failed. */
  private volatile CompletableResultCode latest = CompletableResultCode.ofSuccess();

  private final Pushes pushes = new Pushes();
  private final Timing timing;

  /**
   * When the next snapshot is pushed, by a clock that is never set back, unlike the snapshots' own
   * time.
   */
  private long due;

  private boolean shut;

  /**
   * The timing of pushes.
   *
   * @param every the time from one push to the next
   * @param timeout the time limit for the answer to a push
   * @param nanos a clock in nanoseconds that never goes back
   */
  record Timing(Duration every, Duration timeout, LongSupplier nanos) {
    static Timing every(Duration every) {
      return new Timing(every, TIMEOUT, System::nanoTime);
    }
  }

  OtlpPush(URI address, Map<String, String> headers, UnaryOperator<String> masked, Timing timing) {
    this.address = address;
    this.masked = masked;
    this.timing = timing;
    due = timing.nanos().getAsLong();
    exporter =
        OtlpHttpMetricExporter.builder()
            .setEndpoint(address.toString())
            .setHeaders(() -> headers)
            .setTimeout(timing.timeout())
            .setConnectTimeout(timing.timeout())
            .setCompression("gzip")
            // A late push is worth less than the next one.
            .setRetryPolicy(null)
            .build();
    unsilence = ExporterLog.silence();
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public String name() {
    return "otlp";
  }

  @Override
  public synchronized void offer(MetricsSnapshot snapshot) {
    long now = timing.nanos().getAsLong();
    if (now - due < 0 && !snapshot.last()) {
      return;
    }
    due = now + timing.every().minus(EARLY).toNanos();
    pushes.offer(snapshot);
  }

  private void push() {
    try {
      MetricsSnapshot next = pushes.next(this::begun);
      while (next != null) {
        pushes.done(next, pushSnapshot(next));
        next = pushes.next(this::begun);
      }
    } catch (InterruptedException e) {
      // closed
    }
  }

  private void begun() {
    latest = new CompletableResultCode();
  }

  /** Pushes a snapshot, and returns why it did not arrive; empty if it did. */
  private String pushSnapshot(MetricsSnapshot snapshot) {
    CompletableResultCode attempt = latest;
    try {
      CompletableResultCode result = exporter.export(OtlpModel.of(snapshot));
      result.whenComplete(attempt::succeed);
      result.join(timing.timeout().toMillis(), TimeUnit.MILLISECONDS);
      return result.isSuccess() ? "" : masked.apply(reason(result));
    } catch (RuntimeException | LinkageError e) {
      // For example, the library may have another version: only the push fails.
      attempt.succeed();
      return masked.apply(e.toString());
    }
  }

  private String reason(CompletableResultCode result) {
    if (!result.isDone()) {
      return "no response within " + timing.timeout().toSeconds() + " s";
    }
    Throwable thrown = result.getFailureThrowable();
    if (thrown instanceof HttpExportException failed && failed.failedWithResponse()) {
      return "status " + failed.getResponse().getStatusCode();
    }
    while (thrown != null && !(thrown instanceof IOException) && thrown.getCause() != null) {
      thrown = thrown.getCause();
    }
    return String.valueOf(thrown);
  }

  @Override
  public long missed() {
    return pushes.missed();
  }

  @Override
  public String summary() {
    return "OTLP: "
        + (pushes.offered() - pushes.missed())
        + " of "
        + pushes.offered()
        + (pushes.offered() == 1 ? " push to " : " pushes to ")
        + address
        + " arrived"
        + (pushes.hasLastArrived() ? ", the last one after the end" : ", none after the end")
        + pushes.why();
  }

  @Override
  public List<String> notes() {
    return pushes.notes("push of metrics to " + address, "pushes of metrics to " + address);
  }

  @Override
  public void settle(Duration timeout) {
    boolean unused = pushes.settle(timeout);
  }

  @Override
  public void end(TimeLimit limit) {
    pushes.end(limit);
  }

  @Override
  public void close() {
    synchronized (this) {
      if (shut) {
        return; // the exporter would log that it is shut down already
      }
      shut = true;
    }
    pushes.close();
    thread.interrupt();
    // From Java 21 on, closing a client waits for its push in progress. Nobody waits for this
    // thread.
    Thread shutdown = new Thread(exporter::shutdown, "onrush-otlp-shutdown");
    shutdown.setDaemon(true);
    shutdown.start();
    // A push in progress logs its failure before it completes.
    latest.whenComplete(unsilence);
  }
}
