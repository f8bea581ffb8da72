package dev.onrush;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.onrush.internal.run.log.Baselines;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plants secrets wherever a user can put one, and searches for them in all output. */
@Tag("load")
@Tag("long")
class PlantedSecretsTest {

  private static final String SECRET = "Tr0ub4dor&3/+x";
  private static final String WEBHOOK_PATH = "/services/T0000/B0000/hook-5ecret-path";
  private static final String HEADER = "otlp-t0ken-of-header";

  /** The forms of a secret: plain, in an address, in HTML, and as a password in a header. */
  private static final List<String> FORMS =
      List.of(
          SECRET,
          URLEncoder.encode(SECRET, StandardCharsets.UTF_8),
          SECRET.replace("&", "%26"),
          SECRET.replace("&", "&amp;"),
          Base64.getEncoder().encodeToString(("user:" + SECRET).getBytes(StandardCharsets.UTF_8)),
          PlantedSimulation.PASSWORD,
          WEBHOOK_PATH,
          HEADER);

  @TempDir Path folder;

  private final CountingServer server = new CountingServer();

  @AfterEach
  void close() {
    server.close();
  }

  private ForkedGatling start(Path into, Map<String, String> environment, String... options) {
    List<String> all = new ArrayList<>(List.of(options));
    all.add("-Dtarget=" + server.uri());
    all.add("-Donrush.secrets.planted=" + SECRET);
    return ForkedGatling.startWith(
        environment, PlantedSimulation.class, into, all.toArray(String[]::new));
  }

  @Test
  void no_file_no_stream_no_log_and_no_answer_has_a_secret() throws Exception {
    Path reports = folder.resolve("reports");
    Path summary = folder.resolve("step-summary.md");
    Path log = folder.resolve("gatling.log");
    Path logback =
        Files.writeString(
            folder.resolve("users-own-logback.xml"),
            """
            <configuration>
              <appender name="FILE" class="ch.qos.logback.core.FileAppender">
                <file>%s</file>
                <encoder><pattern>%%level %%logger %%msg%%n%%ex</pattern></encoder>
              </appender>
              <appender name="LATER" class="ch.qos.logback.classic.AsyncAppender">
                <appender-ref ref="FILE"/>
              </appender>
              <appender name="OUT" class="ch.qos.logback.core.ConsoleAppender">
                <encoder><pattern>%%level %%logger %%msg%%n%%ex</pattern></encoder>
              </appender>
              <logger name="io.gatling.http" level="TRACE"/>
              <root level="INFO"><appender-ref ref="LATER"/><appender-ref ref="OUT"/></root>
            </configuration>
            """
                .formatted(log));
    Map<String, String> out = new LinkedHashMap<>();
    Map<String, String> answers = new ConcurrentHashMap<>();
    int dashboard = freePort();
    int prometheus = freePort();
    try (Hook hook = new Hook();
        Collector collector = new Collector()) {
      ForkedGatling gatling =
          start(
              reports,
              Map.of("GITHUB_ACTIONS", "true", "GITHUB_STEP_SUMMARY", summary.toString()),
              "-Dlogback.configurationFile=" + logback,
              "-Donrush.gatling.report=true",
              "-Donrush.dashboard=true",
              "-Donrush.dashboardPort=" + dashboard,
              "-Donrush.webhook=" + hook.uri(),
              "-Donrush.export.prometheus=" + prometheus,
              "-Donrush.export.lastScrape=1 s",
              "-Donrush.export.otlp=" + collector.uri(),
              "-Donrush.export.headers.Authorization=Bearer " + HEADER);
      Thread watcher = reader(answers, "events", "http://127.0.0.1:" + dashboard + "/events");
      Thread scraper = reader(answers, "metrics", "http://127.0.0.1:" + prometheus + "/metrics");
      int status = gatling.exitStatus();
      watcher.join(TimeUnit.SECONDS.toMillis(60));
      scraper.join(TimeUnit.SECONDS.toMillis(60));

      // The names match the thresholds that name them, because both are masked; the check has
      // failed.
      assertThat(gatling.output())
          .containsPattern(
              "request count of request \\*{3} by class \\*{3} in phase \\*{3} >= 1 +3  of 3 requests");
      assertThat(status).as(gatling.output()).isIn(2, 4); // INVALID on a busy machine
      assertThat(gatling.output()).doesNotContain("active: -");
      String link =
          gatling.output().lines().filter(l -> l.contains("file:/")).reduce((a, b) -> b).get();
      assertThat(link).startsWith("Gatling's report: file:/");
      assertThat(Path.of(URI.create(link.substring(link.indexOf("file:"))))).exists();
      out.put("webhook", hook.text());
      out.put("OTLP", collector.pushes().toString());
      Path run = gatling.runFolder();
      Path unused = new Baselines(reports.resolve("baselines")).save("planted", List.of(run));
    }
    out.putAll(answers);
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        out.put(
            folder.relativize(file).toString(),
            Files.readString(file, StandardCharsets.ISO_8859_1));
      }
    }

    assertThat(leaks(out)).isEmpty();
    // These outputs contained something to mask.
    assertThat(
            out.keySet().stream()
                .filter(name -> !out.get(name).replace("\\*", "*").contains("***")))
        .noneMatch(
            name ->
                name.matches(
                    "events|metrics|OTLP|webhook|step-summary.md|gatling.log|reports/output.txt"
                        + "|reports/[^/]+/(result.json|report.html|summary.md|junit.xml|requests.csv"
                        + "|timeline.csv|pull-request.md|metrics.txt|intervals.jsonl|times.hlog)"
                        + "|reports/[^/]+/gatling/simulation.log|reports/baselines/.*"));
    assertThat(out).containsKeys("events", "metrics", "OTLP", "webhook", "step-summary.md");
    assertThat(out.get("gatling.log"))
        .contains("thrown ***")
        .contains("http://***@127.0.0.1:1/")
        .contains("/ask?token=***");
  }

  @Test
  void neither_a_preview_nor_a_refusal_has_a_secret() {
    ForkedGatling preview = start(folder.resolve("preview"), Map.of(), "-Dpreview=true");
    ForkedGatling threshold =
        start(
            folder.resolve("threshold"),
            Map.of(),
            "-Donrush.thresholds.mine=p95 of \"Nobody " + SECRET + "\" < 1 s");
    ForkedGatling setting = start(folder.resolve("setting"), Map.of(), "-Donrush.scale=" + SECRET);

    assertThat(preview.exitStatus()).as(preview.output()).isZero();
    assertThat(threshold.exitStatus()).isEqualTo(5);
    assertThat(setting.exitStatus()).isEqualTo(5);

    assertThat(preview.output()).contains("plan ***").contains("class ***").contains("phase ***");
    assertThat(threshold.output()).contains("REFUSED: ").contains("Nobody ***");
    assertThat(setting.output())
        .contains("REFUSED: setting onrush.scale was \"***\" (from -Donrush.scale)");
    assertThat(
            leaks(
                Map.of(
                    "preview", preview.output(),
                    "threshold", threshold.output(),
                    "setting", setting.output())))
        .isEmpty();
  }

  /** Returns the places that contain a secret, with the surrounding text. */
  private static List<String> leaks(Map<String, String> out) {
    List<String> leaks = new ArrayList<>();
    out.forEach(
        (name, text) ->
            FORMS.forEach(
                form -> {
                  int at = text.indexOf(form);
                  if (at >= 0) {
                    leaks.add(
                        name
                            + ": "
                            + text.substring(
                                Math.max(0, at - 80), Math.min(text.length(), at + 80)));
                  }
                }));
    return leaks;
  }

  /** Reads until a response contains a masked value, and keeps the whole response. */
  private static Thread reader(Map<String, String> answers, String name, String address) {
    Thread thread =
        new Thread(
            () -> {
              HttpClient client = HttpClient.newHttpClient();
              HttpRequest request = HttpRequest.newBuilder(URI.create(address)).build();
              StringBuilder text = new StringBuilder();
              long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
              while (System.nanoTime() < deadline && !text.toString().contains("***")) {
                try (InputStream body = client.send(request, BodyHandlers.ofInputStream()).body()) {
                  byte[] buffer = new byte[1 << 14];
                  for (int n = body.read(buffer); n >= 0; n = body.read(buffer)) {
                    text.append(new String(buffer, 0, n, StandardCharsets.ISO_8859_1));
                    answers.put(name, text.toString());
                  }
                } catch (IOException e) {
                  LockSupport.parkNanos(10_000_000); // it is not listening yet, or has stopped
                } catch (InterruptedException e) {
                  return;
                }
              }
            },
            name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private static int freePort() throws IOException {
    try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      return any.getLocalPort();
    }
  }

  /** Keeps the data that is posted to it. */
  private static final class Hook implements AutoCloseable {
    private final HttpServer server;
    private final StringBuffer text = new StringBuffer();

    Hook() throws IOException {
      server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
      server.createContext(
          WEBHOOK_PATH,
          exchange -> {
            try (exchange) {
              text.append(
                  new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
              exchange.sendResponseHeaders(200, -1);
            }
          });
      server.start();
    }

    String uri() {
      return "http://127.0.0.1:" + server.getAddress().getPort() + WEBHOOK_PATH;
    }

    String text() {
      return text.toString();
    }

    @Override
    public void close() {
      server.stop(0);
    }
  }
}
