package dev.onrush;

import static dev.onrush.dsl.OnrushDsl.*;
import static io.gatling.javaapi.core.CoreDsl.*;
import static io.gatling.javaapi.http.HttpDsl.*;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.onrush.internal.exchange.Exchange;
import dev.onrush.internal.exchange.Exchange.Attribute;
import dev.onrush.internal.exchange.Exchange.Check;
import dev.onrush.internal.exchange.ExchangesFile;
import dev.onrush.internal.run.log.Baselines;
import dev.onrush.internal.run.record.RunRecord;
import dev.onrush.plan.LoadPlan;
import dev.onrush.plan.UserClass;
import dev.onrush.result.Verdict;
import io.undertow.Undertow;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One user of each class does each task once, and its requests are shown. */
@Tag("load")
class TrialRunTest {

  private static final String TOKEN = "shown-nowhere";

  @TempDir Path reports;

  private final List<String> asked = new CopyOnWriteArrayList<>();
  private Undertow server;

  @BeforeEach
  void start() {
    server =
        Undertow.builder()
            .addHttpListener(0, "127.0.0.1")
            .setIoThreads(1)
            .setHandler(
                exchange -> {
                  String path = exchange.getRequestPath();
                  asked.add(path);
                  exchange.setStatusCode(path.equals("/missing") ? 404 : 200);
                  exchange
                      .getResponseSender()
                      .send("{\"token\": \"" + TOKEN + "\", \"id\": " + asked.size() + "}");
                })
            .build();
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop();
  }

  private RunSettings settings() {
    InetSocketAddress address = (InetSocketAddress) server.getListenerInfo().get(0).getAddress();
    return RunSettings.load()
        .withTarget(URI.create("http://127.0.0.1:" + address.getPort()))
        .withReports(reports)
        .with("onrush.once", "true");
  }

  private static LoadPlan plan(UserClass... users) {
    return loadPlan("Shop")
        .users(users)
        .profile(concurrentUsers().hold(500, ofMinutes(30)))
        .thresholds(p95().below(ofSeconds(1)), requestCount().atLeast(1_000_000));
  }

  private static UserClass clerks(String second) {
    return userClass("Clerks")
        .weight(9)
        .thinkTime(constant(ofMinutes(5)))
        .onStart(
            exec(
                http("Login")
                    .post("/login")
                    .formParam("password", TOKEN)
                    .check(jsonPath("$.token").saveAs("token"), jsonPath("$.id").saveAs("id"))))
        .task(99, "Order", exec(post("/orders")).pause(ofMinutes(5)))
        .task(
            "Second",
            http("Second")
                .get(second)
                .check(status().is(200), jsonPath("$.id").isEL("#{id}").name("same id")))
        .task(
            call("Look up", session -> "row of " + session.getString("id"))
                .check("is a row", row -> row.startsWith("row"))
                .saveAs("row"));
  }

  private Path folder() throws IOException {
    try (Stream<Path> folders = Files.list(reports)) {
      return folders.filter(Files::isDirectory).findFirst().orElseThrow();
    }
  }

  @Test
  void each_task_is_done_once_in_order_and_each_exchange_is_kept_with_checks_and_session()
      throws IOException {
    RunRecord run = Runs.run(plan(clerks("/missing")), settings());

    assertThat(asked).containsExactly("/login", "/orders", "/missing");
    assertThat(run.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.reason())
        .isEqualTo("1 of 4 requests failed: Second; this was a trial run (once), not a load test");
    List<Exchange> kept = ExchangesFile.read(folder());
    assertThat(kept)
        .extracting(Exchange::request)
        .containsExactly("Login", "Order", "Second", "Look up");
    Exchange login = kept.get(0);
    assertThat(login.sent().body()).isEqualTo("password=***");
    assertThat(login.answer().orElseThrow().body()).isEqualTo("{\"token\": \"***\", \"id\": 1}");
    assertThat(login.checks())
        .containsExactly(
            new Check("status.find.in([200, 209], 304)", "200", ""),
            new Check("jsonPath($.token).find.exists, saved as token", "***", ""),
            new Check("jsonPath($.id).find.exists, saved as id", "1", ""));
    assertThat(login.session())
        .containsExactly(
            new Attribute("id", Optional.empty(), Optional.of("1"), true),
            new Attribute("token", Optional.empty(), Optional.of("***"), true));
    assertThat(kept.get(2).checks())
        .containsExactly(
            new Check("status.find.is(200)", "404", "status.find.is(200), found 404"),
            new Check("same id: jsonPath($.id).find.is(1)", "3", "same id, found 3"));
    assertThat(kept.get(2).session())
        .containsExactly(
            new Attribute("id", Optional.of("1"), Optional.of("1"), false),
            new Attribute("token", Optional.of("***"), Optional.of("***"), false));
    Exchange call = kept.get(3);
    assertThat(call.answer().orElseThrow().line()).isEqualTo("returned row of 1");
    assertThat(call.session())
        .contains(new Attribute("row", Optional.empty(), Optional.of("row of 1"), true));
    try (Stream<Path> files = Files.walk(reports)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(Files.readString(file)).as(file.toString()).doesNotContain(TOKEN);
      }
    }
  }

  @Test
  void where_nothing_fails_it_passes_and_is_no_run_of_the_plan() throws IOException {
    RunRecord run =
        Runs.run(
            plan(
                userClass("Health").fixed(20).pacing(ofMinutes(1)).task("Health", get("/health")),
                userClass("Group").task("In a group", group("Cart").on(exec(get("/cart"))))),
            settings().with("onrush.only", "Health,Group"));

    assertThat(asked).containsExactlyInAnyOrder("/health", "/cart");
    assertThat(run.exitCode()).isZero();
    assertThat(run.reason())
        .isEqualTo(
            "only Health, Group ran: 2 requests passed; this was a trial run (once), not a load"
                + " test");
    Path folder = folder();
    assertThat(ExchangesFile.read(folder))
        .extracting(Exchange::request)
        .containsExactlyInAnyOrder("Health", "Cart / In a group");
    assertThat(folder.resolve("exchanges.html")).content().contains("\"all\":true");
    assertThat(Files.readString(reports.resolve("index.html")))
        .doesNotContain(String.valueOf(folder.getFileName()));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Baselines(reports.resolve("baselines")).save("shop", List.of(folder)))
        .withMessage(
            folder
                + " was a trial run (once), not a load test; only runs that follow a load profile"
                + " against one service can be compared and saved");
  }

  @Test
  void a_request_that_cannot_be_built_and_an_exception_are_shown_and_fail() throws IOException {
    RunRecord run =
        Runs.run(
            plan(
                userClass("U")
                    .task("Unbuilt", get("/#{nobody}"))
                    .task(
                        call(
                            "Thrown",
                            session -> {
                              throw new IllegalStateException("no such order");
                            }))),
            settings());

    assertThat(asked).isEmpty();
    assertThat(run.reason())
        .isEqualTo(
            "2 of 2 requests failed: Thrown, Unbuilt; this was a trial run (once), not a load"
                + " test");
    assertThat(ExchangesFile.read(folder()))
        .extracting(Exchange::request, of -> of.sent().line(), Exchange::error)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                "Unbuilt", "nothing was sent", "No attribute named 'nobody' is defined"),
            org.assertj.core.groups.Tuple.tuple(
                "Thrown", "call of Java code", "IllegalStateException: no such order"));
  }

  @Test
  void redirects_resources_and_web_sockets_are_looked_at_as_far_as_they_go() throws IOException {
    try (CountingServer counting = new CountingServer()) {
      RunRecord run =
          Runs.run(
              plan(
                  userClass("U")
                      .task("Redirected", get("/redir"))
                      .task(
                          "Socket",
                          exec(ws("Open").connect("/ws"))
                              .exec(
                                  ws("Say")
                                      .sendText("hello")
                                      .await(5)
                                      .on(ws.checkTextMessage("echo").check(regex("hello"))))
                              .exec(ws("Close").close()))),
              settings().withTarget(URI.create(counting.uri())));

      assertThat(run.verdict()).as(run.reason()).isEqualTo(Verdict.PASS);
      assertThat(counting.count("/redir")).isEqualTo(1);
      assertThat(counting.count("/landing")).isEqualTo(1);
      assertThat(counting.count("/ws")).isEqualTo(1);
      assertThat(ExchangesFile.read(folder()))
          .extracting(Exchange::request, of -> of.sent().line().replaceFirst("http://[^/]*", ""))
          .contains(
              org.assertj.core.groups.Tuple.tuple("Redirected", "GET /redir"),
              org.assertj.core.groups.Tuple.tuple("Redirected Redirect 1", "GET /landing"),
              org.assertj.core.groups.Tuple.tuple(
                  "echo", "not an HTTP request: Gatling reports only its time and outcome"));
    }
  }

  @Test
  void a_form_that_is_answered_with_a_redirect_is_shown_as_it_was_sent() throws IOException {
    try (CountingServer counting = new CountingServer()) {
      RunRecord run =
          Runs.run(
              plan(
                  userClass("U")
                      .task("Log in", http("Log in").post("/redir").formParam("user", "buyer"))),
              settings().withTarget(URI.create(counting.uri())));

      assertThat(run.verdict()).as(run.reason()).isEqualTo(Verdict.PASS);
      Exchange sent = ExchangesFile.read(folder()).get(0);
      assertThat(sent.sent().line()).startsWith("POST ").endsWith("/redir");
      // Gatling removes them from the request that follows.
      assertThat(sent.sent().headers())
          .contains("content-type: application/x-www-form-urlencoded", "content-length: 10");
      assertThat(sent.sent().body()).isEqualTo("user=buyer");
    }
  }

  @Test
  void requests_that_are_sent_together_are_each_shown_with_their_own_session() throws IOException {
    try (CountingServer counting = new CountingServer()) {
      RunRecord run =
          Runs.run(
              plan(
                  userClass("U")
                      .task(
                          "Page",
                          http("Page")
                              .get("/page")
                              .check(currentLocation().saveAs("place"))
                              .resources(http("Style").get("/style"), http("Lost").get("/fail")))),
              settings().withTarget(URI.create(counting.uri())));

      assertThat(run.reason()).startsWith("1 of 3 requests failed: Lost");
      List<Exchange> all = ExchangesFile.read(folder());
      assertThat(all)
          .extracting(Exchange::request)
          .containsExactlyInAnyOrder("Page", "Style", "Lost");
      assertThat(all.stream().filter(of -> of.session().toString().contains("/page")))
          .extracting(Exchange::request)
          .containsExactly("Page");
    }
  }

  /**
   * There is one clerk and no user of Admin: with weights of 30 and 1, Admin has a third of one of
   * 10 users.
   */
  @Test
  void settings_for_the_size_of_a_run_have_no_effect() {
    LoadPlan shop =
        loadPlan("Shop")
            .users(
                userClass("Clerks").weight(30).task("Order", post("/orders")),
                userClass("Admin").task("Stock", get("/stock")))
            .profile(concurrentUsers().hold(10, ofMinutes(30)))
            .thresholds(p95().by("Clerks").below(ofSeconds(1)));
    LoadPlan fixed =
        loadPlan("Fixed")
            .users(
                userClass("Health").fixed(5).task("Health", get("/health")),
                userClass("U").task("T", get("/t")))
            .profile(concurrentUsers().hold(20, ofMinutes(30)))
            .thresholds(p95().below(ofSeconds(1)));
    LoadPlan flows =
        loadPlan("Clinic")
            .flow(
                "Labs",
                users(userClass("Lab").task("Lab", get("/lab")))
                    .profile(smoke().holdFor(ofSeconds(1))))
            .flow(
                "Wards",
                users(userClass("Ward").task("Ward", get("/ward")))
                    .profile(smoke().holdFor(ofSeconds(1))))
            .thresholds(p95().below(ofSeconds(1)));

    RunRecord admin =
        Runs.run(shop, settings().with("onrush.only", "Admin").with("onrush.scale", "0.005"));
    RunRecord health = Runs.run(fixed, settings().with("onrush.scale", "0.1"));
    RunRecord clinic = Runs.run(flows, settings().with("onrush.users", "5"));

    assertThat(asked).containsExactlyInAnyOrder("/stock", "/health", "/t", "/lab", "/ward");
    assertThat(admin.reason())
        .isEqualTo(
            "only Admin ran: 1 request passed; this was a trial run (once), not a load test");
    assertThat(health.verdict()).isEqualTo(Verdict.PASS);
    assertThat(clinic.verdict()).isEqualTo(Verdict.PASS);
  }

  @Test
  void a_threshold_of_a_setting_that_does_not_fit_the_plan_is_refused_by_a_look_too() {
    LoadPlan plan = plan(userClass("U").task("T", get("/")));

    for (Map.Entry<String, String> wrong :
        Map.of(
                "p95 of Nobody < 1 s",
                "threshold \"p95 of Nobody < 1 s\" names request \"Nobody\"; this plan has \"T\"",
                "p95 by Nobody < 1 s",
                "threshold \"p95 by Nobody < 1 s\" names user class \"Nobody\"; this plan has \"U\"",
                "p95 in stedy < 1 s",
                "threshold \"p95 in stedy < 1 s\" names phase \"stedy\"; this plan has \"steady\", \"steady state\", \"wind-down\"",
                "mean in wind-down worse than baseline <= 5 %",
                "threshold \"mean in wind-down worse than baseline <= 5 %\" names phase"
                    + " \"wind-down\", but runs are compared only while their level is held; remove"
                    + " during(…), or name one of \"steady\"")
            .entrySet()) {
      assertThatIllegalArgumentException()
          .as(wrong.getKey())
          .isThrownBy(
              () -> Runs.run(plan, settings().with("onrush.thresholds.mine", wrong.getKey())))
          .withMessage(wrong.getValue());
    }
    assertThat(asked).isEmpty();
  }

  @Test
  void a_plan_that_searches_one_of_its_flows_is_refused_whatever_is_looked_at() {
    LoadPlan plan =
        loadPlan("Shop")
            .flow(
                "Clerks",
                users(userClass("Clerk").task("Order", get("/orders")))
                    .profile(load().users(4).holdFor(ofMinutes(1))))
            .flow(
                "Checkout",
                users(userClass("Buyer").task("Pay", get("/pay")))
                    .profile(capacitySearch().from(perSecond(10)).upTo(perSecond(100))))
            .thresholds(p95().below(ofSeconds(1)));

    for (String only : List.of("", "Checkout", "Clerks")) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Runs.run(plan, settings().with("onrush.only", only)))
          .withMessage(
              "once was true, and plan \"Shop\" is a capacity search, which is not possible with"
                  + " one user; remove the setting once, or give the plan a load profile");
    }
    assertThat(asked).isEmpty();
  }

  @Test
  void what_does_not_go_together_with_one_look_is_refused_before_anything_is_sent() {
    LoadPlan plan = plan(userClass("U").task("T", get("/")));

    for (Map.Entry<String, String> wrong :
        Map.of(
                "onrush.injectors",
                "once was true, and injectors was 3 (from -Donrush.injectors); one user needs one JVM; leave one of the two"
                    + " out",
                "onrush.baseline",
                "once was true, and baseline was \"3\" (from -Donrush.baseline); one user has no figures to compare; leave"
                    + " one of the two out",
                "onrush.against",
                "once was true, and against was http://127.0.0.1:3 (from -Donrush.against); one user tests one version"
                    + " only; leave one of the two out, with -Dagainst= if it is set in a file")
            .entrySet()) {
      assertThatIllegalArgumentException()
          .isThrownBy(
              () ->
                  Runs.run(
                      plan,
                      settings()
                          .with(
                              wrong.getKey(),
                              wrong.getKey().endsWith("against") ? "http://127.0.0.1:3" : "3")))
          .withMessage(wrong.getValue());
    }
    assertThat(asked).isEmpty();
  }
}
