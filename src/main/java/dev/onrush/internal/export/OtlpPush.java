package dev.onrush.internal.export;

import dev.onrush.internal.run.TimedWait;
import io.opentelemetry.exporter.internal.FailedExportException.HttpExportException;
import io.opentelemetry.exporter.otlp.http.metrics.OtlpHttpMetricExporter;
import io.opentelemetry.sdk.common.CompletableResultCode;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Pushes snapshots to a collector. Only the newest waits: as its figures are sums since the run's
 * start, the next push to arrive makes up for all that did not.
 */
final class OtlpPush implements ExportChannel {

  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  /** Intervals are a second long, give or take. */
  private static final Duration EARLY = Duration.ofMillis(500);

  private final URI address;
  private final Duration every;
  private final UnaryOperator<String> masked;
  private final OtlpHttpMetricExporter exporter;
  private final Runnable unsilence;
  private final Thread thread = new Thread(this::push, "onrush-otlp");

  /** Whether the latest push has succeeded or failed, whichever it was. */
  private volatile CompletableResultCode latest = CompletableResultCode.ofSuccess();

  private Instant due = Instant.MIN;
  private @Nullable MetricsSnapshot waiting;
  private boolean pushing;
  private boolean closed;
  private boolean shut;
  private long pushes;
  private long failed;
  private long overtaken;
  private String failure = "";
  private boolean lastArrived;

  OtlpPush(URI address, Duration every, Map<String, String> headers, UnaryOperator<String> masked) {
    this.address = address;
    this.every = every;
    this.masked = masked;
    exporter =
        OtlpHttpMetricExporter.builder()
            .setEndpoint(address.toString())
            .setHeaders(() -> headers)
            .setTimeout(TIMEOUT)
            .setConnectTimeout(TIMEOUT)
            .setCompression("gzip")
            // A push that comes late is worth less than the next one.
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
    if (snapshot.at().isBefore(due) && !snapshot.last()) {
      return;
    }
    due = snapshot.at().plus(every).minus(EARLY);
    if (waiting != null) {
      overtaken++;
    }
    waiting = snapshot;
    pushes++;
    notifyAll();
  }

  private void push() {
    try {
      while (true) {
        MetricsSnapshot next = next();
        done(next, pushed(next));
      }
    } catch (InterruptedException e) {
      // closed
    }
  }

  /** Why the push did not arrive; empty if it did. */
  private String pushed(MetricsSnapshot snapshot) {
    CompletableResultCode attempt = latest;
    try {
      CompletableResultCode result = exporter.export(OtlpModel.of(snapshot));
      result.whenComplete(attempt::succeed);
      result.join(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
      return result.isSuccess() ? "" : masked.apply(reason(result));
    } catch (RuntimeException | LinkageError e) {
      // Another version of the library, for instance: only the push fails.
      attempt.succeed();
      return masked.apply(e.toString());
    }
  }

  private synchronized MetricsSnapshot next() throws InterruptedException {
    while (waiting == null || closed) {
      wait();
    }
    MetricsSnapshot next = waiting;
    waiting = null;
    pushing = true;
    latest = new CompletableResultCode();
    return next;
  }

  private synchronized void done(MetricsSnapshot snapshot, String why) {
    pushing = false;
    if (closed) {
      return; // counted as missed already
    }
    if (why.isEmpty()) {
      lastArrived |= snapshot.last();
    } else {
      failed++;
      failure = failure.isEmpty() ? why : failure;
    }
    notifyAll();
  }

  private String reason(CompletableResultCode result) {
    if (!result.isDone()) {
      return "no answer within " + TIMEOUT.toSeconds() + " s";
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
  public synchronized long missed() {
    return failed + overtaken;
  }

  @Override
  public synchronized String summary() {
    return "OTLP: "
        + (pushes - missed())
        + " of "
        + pushes
        + " pushes to "
        + address
        + " arrived"
        + (lastArrived ? ", the last one after the end" : ", none after the end")
        + why();
  }

  @Override
  public synchronized List<String> troubles() {
    return missed() == 0
        ? List.of()
        : List.of(
            missed()
                + " of "
                + pushes
                + " pushes of metrics to "
                + address
                + " did not arrive"
                + why());
  }

  private String why() {
    return (failed == 0 ? "" : "; " + failed + " failed, the first with " + failure)
        + (overtaken == 0
            ? ""
            : "; " + overtaken + " were skipped, since the previous one took too long");
  }

  @Override
  public void settle(Duration timeout) {
    boolean unused = isIdleWithin(timeout);
  }

  @Override
  public void end(MetricsSnapshot last, Duration push, Duration scrape) {
    offer(last);
    if (!isIdleWithin(push)) {
      synchronized (this) {
        // The one at work, and the one that waits for it.
        failed += pushing ? 1 : 0;
        overtaken += waiting == null ? 0 : 1;
        failure = failure.isEmpty() ? "no answer within " + push.toSeconds() + " s" : failure;
        closed = true;
      }
    }
  }

  private synchronized boolean isIdleWithin(Duration timeout) {
    return new TimedWait(timeout).until(this, () -> !pushing && waiting == null);
  }

  @Override
  public void close() {
    synchronized (this) {
      if (shut) {
        return; // the exporter would log that it is shut down already
      }
      shut = true;
      closed = true;
    }
    thread.interrupt();
    // From Java 21 on, a client closes only when its push under way has ended; nobody waits for it.
    Thread shutdown = new Thread(exporter::shutdown, "onrush-otlp-shutdown");
    shutdown.setDaemon(true);
    shutdown.start();
    // A push that is under way logs its failure before it completes.
    latest.whenComplete(unsilence);
  }
}
