package dev.onrush;

import static dev.onrush.dsl.OnrushDsl.*;
import static io.gatling.javaapi.core.CoreDsl.*;
import static io.gatling.javaapi.http.HttpDsl.*;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is kept of requests that fail, in the run's folder. */
@Tag("load")
class KeptExchangesTest {

  private static final String SECRET = "hunter2-is-my-password";

  @TempDir Path reports;

  private Undertow server;

  @BeforeEach
  void start() {
    server =
        Undertow.builder()
            .addHttpListener(0, "127.0.0.1")
            .setIoThreads(1)
            .setHandler(
                exchange -> {
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
    return run(users, "");
  }

  private Path run(UserClass users, String withoutReports) throws IOException {
    LoadPlan plan =
        loadPlan("Kept")
            .users(users.thinkTime(constant(ofMillis(20))))
            .profile(concurrentUsers().hold(2, ofSeconds(2)))
            .thresholds(requestCount().atLeast(1));
    InetSocketAddress address = (InetSocketAddress) server.getListenerInfo().get(0).getAddress();
    Runs.run(
        plan,
        RunSettings.load()
            .withTarget(URI.create("http://127.0.0.1:" + address.getPort()))
            .withReports(reports)
            .with("onrush.secrets.password", SECRET)
            .with("onrush.secretNames", "Card-Number")
            .with("onrush.withoutReports", withoutReports)
            .with("onrush.warmUp", "0 s"));
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
        run(userClass("U").task("No", get("/no").check(status().is(200))), "exchanges.html");

    assertThat(folder.resolve("exchanges.html")).doesNotExist();
    assertThat(folder.resolve("exchanges.jsonl")).exists();
    assertThat(Files.readString(folder.resolve("report.html"))).doesNotContain("\"exchanges\":");

    // As of a run that was killed: all that is there is what it has written as it went.
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

    assertThat(body).startsWith("xxx").endsWith("x… (104112 bytes)").doesNotContain("hunter");
  }

  @Test
  void nothing_is_kept_where_nothing_fails() throws IOException {
    Path folder = run(userClass("U").task("Ok", get("/ok")));

    assertThat(folder.resolve("exchanges.html")).doesNotExist();
    assertThat(folder.resolve("exchanges.jsonl")).doesNotExist();
    assertThat(Files.readString(folder.resolve("report.html"))).doesNotContain("\"exchanges\":");
  }
}
