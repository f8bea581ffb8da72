package dev.onrush.internal.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpanReceiverTest {

  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String REQUEST = "b7ad6b7169203331";

  private final SpanReceiver receiver =
      new SpanReceiver(0, text -> text.replace("hunter2", "***"), Duration.ofMinutes(2));

  private final HttpClient client = HttpClient.newHttpClient();

  @AfterEach
  void close() {
    receiver.close();
  }

  private HttpResponse<String> post(String path, String type, byte[] body, String... headers)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(receiver.address() + path))
            .timeout(Duration.ofSeconds(60))
            .header("Content-Type", type)
            .POST(BodyPublishers.ofByteArray(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "none"})
  void spans_of_an_exporter_are_received(String compression) {
    Instant start = Instant.ofEpochSecond(1_800_000_000, 5);
    try (SdkTracerProvider provider =
        SdkTracerProvider.builder()
            .setResource(Resource.create(Attributes.of(key("service.name"), "shop")))
            .addSpanProcessor(
                SimpleSpanProcessor.create(
                    OtlpHttpSpanExporter.builder()
                        .setEndpoint(receiver.address() + "/v1/traces")
                        .setCompression(compression)
                        .build()))
            .build()) {
      Tracer tracer = provider.get("test");
      io.opentelemetry.api.trace.Span server =
          tracer
              .spanBuilder("GET /orders/{id}")
              .setParent(Context.root())
              .setSpanKind(SpanKind.SERVER)
              .setStartTimestamp(start)
              .startSpan();
      io.opentelemetry.api.trace.Span query =
          tracer
              .spanBuilder("SELECT shop.orders")
              .setParent(Context.root().with(server))
              .setSpanKind(SpanKind.CLIENT)
              .setStartTimestamp(start.plusMillis(2))
              .setAttribute("db.query.text", "SELECT * FROM orders WHERE pin = 'hunter2'")
              .startSpan();
      query.recordException(new IllegalStateException("too many clients"));
      query.setStatus(StatusCode.ERROR);
      query.end(start.plusMillis(9));
      server.end(start.plusMillis(10));

      receiver.want(server.getSpanContext().getTraceId(), "0000000000000000");
      provider.forceFlush().join(60, TimeUnit.SECONDS);
      String trace = server.getSpanContext().getTraceId();
      String serverId = server.getSpanContext().getSpanId();
      long nanos = TimeUnit.SECONDS.toNanos(1_800_000_000) + 5;

      assertThat(receiver.take(false))
          .containsExactlyInAnyOrder( // each in a separate request
              new Span(
                  trace,
                  query.getSpanContext().getSpanId(),
                  serverId,
                  "shop",
                  "SELECT shop.orders",
                  "client",
                  nanos + 2_000_000,
                  7_000_000,
                  "SELECT * FROM orders WHERE pin = '***'",
                  "too many clients"),
              new Span(
                  trace,
                  serverId,
                  "",
                  "shop",
                  "GET /orders/{id}",
                  "server",
                  nanos,
                  10_000_000,
                  "",
                  ""));
    }
  }

  private static AttributeKey<String> key(String name) {
    return AttributeKey.stringKey(name);
  }

  @Test
  void spans_in_json_are_received() throws Exception {
    receiver.want(TRACE, REQUEST);
    String json =
        """
        {"resourceSpans": [{"resource": {"attributes": [
            {"key": "service.name", "value": {"stringValue": "shop"}}]},
          "scopeSpans": [{"spans": [
            {"traceId": "%s", "spanId": "00F067AA0BA902B7", "parentSpanId": "%s", "name": "GET",
             "kind": 2, "startTimeUnixNano": "1800000000000000005",
             "endTimeUnixNano": "1800000000010000005", "status": {"code": 2},
             "attributes": [{"key": "http.response.status_code", "value": {"intValue": "500"}},
               {"key": "url.path", "value": {"stringValue": "/orders/7"}}]},
            {"traceId": "other", "spanId": "1", "kind": "SPAN_KIND_INTERNAL"}]}]}]}
        """
            .formatted(TRACE, REQUEST);

    HttpResponse<String> answer =
        post("/v1/traces", "application/json; charset=utf-8", json.getBytes("UTF-8"));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("{}");
    assertThat(receiver.awaitAnswers(Duration.ZERO)).isTrue();
    assertThat(receiver.received()).isEqualTo(2);
    assertThat(receiver.take(false))
        .containsExactly(
            new Span(
                TRACE,
                "00f067aa0ba902b7",
                REQUEST,
                "shop",
                "GET",
                "server",
                1_800_000_000_000_000_005L,
                10_000_000,
                "/orders/7",
                "failed"));
  }

  @Test
  void null_in_json_is_an_empty_text() throws Exception {
    receiver.want(TRACE, REQUEST);
    String json =
        """
        {"resourceSpans": [{"resource": null, "scopeSpans": [{"spans": [
            {"traceId": "%s", "spanId": "00f067aa0ba902b7", "parentSpanId": null, "name": null,
             "kind": null, "startTimeUnixNano": "1", "endTimeUnixNano": "3", "attributes": [
               {"key": "url.path", "value": {"stringValue": null}}],
             "status": {"code": 2, "message": null}}]}]}]}
        """
            .formatted(TRACE);

    HttpResponse<String> answer = post("/v1/traces", "application/json", json.getBytes("UTF-8"));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(receiver.take(false))
        .containsExactly(new Span(TRACE, "00f067aa0ba902b7", "", "", "", "", 1, 2, "", "failed"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Application/JSON", "APPLICATION/JSON; charset=UTF-8"})
  void a_media_type_may_be_in_upper_case(String type) throws Exception {
    HttpResponse<String> answer = post("/v1/traces", type, "{}".getBytes("UTF-8"));

    assertThat(answer.statusCode()).isEqualTo(200);
  }

  @Test
  void an_unknown_compression_is_refused_with_the_one_that_is_known() throws Exception {
    HttpResponse<String> answer =
        post("/v1/traces", "application/json", "{}".getBytes("UTF-8"), "Content-Encoding", "zstd");

    assertThat(answer.statusCode()).isEqualTo(415);
    assertThat(answer.body()).isEqualTo("The only supported content encoding is gzip.\n");
    assertThat(receiver.refused(SpanRefusal.CONTENT_ENCODING)).isEqualTo(1);
  }

  @Test
  void what_cannot_be_read_is_refused_with_what_can() throws Exception {
    assertThat(post("/v1/traces", "application/json", "{".getBytes("UTF-8")).statusCode())
        .isEqualTo(400);
    assertThat(post("/v1/traces", "application/json", new byte[0]).statusCode()).isEqualTo(400);
    HttpResponse<String> binary =
        post("/v1/traces", "application/x-protobuf", new byte[] {1, 2, 3});
    assertThat(binary.statusCode()).isEqualTo(400);
    assertThat(binary.body()).isEqualTo("The body cannot be read as application/x-protobuf.\n");
    assertThat(
            post(
                    "/v1/traces",
                    "application/json",
                    "{}".getBytes("UTF-8"),
                    "Content-Encoding",
                    "gzip")
                .statusCode())
        .isEqualTo(400);
    HttpResponse<String> text = post("/v1/traces", "text/plain", new byte[0]);
    assertThat(text.statusCode()).isEqualTo(415);
    assertThat(text.body())
        .isEqualTo(
            "The supported content types are application/x-protobuf and" + " application/json.\n");
    assertThat(post("/traces", "application/json", new byte[0]).statusCode()).isEqualTo(404);
    assertThat(receiver.received()).isZero();
    assertThat(receiver.refused(SpanRefusal.UNREADABLE)).isEqualTo(4);
    assertThat(receiver.refused(SpanRefusal.CONTENT_TYPE)).isEqualTo(1);
  }

  @Test
  void metrics_and_logs_of_a_service_that_sends_all_are_thrown_away() throws Exception {
    for (String path : List.of("/v1/metrics", "/v1/logs")) {
      assertThat(post(path, "application/x-protobuf", new byte[] {1, 2, 3}).statusCode())
          .isEqualTo(200);
    }
    assertThat(receiver.received()).isZero();
  }

  @Test
  void a_body_that_unpacks_without_end_is_refused() throws Exception {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream zip = new GZIPOutputStream(packed)) {
      byte[] blanks = " ".repeat(1 << 20).getBytes("UTF-8");
      for (int i = 0; i < 9; i++) {
        zip.write(blanks);
      }
    }

    HttpResponse<String> answer =
        post("/v1/traces", "application/json", packed.toByteArray(), "Content-Encoding", "gzip");

    assertThat(answer.statusCode()).isEqualTo(413);
    assertThat(answer.body()).isEqualTo("The body is larger than 8 MB.\n");
    assertThat(receiver.refused(SpanRefusal.TOO_LARGE)).isEqualTo(1);
  }

  @Test
  void exporters_that_send_at_once_are_all_read_to_their_ends() throws Exception {
    byte[] body = "{\"resourceSpans\": []}".getBytes("UTF-8");
    List<Socket> exporters = new ArrayList<>();
    try {
      for (int i = 0; i < 16; i++) {
        Socket exporter =
            new Socket(InetAddress.getLoopbackAddress(), URI.create(receiver.address()).getPort());
        exporters.add(exporter);
        exporter.setSoTimeout(60_000);
        exporter
            .getOutputStream()
            .write(
                ("POST /v1/traces HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                        + "Expect: 100-continue\r\nContent-Length: "
                        + body.length
                        + "\r\n\r\n")
                    .getBytes("UTF-8"));
        assertThat(line(exporter)).isEqualTo("HTTP/1.1 100 Continue"); // the request is being read
        String head;
        do {
          head = line(exporter);
        } while (!head.isEmpty());
        exporter.getOutputStream().write(body, 0, 10);
      }
      for (Socket exporter : exporters) {
        exporter.getOutputStream().write(body, 10, body.length - 10);
        assertThat(line(exporter)).isEqualTo("HTTP/1.1 200 OK");
      }
    } finally {
      for (Socket exporter : exporters) {
        exporter.close();
      }
    }
    assertThat(receiver.cutOff()).isZero();
  }

  private static String line(Socket socket) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = socket.getInputStream().read();
        c >= 0 && c != '\n';
        c = socket.getInputStream().read()) {
      line.append((char) c);
    }
    return line.toString().strip();
  }

  @Test
  void a_body_with_an_unknown_field_that_unpacks_without_end_is_refused() throws Exception {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream zip = new GZIPOutputStream(packed)) {
      CodedOutputStream field = CodedOutputStream.newInstance(zip);
      field.writeTag(99, WireFormat.WIRETYPE_LENGTH_DELIMITED);
      field.writeUInt32NoTag(100 << 20);
      field.flush();
      byte[] blanks = " ".repeat(1 << 20).getBytes("UTF-8");
      for (int i = 0; i < 100; i++) {
        zip.write(blanks);
      }
    }

    HttpResponse<String> answer =
        post(
            "/v1/traces",
            "application/x-protobuf",
            packed.toByteArray(),
            "Content-Encoding",
            "gzip");

    assertThat(answer.statusCode()).isEqualTo(413);
    assertThat(answer.body()).isEqualTo("The body is larger than 8 MB.\n");
    assertThat(receiver.refused(SpanRefusal.TOO_LARGE)).isEqualTo(1);
  }

  @Test
  void a_port_that_is_taken_is_refused() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(() -> new SpanReceiver(taken.getLocalPort(), text -> text))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "cannot listen for spans on port "
                  + taken.getLocalPort()
                  + " of loopback (Address already in use); choose another port with -DtracesPort=PORT, or 0 for any free port");
    }
  }
}
