package dev.onrush;

import static dev.onrush.dsl.OnrushDsl.*;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.http.HttpDsl.http;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.onrush.internal.report.ReportFiles;
import dev.onrush.internal.run.log.IntervalLog;
import dev.onrush.internal.trace.Span;
import dev.onrush.internal.trace.SpansFile;
import dev.onrush.plan.LoadPlan;
import dev.onrush.reference.trace.Tracing;
import dev.onrush.result.RunResult;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.undertow.Undertow;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.BlockingHandler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A service that is traced by OpenTelemetry's own library sends its spans to the run. */
@Tag("load")
class KeptSpansTest {

  @TempDir Path reports;

  private int port;
  private SdkTracerProvider provider;

  /** Sends the spans that the service has recorded. */
  private Supplier<CompletableResultCode> flush = CompletableResultCode::ofSuccess;

  private Undertow server;

  @BeforeEach
  void start() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    provider =
        SdkTracerProvider.builder()
            .setResource(
                Resource.create(Attributes.of(AttributeKey.stringKey("service.name"), "shop")))
            .addSpanProcessor(
                BatchSpanProcessor.builder(
                        OtlpHttpSpanExporter.builder()
                            .setEndpoint("http://127.0.0.1:" + port + "/v1/traces")
                            .build())
                    .setScheduleDelay(ofSeconds(60)) // longer than the run
                    .build())
            .build();
    flush = provider::forceFlush;
    Tracer tracer = provider.get("shop");
    server =
        Undertow.builder()
            .addHttpListener(0, "127.0.0.1")
            .setIoThreads(1)
            .setHandler(new BlockingHandler(exchange -> answer(tracer, exchange)))
            .build();
    server.start();
  }

  private static void answer(Tracer tracer, HttpServerExchange exchange) {
    Context sent =
        W3CTraceContextPropagator.getInstance()
            .extract(Context.root(), exchange.getRequestHeaders(), Tracing.HEADERS);
    io.opentelemetry.api.trace.Span whole =
        tracer
            .spanBuilder("GET " + exchange.getRequestPath())
            .setParent(sent)
            .setSpanKind(SpanKind.SERVER)
            .startSpan();
    io.opentelemetry.api.trace.Span query =
        tracer
            .spanBuilder("SELECT shop.orders")
            .setParent(sent.with(whole))
            .setSpanKind(SpanKind.CLIENT)
            .setAttribute("db.query.text", "SELECT * FROM orders WHERE token='seen-nowhere'")
            .startSpan();
    boolean fails = exchange.getRequestPath().equals("/no");
    if (fails) {
      query.setStatus(StatusCode.ERROR, "too many clients");
    }
    query.end();
    exchange.setStatusCode(fails ? 503 : 200);
    whole.end();
    exchange.getResponseSender().send("ok");
  }

  @AfterEach
  void stop() {
    server.stop();
    provider.close();
  }

  private RunResult run() {
    LoadPlan plan =
        loadPlan("Traced")
            .users(
                userClass("U")
                    .task("All", exec(http("Ok").get("/ok")).exec(http("No").get("/no")))
                    .thinkTime(constant(ofMillis(20))))
            .profile(concurrentUsers().hold(2, ofSeconds(4)))
            .thresholds(requestCount().atLeast(1), errorRate().atMost(ofPercent(60)))
            .after(() -> flush.get().join(1, TimeUnit.MINUTES));
    InetSocketAddress address = (InetSocketAddress) server.getListenerInfo().get(0).getAddress();
    return Runs.run(
        plan,
        RunSettings.load()
            .withTarget(URI.create("http://127.0.0.1:" + address.getPort()))
            .withReports(reports)
            .with("onrush.tracesPort", String.valueOf(port))
            .with("onrush.warmUp", "0 s"));
  }

  private Path folder() throws IOException {
    try (Stream<Path> folders = Files.list(reports)) {
      return folders.filter(Files::isDirectory).findFirst().orElseThrow();
    }
  }

  @Test
  void what_a_service_says_of_slow_and_failed_requests_is_on_the_page() throws IOException {
    run();
    Path folder = folder();

    check(exchanges(folder));
    assertThat(SpansFile.read(folder)).extracting(Span::service).containsOnly("shop");
    assertThat(folder.resolve(SpansFile.NAME)).content().doesNotContain("seen-nowhere");

    // The same result from the log.
    Files.delete(folder.resolve("exchanges.html"));
    new ReportFiles(Set.of()).ended(IntervalLog.read(folder), folder);
    check(exchanges(folder));
  }

  @Test
  void a_service_that_sends_no_spans_is_told_of() throws IOException {
    provider.close(); // later spans are discarded
    flush = CompletableResultCode::ofSuccess;
    RunResult result = run();

    assertThat(result.notes())
        .contains(
            "no spans of the service were received at http://127.0.0.1:"
                + port
                + "; configure the service to export its spans to this address by OTLP over HTTP");
    assertThat(folder().resolve(SpansFile.NAME)).doesNotExist();
  }

  private static void check(List<JsonNode> exchanges) {
    assertThat(exchanges).hasSize(6); // the first three failures and the three slowest
    for (JsonNode exchange : exchanges) {
      String path = exchange.get("request").asText().equals("No") ? "/no" : "/ok";
      List<JsonNode> spans = new ArrayList<>();
      exchange.get("spans").forEach(spans::add);
      assertThat(spans)
          .extracting(span -> span.get("depth").asInt() + " " + span.get("name").asText())
          .containsExactly("0 GET " + path, "1 SELECT shop.orders");
      assertThat(spans.get(1).get("detail").asText())
          .isEqualTo("SELECT * FROM orders WHERE token='***'");
      assertThat(spans.get(1).get("error").asText())
          .isEqualTo(path.equals("/no") ? "too many clients" : "");
    }
  }

  private static List<JsonNode> exchanges(Path folder) throws IOException {
    String page = Files.readString(folder.resolve("exchanges.html"));
    int from = page.indexOf("id=\"data\">") + "id=\"data\">".length();
    List<JsonNode> all = new ArrayList<>();
    new ObjectMapper()
        .readTree(page.substring(from, page.indexOf("</script>", from)))
        .get("exchanges")
        .forEach(all::add);
    return all;
  }
}
