package dev.onrush.internal.trace;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.onrush.internal.http.RequestThreads;
import dev.onrush.internal.library.OptionalLibrary;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Receives the spans that a service exports by OTLP over HTTP, on loopback, and keeps the spans of
 * the traces that are asked for. Thread-safe.
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
  private static final String GZIP = "gzip";
  private static final Set<String> ENCODINGS = Set.of("", "identity", GZIP);

  /**
   * The most requests that are answered at a time, in addition to the requests that are being read.
   * More have to wait.
   */
  private static final int ANSWERING = 2;

  /**
   * The most bodies that are parsed at a time. A body of 8 MB becomes many objects, and the
   * generator has other work.
   */
  private static final int PARSING = 2;

  /**
   * The most requests that are read at a time. A Collector sends ten requests at once, and each of
   * several services sends one.
   */
  private static final int READING = 16;

  /**
   * How long a request that is being read is not replaced by another one, so that an exporter that
   * is delayed for a moment does not lose its spans.
   */
  private static final Duration SPARED = Duration.ofSeconds(1);

  private static final Duration READ_WITHIN = Duration.ofSeconds(10);

  /**
   * The largest body in bytes after decompression. The default of exporters is 512 spans per
   * request, about 500 KB; that of a Collector is 8,192, which may be more than this. But so many
   * bodies of 32 MB that are read and parsed at a time could fill the generator's memory.
   */
  private static final int LARGEST = 8 << 20;

  private final Map<String, OtlpFormat> formats;
  private final SpanBuffer spans = new SpanBuffer();
  private final RequestThreads threads;
  private final Semaphore parsing = new Semaphore(PARSING);
  private final Map<SpanRefusal, Long> refused = new ConcurrentHashMap<>();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final HttpServer server;

  /**
   * Starts to listen.
   *
   * @param port the port; 0 for any free port
   * @param masked hides secrets in the texts of spans
   * @throws IllegalArgumentException if the port cannot be listened on, or the required library is
   *     missing
   */
  public SpanReceiver(int port, UnaryOperator<String> masked) {
    this(port, masked, READ_WITHIN);
  }

  /** Starts to listen, with another time limit for reading a request. */
  SpanReceiver(int port, UnaryOperator<String> masked, Duration readWithin) {
    LIBRARY.check("setting onrush.tracesPort", "leave the setting out");
    SpanText text = new SpanText(masked);
    formats = Map.of(PROTOBUF, new OtlpProtobuf(text), JSON, new OtlpJson(text));
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "cannot listen for spans on port "
              + port
              + " of loopback ("
              + e.getMessage()
              + "); choose another port with -DtracesPort=PORT, or 0 for any free port",
          e);
    }
    threads = new RequestThreads("onrush-spans", ANSWERING, READING, SPARED, readWithin);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  /** The address to which services send their spans, such as {@code http://127.0.0.1:4318}. */
  public String address() {
    return "http://127.0.0.1:" + port();
  }

  /** The port of loopback on which this receiver listens. */
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
        send(exchange, 405, "text/plain", "Send spans with POST.\n");
      } else {
        receive(exchange, path.equals(SPANS));
      }
    }
  }

  /**
   * Receives one request. Metrics and logs are accepted and discarded, so that a service can send
   * everything to one address.
   */
  private void receive(HttpExchange exchange, boolean hasSpans) throws IOException {
    String type = header(exchange, "Content-Type").split(";", 2)[0].strip();
    OtlpFormat format = formats.get(type);
    if (format == null) {
      count(SpanRefusal.CONTENT_TYPE, hasSpans);
      send(
          exchange,
          415,
          "text/plain",
          "The supported content types are " + PROTOBUF + " and " + JSON + ".\n");
      return;
    }
    String encoding = header(exchange, "Content-Encoding");
    if (!ENCODINGS.contains(encoding)) {
      count(SpanRefusal.CONTENT_ENCODING, hasSpans);
      send(exchange, 415, "text/plain", "The only supported content encoding is gzip.\n");
      return;
    }
    List<Span> read = List.of();
    try {
      byte[] bytes = body(exchange, encoding);
      threads.hasBeenRead();
      if (hasSpans) {
        read = parsed(format, bytes);
      }
    } catch (BoundedInput.ExceededException e) {
      count(SpanRefusal.TOO_LARGE, hasSpans);
      send(exchange, 413, "text/plain", "The body is larger than " + (LARGEST >> 20) + " MB.\n");
      return;
    } catch (UnreadableException e) {
      count(SpanRefusal.UNREADABLE, hasSpans);
      send(exchange, 400, "text/plain", "The body cannot be read as " + type + ".\n");
      return;
    }
    read.forEach(spans::add);
    send(exchange, 200, type, type.equals(JSON) ? "{}" : "");
  }

  /** Returns a header in lower case, since media types and encodings are not case-sensitive. */
  private static String header(HttpExchange exchange, String name) {
    String given = exchange.getRequestHeaders().getFirst(name);
    return given == null ? "" : given.strip().toLowerCase(Locale.ROOT);
  }

  private void count(SpanRefusal refusal, boolean hasSpans) {
    if (hasSpans) {
      Long unused = refused.merge(refusal, 1L, Long::sum);
    }
  }

  /** Thrown if a body has arrived and is not valid; a broken connection is another failure. */
  private static final class UnreadableException extends IOException {
    private static final long serialVersionUID = 1;

    UnreadableException(IOException cause) {
      super(cause);
    }
  }

  private static byte[] body(HttpExchange exchange, String encoding) throws IOException {
    InputStream sent = exchange.getRequestBody();
    try (InputStream body =
        new BoundedInput(encoding.equals(GZIP) ? new GZIPInputStream(sent) : sent, LARGEST)) {
      return body.readAllBytes();
    } catch (ZipException | EOFException e) {
      throw new UnreadableException(e);
    }
  }

  private List<Span> parsed(OtlpFormat format, byte[] body) throws UnreadableException {
    List<Span> read = new ArrayList<>();
    parsing.acquireUninterruptibly();
    try {
      format.read(new ByteArrayInputStream(body), read::add);
    } catch (IOException e) {
      throw new UnreadableException(e);
    } finally {
      parsing.release();
    }
    return read;
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
   * Asks for the spans of a trace: the spans that arrived recently, and all that will arrive.
   *
   * @param request the id of the span with which the request was sent
   */
  public void want(String traceId, String request) {
    spans.want(traceId, request);
  }

  /**
   * Returns the spans of wanted traces that arrived since the last call.
   *
   * @param last whether no more spans will arrive; if spans were dropped after the last kept span
   *     of a trace, that span is then returned once more, with their number
   */
  public List<Span> take(boolean last) {
    return spans.take(last);
  }

  /**
   * Waits up to {@code atMost} until each wanted trace has the span that answers its request.
   * Returns whether each of them has it.
   */
  public boolean awaitAnswers(Duration atMost) {
    try {
      return spans.await(atMost.toNanos());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Ends the current wait and prevents all later ones. */
  public void hurry() {
    spans.hurry();
  }

  /** The number of spans that arrived, for any trace. */
  public long received() {
    return spans.received();
  }

  /**
   * The number of requests that were cut off because they took too long to arrive, whether or not
   * they contained spans.
   */
  public long cutOff() {
    return threads.cutOff();
  }

  /** The number of requests with spans that were refused for this reason. */
  public long refused(SpanRefusal refusal) {
    return refused.getOrDefault(refusal, 0L);
  }

  /** The number of wanted traces. */
  public int traces() {
    return spans.traces();
  }

  /** The number of wanted traces that have the span that answers their request. */
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
