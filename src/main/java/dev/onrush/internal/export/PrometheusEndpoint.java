package dev.onrush.internal.export;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.onrush.internal.concurrent.TimedWait;
import dev.onrush.internal.http.RequestThreads;
import dev.onrush.internal.settings.address.UrlHost;
import dev.onrush.units.Quantity;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Answers scrapes at {@code /metrics} in the requested format. */
final class PrometheusEndpoint implements ExportChannel {

  /**
   * The number of threads; a client that reads slowly occupies one of them, and does not delay
   * others.
   */
  private static final int THREADS = 4;

  private static final Duration READ_WITHIN = Duration.ofSeconds(5);

  /** How long a response that is being sent when the endpoint is closed is waited for. */
  private static final Duration COMPLETED_WITHIN = Duration.ofSeconds(5);

  private final HttpServer server;
  private final RequestThreads threads =
      new RequestThreads("onrush-metrics-endpoint", THREADS, THREADS, Duration.ZERO, READ_WITHIN);
  private final ExpositionFormats formats = ExpositionFormats.init();
  private final TimedWait completion;
  private final PrintStream out;
  private final String address;

  private volatile @Nullable MetricsSnapshot latest;
  private int answering;
  private long scrapes;
  private long failed;
  private String failure = "";
  private long lastScrape;
  private long longestGap;
  private boolean lastWasSeen;
  private boolean hurried;
  private boolean closed;

  /**
   * Starts to listen.
   *
   * @throws IllegalArgumentException if the address cannot be listened on
   */
  PrometheusEndpoint(InetSocketAddress listen, PrintStream out) {
    this(listen, out, COMPLETED_WITHIN);
  }

  /**
   * Starts to listen.
   *
   * @param completedWithin how long a response that is being sent when the endpoint is closed is
   *     waited for
   */
  PrometheusEndpoint(InetSocketAddress listen, PrintStream out, Duration completedWithin) {
    this.completion = new TimedWait(completedWithin);
    this.out = out;
    try {
      server = HttpServer.create(listen, 0);
    } catch (IOException e) {
      threads.close();
      throw new IllegalArgumentException(
          "metrics for Prometheus cannot be served at "
              + host(listen)
              + ":"
              + listen.getPort()
              + " ("
              + e.getMessage()
              + "); choose another address with -Donrush.export.prometheus=127.0.0.1:PORT, where"
              + " port 0 is any free port",
          e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
    boolean isAny = server.getAddress().getAddress().isAnyLocalAddress();
    String host = isAny ? "127.0.0.1" : host(listen);
    address = "http://" + host + ":" + server.getAddress().getPort() + "/metrics";
    out.println("Metrics for Prometheus: " + address);
  }

  /** Returns the name that was given, or the address as it is written in a URL. */
  private static String host(InetSocketAddress listen) {
    InetAddress address = listen.getAddress();
    return address instanceof Inet6Address && listen.getHostString().contains(":")
        ? UrlHost.of(address)
        : listen.getHostString();
  }

  @Override
  public String name() {
    return "prometheus";
  }

  @Override
  public void offer(MetricsSnapshot snapshot) {
    latest = snapshot;
  }

  private void answer(HttpExchange exchange) throws IOException {
    threads.hasBeenRead();
    try (exchange) {
      if (!exchange.getRequestURI().getPath().equals("/metrics")) {
        send(exchange, 404, "The metrics are at /metrics.\n");
      } else if (!exchange.getRequestMethod().equals("GET")) {
        exchange.getResponseHeaders().set("Allow", "GET");
        send(exchange, 405, "Metrics can only be read.\n");
      } else {
        scrape(exchange);
      }
    }
  }

  private void scrape(HttpExchange exchange) throws IOException {
    synchronized (this) {
      answering++;
    }
    try {
      respond(exchange);
    } finally {
      synchronized (this) {
        answering--;
        notifyAll();
      }
    }
  }

  private void respond(HttpExchange exchange) throws IOException {
    MetricsSnapshot snapshot = latest;
    try {
      ExpositionFormatWriter writer =
          formats.findWriter(exchange.getRequestHeaders().getFirst("Accept"));
      ByteArrayOutputStream page = new ByteArrayOutputStream();
      writer.write(page, snapshot == null ? MetricSnapshots.of() : PrometheusModel.of(snapshot));
      send(exchange, 200, writer.getContentType(), page.toByteArray());
    } catch (IOException | RuntimeException e) {
      synchronized (this) {
        if (!closed) { // closing ends the scrapes that are being answered
          failed++;
          failure = failure.isEmpty() ? String.valueOf(e) : failure;
        }
      }
      throw e;
    }
    synchronized (this) {
      long now = System.nanoTime();
      longestGap = scrapes == 0 ? 0 : Math.max(longestGap, now - lastScrape);
      lastScrape = now;
      scrapes++;
      lastWasSeen |= snapshot != null && snapshot.last();
      notifyAll();
    }
  }

  private static void send(HttpExchange exchange, int status, String text) throws IOException {
    send(exchange, status, "text/plain", text.getBytes(StandardCharsets.UTF_8));
  }

  private static void send(HttpExchange exchange, int status, String type, byte[] body)
      throws IOException {
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(status, body.length);
    // Closed here, so that a scrape counted as sent has left the buffers before the server may
    // stop.
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(body);
    }
  }

  @Override
  public synchronized long missed() {
    return failed;
  }

  @Override
  public synchronized String summary() {
    return "Prometheus: "
        + Quantity.count(scrapes, "scrape")
        + " of "
        + address
        + (scrapes == 0
            ? ""
            : lastWasSeen ? ", the last one after the end" : ", none of them after the end")
        + (failed == 0
            ? ""
            : "; " + failed + " could not be answered, the first because of " + failure);
  }

  @Override
  public synchronized List<String> notes() {
    return failed == 0
        ? List.of()
        : List.of(
            Quantity.count(failed, "scrape")
                + " by Prometheus could not be answered, the first because of "
                + failure);
  }

  @Override
  public void settle(Duration timeout) {
    // the scraper decides when it comes
  }

  @Override
  public void end(TimeLimit limit) {
    // nothing is pushed
  }

  /**
   * Waits for one more scrape if there were any: for one and a half times the longest time between
   * two scrapes if it is known, at least a second, and at most {@code timeout}.
   */
  @Override
  public synchronized void awaitScrape(Duration timeout) {
    if (scrapes == 0 || timeout.isZero() || lastWasSeen || hurried) {
      return;
    }
    long expected = longestGap == 0 ? Long.MAX_VALUE : longestGap + longestGap / 2;
    long longest = Math.min(timeout.toNanos(), Math.max(expected, 1_000_000_000L));
    out.println(
        "Waiting up to "
            + Math.round(Math.ceil(longest / 1e9))
            + " s for Prometheus's last scrape …");
    boolean unused =
        new TimedWait(Duration.ofNanos(longest)).until(this, () -> lastWasSeen || hurried);
  }

  @Override
  public synchronized void hurry() {
    hurried = true;
    notifyAll();
  }

  /** Completes the responses that are being sent, unless their clients read too slowly. */
  @Override
  public void close() {
    synchronized (this) {
      boolean unused = completion.until(this, () -> answering == 0 || hurried);
      closed = true;
    }
    server.stop(0);
    threads.close();
  }
}
