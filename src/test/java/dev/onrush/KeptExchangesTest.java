package dev.onrush;

import static dev.onrush.dsl.OnrushDsl.*;
import static io.gatling.javaapi.core.CoreDsl.*;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.http.HttpDsl.*;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.onrush.internal.exchange.Exchange;
import dev.onrush.internal.exchange.ExchangesFile;
import dev.onrush.internal.metrics.Series.Kind;
import dev.onrush.internal.report.ReportFiles;
import dev.onrush.internal.run.log.IntervalLog;
import dev.onrush.plan.LoadPlan;
import dev.onrush.plan.UserClass;
import io.undertow.Undertow;
import io.undertow.util.HttpString;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The requests and responses of failed requests that are kept in the run's folder. */
@Tag("load")
class KeptExchangesTest {

  private static final String SECRET = "hunter2-is-my-password";

  @TempDir Path reports;

  private static final String OWN_TRACE =
      "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"; // the example in the specification

  /** The values of {@code traceparent} that the server received; empty if there was none. */
  private final List<String> traces = new CopyOnWriteArrayList<>();

  private Undertow server;

  @BeforeEach
  void start() {
    server =
        Undertow.builder()
            .addHttpListener(0, "127.0.0.1")
            .setIoThreads(1)
            .setHandler(
                exchange -> {
                  traces.add(
                      Objects.requireNonNullElse(
                          exchange.getRequestHeaders().getFirst("traceparent"), ""));
                  exchange.getResponseHeaders().put(new HttpString("Set-Cookie"), "id=" + SECRET);
                  exchange
                      .getResponseHeaders()
                      .put(new HttpString("Location"), "/next?code=7&access_token=shown-nowhere");
                  exchange.setStatusCode(exchange.getRequestPath().equals("/ok") ? 200 : 409);
                  exchange
                      .getResponseSender()
                      .send(
                          exchange.getRequestPath().equals("/long")
                              ? "x".repeat(4_090) + SECRET + "y".repeat(100_000)
                              : exchange.getRequestPath().equals("/echo")
                                  ? "{\"id_token\": \"shown-nowhere\", \"n\": 1}"
                                  : "{\"you\": \"" + SECRET + "\", \"stock\": 0}");
                })
            .build();
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop();
  }

  private Path run(UserClass users) throws IOException {
    return run(users, Map.of());
  }

  private Path run(UserClass users, Map<String, String> settings) throws IOException {
    LoadPlan plan =
        loadPlan("Kept")
            .users(users.thinkTime(constant(ofMillis(20))))
            .profile(concurrentUsers().hold(2, ofSeconds(4)))
            .thresholds(requestCount().atLeast(1));
    InetSocketAddress address = (InetSocketAddress) server.getListenerInfo().get(0).getAddress();
    RunSettings all =
        RunSettings.load()
            .withTarget(URI.create("http://127.0.0.1:" + address.getPort()))
            .withReports(reports)
            .withSeed(42)
            .with("onrush.secrets.password", SECRET)
            .with("onrush.secretNames", "Card-Number")
            .with("onrush.warmUp", "0 s");
    for (Map.Entry<String, String> setting : settings.entrySet()) {
      all = all.with(setting.getKey(), setting.getValue());
    }
    Runs.run(plan, all);
    try (Stream<Path> folders = Files.list(reports)) {
      return folders.filter(Files::isDirectory).findFirst().orElseThrow();
    }
  }

  private static List<JsonNode> exchanges(Path folder) throws IOException {
    String page = Files.readString(folder.resolve("exchanges.html"));
    assertThat(page).doesNotContain(SECRET);
    int from = page.indexOf("id=\"data\">") + "id=\"data\">".length();
    JsonNode data =
        new ObjectMapper().readTree(page.substring(from, page.indexOf("</script>", from)));
    return Stream.iterate(0, i -> i < data.get("exchanges").size(), i -> i + 1)
        .map(i -> data.get("exchanges").get(i))
        .toList();
  }

  @Test
  void the_first_three_failed_exchanges_are_kept_whole_and_without_secrets() throws IOException {
    Path folder =
        run(
            userClass("U")
                .task(
                    "Order",
                    http("Order")
                        .post("/orders?key=" + SECRET)
                        .header("Authorization", "Bearer of a token")
                        .body(StringBody("{\"item\": 7, \"password\": \"" + SECRET + "\"}"))
                        .asJson()
                        .check(status().is(201))));

    List<JsonNode> kept = exchanges(folder);

    assertThat(kept).hasSize(3);
    JsonNode one = kept.get(0);
    assertThat(one.get("request").asText()).isEqualTo("Order");
    assertThat(one.get("error").asText()).isEqualTo("status.find.is(201), found 409");
    assertThat(one.at("/sent/line").asText())
        .startsWith("POST http://127.0.0.1:")
        .endsWith("/orders?key=***");
    assertThat(one.at("/sent/body").asText()).isEqualTo("{\"item\": 7, \"password\": \"***\"}");
    assertThat(one.at("/sent/headers").toString()).contains("Authorization: ***");
    assertThat(one.at("/answer/line").asText()).isEqualTo("409 Conflict");
    assertThat(one.at("/answer/headers").toString()).contains("Set-Cookie: ***");
    assertThat(one.at("/answer/body").asText()).isEqualTo("{\"you\": \"***\", \"stock\": 0}");
    assertThat(Files.readString(folder.resolve("report.html")))
        .contains("\"exchanges\":\"exchanges.html\"");
  }

  @Test
  void values_are_masked_by_their_names_in_request_and_answer() throws IOException {
    Path folder =
        run(
            userClass("U")
                .task(
                    "Login",
                    http("Login")
                        .post("/echo?apiKey=shown-nowhere-1&page=2")
                        .header("X-Session-Id", "shown-nowhere-2")
                        .formParam("user", "ann")
                        .formParam("password", "shown nowhere 3")
                        .formParam("cardNumber", "shown-nowhere-4")
                        .check(status().is(201)))
                .task(
                    "Upload",
                    http("Upload")
                        .post("/echo")
                        .bodyPart(StringBodyPart("note", "hello"))
                        .bodyPart(StringBodyPart("client_secret", "shown-nowhere-5"))
                        .asMultipartForm()
                        .check(status().is(201))));

    JsonNode login = kept(folder, "Login");
    assertThat(login.at("/sent/line").asText()).endsWith("/echo?apiKey=***&page=2");
    assertThat(login.at("/sent/headers").toString()).contains("\"X-Session-Id: ***\"");
    assertThat(login.at("/sent/body").asText()).isEqualTo("user=ann&password=***&cardNumber=***");
    assertThat(login.at("/answer/body").asText()).isEqualTo("{\"id_token\": \"***\", \"n\": 1}");
    assertThat(login.at("/answer/headers").toString())
        .contains("\"Location: /next?code=7&access_token=***\"");
    assertThat(kept(folder, "Upload").at("/sent/body").asText())
        .isEqualTo("note: hello\nclient_secret: ***\n");
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
            .as(file.toString())
            .doesNotContainPattern("shown.nowhere");
      }
    }
  }

  private static JsonNode kept(Path folder, String request) throws IOException {
    return exchanges(folder).stream()
        .filter(of -> of.get("request").asText().equals(request))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void a_run_without_the_page_has_no_link_to_it_and_the_report_can_make_it_later()
      throws IOException {
    Path folder =
        run(
            userClass("U").task("No", get("/no").check(status().is(200))),
            Map.of("onrush.withoutReports", "exchanges.html"));

    assertThat(folder.resolve("exchanges.html")).doesNotExist();
    assertThat(folder.resolve("exchanges.jsonl")).exists();
    assertThat(Files.readString(folder.resolve("report.html"))).doesNotContain("\"exchanges\":");

    // As after a killed run: only files that were written during the run exist.
    Files.delete(folder.resolve("report.html"));
    new ReportFiles(Set.of()).ended(IntervalLog.read(folder), folder);

    assertThat(exchanges(folder)).hasSize(3);
    assertThat(Files.readString(folder.resolve("report.html")))
        .contains("\"exchanges\":\"exchanges.html\"");
  }

  @Test
  void a_long_body_is_cut_and_half_of_a_secret_is_not_shown() throws IOException {
    Path folder = run(userClass("U").task("Long", get("/long").check(status().is(200))));

    String body = exchanges(folder).get(0).at("/answer/body").asText();

    // 4,096 characters without the 19 by which the mask is shorter, and the length of the body
    assertThat(body).startsWith("xxx").endsWith("x… (104112 bytes)").hasSize(4_093);
  }

  @Test
  void of_requests_that_pass_the_slowest_three_are_kept_without_bodies() throws IOException {
    Path folder =
        run(userClass("U").task("Both", exec(http("Ok").get("/ok")).exec(http("No").get("/no"))));

    List<JsonNode> kept = exchanges(folder);

    double slowest =
        ExchangesFile.read(folder).stream()
            .filter(exchange -> !exchange.failed())
            .mapToDouble(Exchange::millis)
            .max()
            .orElseThrow();
    List<JsonNode> passed =
        kept.stream().filter(of -> of.get("request").asText().equals("Ok")).toList();
    assertThat(passed).hasSizeBetween(1, 3); // fewer on a slow machine
    assertThat(kept.subList(kept.size() - passed.size(), kept.size())).isEqualTo(passed);
    assertThat(passed)
        .allMatch(of -> of.get("error").asText().isEmpty())
        .allMatch(of -> of.at("/sent/line").asText().endsWith("/ok"))
        .allMatch(of -> of.at("/answer/line").asText().equals("200 OK"))
        .allMatch(of -> of.at("/answer/body").asText().isEmpty() && !of.has("trace"));
    double max =
        IntervalLog.read(folder)
            .timeline()
            .select(of -> of.kind() == Kind.REQUEST && of.name().equals("Ok"))
            .all()
            .times()
            .max();
    assertThat(slowest).isCloseTo(max, withinPercentage(0.2)); // a histogram has three digits
  }

  @Test
  void each_request_carries_a_trace_of_its_own_that_is_found_by_its_link() throws IOException {
    Path folder =
        run(
            userClass("U")
                .task(
                    "All",
                    exec(http("Ok").get("/ok"))
                        .exec(http("Own").get("/ok?own").header("traceparent", OWN_TRACE))
                        .exec(http("No").get("/no"))),
            Map.of(
                "onrush.traces", "true",
                "onrush.tracesLink", "https://traces.example.com/{traceId}?run=1"));

    List<JsonNode> kept = exchanges(folder);

    List<String> sent = traces.stream().filter(trace -> !trace.equals(OWN_TRACE)).toList();
    assertThat(sent).doesNotHaveDuplicates().allMatch(id -> id.matches("00-\\w{32}-\\w{16}-01"));
    assertThat(traces).contains(OWN_TRACE);
    assertThat(kept).extracting(of -> of.get("request").asText()).containsOnly("Ok", "Own", "No");
    for (JsonNode one : kept) {
      String id = one.get("trace").asText();
      assertThat(one.get("link").asText()).isEqualTo("https://traces.example.com/" + id + "?run=1");
      assertThat(traces).anyMatch(trace -> trace.substring(3, 35).equals(id));
    }
  }

  @Test
  void without_the_setting_no_request_carries_a_trace() throws IOException {
    run(userClass("U").task("Ok", get("/ok")));

    assertThat(traces).isNotEmpty().allMatch(String::isEmpty);
  }
}
