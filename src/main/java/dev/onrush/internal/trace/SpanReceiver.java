package dev.onrush.internal.trace;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.onrush.internal.http.RequestThreads;
import dev.onrush.internal.library.OptionalLibrary;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPInputStream;

/**
 * Receives the spans that a service exports by OTLP over HTTP, on loopback, and holds those of the
 * traces that are asked for. Thread-safe.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/otlp/#otlphttp">OTLP/HTTP</a>
 */
public final class SpanReceiver implements AutoCloseable {

  private static final OptionalLibrary LIBRARY =
      new OptionalLibrary(
          "io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest",
          "io.opentelemetry.proto:opentelemetry-proto:1.8.0-alpha");

  private static final String SPANS = "/v1/traces";
  private static final List<String> OTHERS = List.of("/v1/metrics", "/v1/logs");
  private static final String PROTOBUF = "application/x-protobuf";
  private static final String JSON = "application/json";

  /** Beside those that are being read; more wait for a place. */
  private static final int ANSWERING = 2;

  /** Bodies of 8 MB become many objects, and the generator has other work. */
  private static final int PARSING = 2;

  /** A Collector sends ten requests at once, and each of several services one. */
  private static final int READING = 16;

  /** An exporter that is held up for a moment does not lose its spans to another one. */
  private static final Duration SPARED = Duration.ofSeconds(1);

  private static final Duration READ_WITHIN = Duration.ofSeconds(10);

  /** Unpacked. The default of exporters is 512 spans a request, some 500 KB. */
  private static final int LARGEST = 8 << 20;

  private final Map<String, OtlpFormat> formats;
  private final SpanBuffer spans = new SpanBuffer();
  private final RequestThreads threads;
  private final Semaphore parsing = new Semaphore(PARSING);
  private final AtomicBoolean closed = new AtomicBoolean();
  private final HttpServer server;

  /**
   * Listens from now on.
   *
   * @param port 0 for any that is free
   * @param masked hides secrets in texts
   * @throws IllegalArgumentException if it cannot, or if the library for it is missing
   */
  public SpanReceiver(int port, UnaryOperator<String> masked) {
    this(port, masked, READ_WITHIN);
  }

  /** The same with so much time to read a request. */
  SpanReceiver(int port, UnaryOperator<String> masked, Duration readWithin) {
    LIBRARY.check("setting onrush.tracesPort", "leave the setting out");
    SpanText text = new SpanText(masked);
    formats = Map.of(PROTOBUF, new OtlpProtobuf(text), JSON, new OtlpJson(text));
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "spans were to be received at port "
              + port
              + " of loopback, which cannot be listened on ("
              + e.getMessage()
              + "); choose another with -DtracesPort=PORT, 0 for any that is free",
          e);
    }
    threads = new RequestThreads("onrush-spans", ANSWERING, READING, SPARED, readWithin);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  /** Where services send their spans: {@code http://127.0.0.1:4318}. */
  public String address() {
    return "http://127.0.0.1:" + port();
  }

  /** The port of loopback that it listens on. */
  public int port() {
    return server.getAddress().getPort();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      if (!path.equals(SPANS) && !OTHERS.contains(path)) {
        send(exchange, 404, "text/plain", "Spans are received at " + SPANS + ".\n");
      } else if (!exchange.getRequestMethod().equals("POST")) {
        exchange.getResponseHeaders().set("Allow", "POST");
        send(exchange, 405, "text/plain", "Spans can only be sent.\n");
      } else {
        receive(exchange, path.equals(SPANS));
      }
    }
  }

  /**
   * Metrics and logs are taken and thrown away: a service that sends all to one address is fine.
   */
  private void receive(HttpExchange exchange, boolean hasSpans) throws IOException {
    String given = exchange.getRequestHeaders().getFirst("Content-Type");
    String type = given == null ? "" : given.split(";", 2)[0].strip();
    OtlpFormat format = formats.get(type);
    if (format == null) {
      send(exchange, 415, "text/plain", "Known are " + PROTOBUF + " and " + JSON + ".\n");
      return;
    }
    List<Span> read = List.of();
    try (InputStream body = new BoundedInput(unpacked(exchange), LARGEST)) {
      byte[] bytes = body.readAllBytes();
      threads.hasBeenRead();
      if (hasSpans) {
        read = parsed(format, bytes);
      }
    } catch (BoundedInput.ExceededException e) {
      send(exchange, 413, "text/plain", "At most " + (LARGEST >> 20) + " MB.\n");
      return;
    } catch (IOException e) {
      send(exchange, 400, "text/plain", "It cannot be read as " + type + ".\n");
      return;
    }
    read.forEach(spans::add);
    send(exchange, 200, type, type.equals(JSON) ? "{}" : "");
  }

  private List<Span> parsed(OtlpFormat format, byte[] body) throws IOException {
    List<Span> read = new ArrayList<>();
    parsing.acquireUninterruptibly();
    try {
      format.read(new ByteArrayInputStream(body), read::add);
    } finally {
      parsing.release();
    }
    return read;
  }

  private static InputStream unpacked(HttpExchange exchange) throws IOException {
    String encoding = exchange.getRequestHeaders().getFirst("Content-Encoding");
    InputStream sent = exchange.getRequestBody();
    return "gzip".equalsIgnoreCase(encoding) ? new GZIPInputStream(sent) : sent;
  }

  private static void send(HttpExchange exchange, int status, String type, String text)
      throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(body);
    }
  }

  /**
   * Asks for the spans of a trace: those that came of late, and all that come.
   *
   * @param request the id of the span that the request was sent with
   */
  public void want(String traceId, String request) {
    spans.want(traceId, request);
  }

  /**
   * Spans of wanted traces that came since the last call.
   *
   * @param last whether no span comes any more; then the last span of a trace comes once more, with
   *     the number of those after it that were not kept
   */
  public List<Span> take(boolean last) {
    return spans.take(last);
  }

  /** Whether each wanted trace has the span that answers its request; waits for it so long. */
  public boolean settle(Duration atMost) {
    try {
      return spans.await(atMost.toNanos());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Ends a wait, at once and for good. */
  public void hurry() {
    spans.hurry();
  }

  /** How many spans came, of whatever trace. */
  public long received() {
    return spans.received();
  }

  /** How many requests took too long to arrive and ended unread, whether they had spans or not. */
  public long cutOff() {
    return threads.cutOff();
  }

  /** How many traces are wanted. */
  public int traces() {
    return spans.traces();
  }

  /** How many of these have the span that answers their request. */
  public int answered() {
    return spans.answered();
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      server.stop(0);
      threads.close();
    }
  }
}
