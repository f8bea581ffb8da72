package dev.onrush;

import static dev.onrush.dsl.OnrushDsl.*;
import static dev.onrush.dsl.OnrushDsl.arrivalRate;
import static dev.onrush.dsl.OnrushDsl.perSecond;
import static io.gatling.javaapi.core.CoreDsl.*;
import static io.gatling.javaapi.http.HttpDsl.*;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.sun.net.httpserver.HttpServer;
import com.typesafe.config.Config;
import dev.onrush.internal.launch.OneProvider;
import dev.onrush.internal.page.Line;
import dev.onrush.internal.page.Lines;
import dev.onrush.internal.run.record.RunRecord;
import dev.onrush.plan.LoadPlan;
import dev.onrush.profile.Phase;
import dev.onrush.result.Judgement;
import dev.onrush.result.Verdict;
import dev.onrush.spi.TargetProvider;
import dev.onrush.spi.TargetProvider.Target;
import io.gatling.javaapi.core.ActionBuilder;
import io.gatling.javaapi.core.FeederBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Actions of a plan that run once, before and after its load, and load that is not counted. */
@Tag("load")
class SetUpAndTearDownTest {

  @TempDir Path reports;

  private final CountingServer server = new CountingServer();
  private final List<HttpServer> lateServers = new ArrayList<>();
  private final List<String> done = new CopyOnWriteArrayList<>();

  @AfterEach
  void close() {
    server.close();
    lateServers.forEach(late -> late.stop(0));
  }

  private RunSettings settings() {
    return WithSettings.load(Map.of())
        .withTarget(URI.create(server.uri()))
        .withReports(reports)
        .withSeed(42)
        .with("onrush.warmUp", "0 s");
  }

  private static LoadPlan plan() {
    return loadPlan("Plan")
        .users(userClass("U").thinkTime(constant(ofMillis(50))).task("Ask", get("/ask")))
        .profile(concurrentUsers().hold(4, ofSeconds(4)))
        .thresholds(errorCount().atMost(0), requestCount().atLeast(1));
  }

  @Test
  void chains_before_and_after_are_done_once_and_are_in_no_figure() {
    LoadPlan plan =
        plan()
            .before(
                exec(http("Reset").post("/reset").check(status().is(200).saveAs("was"))),
                exec(
                    session -> {
                      done.add("before " + session.getInt("was") + " " + server.count("/ask"));
                      return session;
                    }))
            .after(
                exec(http("Drop").post("/drop")),
                exec(
                    session -> {
                      done.add("after " + server.count("/drop"));
                      return session;
                    }));

    RunRecord result = Runs.run(plan, settings());

    assertThat(result.verdict()).as(result.reason()).isEqualTo(Verdict.PASS);
    assertThat(done).containsExactly("before 200 0", "after 1");
    assertThat(server.count("/reset")).isEqualTo(1);
    assertThat(result.timeline().all().requests()).isEqualTo(server.count("/ask"));
    assertThat(result.requests()).containsExactly("Ask");
    assertThat(result.notes()).isEmpty();
  }

  @Test
  void gatlings_call_before_the_first_user_is_made_once_beside_chains_before_and_after() {
    LoadPlan plan =
        plan()
            .http(http -> http.warmUp(server.uri() + "/first"))
            .before(exec(get("/before")))
            .after(exec(get("/after")));

    RunRecord result = Runs.run(plan, settings());

    assertThat(result.verdict()).as(result.reason()).isEqualTo(Verdict.PASS);
    assertThat(server.count("/before")).isEqualTo(1);
    assertThat(server.count("/after")).isEqualTo(1);
    assertThat(server.count("/first")).isEqualTo(1);
  }

  /** Returns the live threads for timeouts, except the given ones. */
  private static Set<Thread> threadsForTimeouts(Set<Thread> except) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("onrush-call-timeouts"))
        .filter(thread -> !except.contains(thread))
        .collect(Collectors.toSet());
  }

  @Test
  void calls_before_and_after_leave_no_thread() throws InterruptedException {
    Set<Thread> others = threadsForTimeouts(Set.of()); // some may end during this loop
    LoadPlan plan =
        plan()
            .before(
                exec(
                    call(
                        "Make",
                        session -> done.add("before with " + threadsForTimeouts(others).size()))))
            .after(exec(call("Drop", session -> done.add("after"))));

    Runs.run(plan, settings());

    assertThat(done).containsExactly("before with 1", "after");
    for (Thread thread : threadsForTimeouts(others)) {
      thread.join(10_000); // a thread that is ending needs a moment
      assertThat(thread.isAlive()).isFalse();
    }
  }

  @Test
  void requests_without_names_are_called_after_the_step_that_they_are_in() {
    LoadPlan plan =
        loadPlan("Plan")
            .users(
                userClass("U")
                    .onStart(exec(get("/start")))
                    .task("Ask", get("/ask"))
                    .onStop(exec(get("/stop"))))
            .profile(arrivalRate().hold(perSecond(10), ofSeconds(1)))
            .thresholds(errorCount().of("onStart").atMost(0), errorCount().of("onStop").atMost(0))
            .before(exec(get("/before").check(status().is(200))))
            .after(exec(get("/after").check(status().is(200))));

    RunRecord result = Runs.run(plan, settings());

    assertThat(result.verdict()).as(result.reason()).isEqualTo(Verdict.PASS);
    assertThat(result.requests()).containsExactlyInAnyOrder("onStart", "Ask", "onStop");
    assertThat(server.counts())
        .isEqualTo(Map.of("/before", 1L, "/start", 10L, "/ask", 10L, "/stop", 10L, "/after", 1L));
  }

  @Test
  void a_before_that_throws_refuses_the_run_and_after_is_done_all_the_same() {
    LoadPlan plan =
        plan()
            .before(
                () -> {
                  throw new IllegalStateException("no database");
                })
            .after(() -> done.add("after"));

    assertThatThrownBy(() -> Runs.run(plan, settings()))
        .isExactlyInstanceOf(IllegalStateException.class)
        .hasMessage(
            "before(…) of the plan failed: j.l.IllegalStateException: no database"
                .replace("j.l.", ""));
    assertThat(done).containsExactly("after");
    assertThat(server.counts()).isEmpty();
    assertThat(reports).isEmptyDirectory();
  }

  @Test
  void a_hook_that_stops_the_load_generator_fails_and_says_why() {
    LoadPlan before = plan().before(exec(stopLoadGenerator("no stock")));
    assertThatThrownBy(() -> Runs.run(before, settings()))
        .hasMessage("before(…) of the plan failed: stopLoadGenerator: no stock");
    assertThat(server.counts()).isEmpty();

    RunRecord result = Runs.run(plan().after(exec(stopLoadGenerator("still there"))), settings());
    assertThat(result.verdict()).isEqualTo(Verdict.PASS);
    assertThat(result.notes())
        .contains("after(…) of the plan failed: stopLoadGenerator: still there");
  }

  /** Provides the service of a test as one that is started. */
  public static final class Started implements TargetProvider {

    private static Target service = new Service(URI.create("http://127.0.0.1:9"), () -> {});

    @Override
    public Target start(Path log, Config settings) throws IOException {
      Files.writeString(log, "no database is there");
      return service;
    }
  }

  /** What a service does until it is ready. */
  private interface Start {
    void run() throws IOException;
  }

  private record Service(URI uri, Start rest) implements Target {

    @Override
    public String description() {
      return "the server of a test";
    }

    @Override
    public void awaitReady() throws IOException {
      rest.run();
    }

    @Override
    public void close() {}
  }

  /** Runs a plan against the server of this test, which is started for the run. */
  private RunRecord runStarted(LoadPlan plan, Start rest, Path provider) throws IOException {
    return runStarted(plan, new Service(URI.create(server.uri()), rest), provider);
  }

  private RunRecord runStarted(LoadPlan plan, Target service, Path provider) throws IOException {
    Started.service = service;
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(new OneProvider(provider, Started.class.getName()));
    try {
      return Runs.run(plan, RunSettings.load().withReports(reports));
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  @Test
  void nothing_is_sent_before_a_started_service_is_ready(@TempDir Path folder) throws IOException {
    LoadPlan plan = plan().before(exec(get("/before")));

    RunRecord result = runStarted(plan, () -> done.add(sent()), folder.resolve("provider"));

    assertThat(result.verdict()).as(result.reason()).isEqualTo(Verdict.PASS);
    assertThat(done).containsExactly("0 before, 0 asked");
    assertThat(server.count("/before")).isEqualTo(1);
  }

  @Test
  void a_started_service_is_waited_for_if_there_is_no_before(@TempDir Path folder)
      throws IOException {
    RunRecord result = runStarted(plan(), () -> done.add(sent()), folder.resolve("provider"));

    assertThat(result.verdict()).as(result.reason()).isEqualTo(Verdict.PASS);
    assertThat(done).containsExactly("0 before, 0 asked");
  }

  @Test
  void a_started_service_that_is_not_ready_refuses_the_run_without_before_and_after(
      @TempDir Path folder) throws IOException {
    LoadPlan plan = plan().before(() -> done.add("before")).after(() -> done.add("after"));

    Throwable refusal =
        catchThrowable(
            () ->
                runStarted(
                    plan,
                    () -> {
                      throw new IOException("it ended with status 1");
                    },
                    folder.resolve("provider")));

    assertThat(refusal)
        .hasMessage(
            "the service could not be started: it ended with status 1 (awaitReady() of "
                + Started.class.getName()
                + "); what the service printed is in "
                + log());
    assertThat(done).isEmpty();
    assertThat(sent()).isEqualTo("0 before, 0 asked");
  }

  /** A service that accepts no connection until it is ready. */
  private Target lateService(List<String> asked) throws IOException {
    HttpServer late = HttpServer.create();
    lateServers.add(late);
    late.createContext(
        "/",
        exchange -> {
          asked.add(exchange.getRequestURI().getPath());
          byte[] body = "jobs_open 3\n".getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    int port = freePorts(1).get(0);
    return new Service(
        URI.create("http://127.0.0.1:" + port),
        () -> {
          asked.add("ready");
          late.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
          late.start();
        });
  }

  @Test
  void the_metrics_of_a_started_service_are_read_when_it_is_ready(@TempDir Path folder)
      throws IOException {
    List<String> asked = new CopyOnWriteArrayList<>();
    LoadPlan plan = plan().withThresholds(List.of(service("jobs_open").max().below(4.0)));

    RunRecord result = runStarted(plan, lateService(asked), folder.resolve("provider"));

    assertThat(result.verdict()).as(result.reason()).isEqualTo(Verdict.PASS);
    assertThat(asked).startsWith("ready", "/metrics");
  }

  @Test
  void a_metric_that_a_started_service_does_not_have_refuses_the_run_before_its_load(
      @TempDir Path folder) throws IOException {
    List<String> asked = new CopyOnWriteArrayList<>();
    LoadPlan plan =
        plan()
            .withThresholds(List.of(service("jobs_done").max().below(4.0)))
            .before(() -> asked.add("before"));

    Throwable refusal =
        catchThrowable(() -> runStarted(plan, lateService(asked), folder.resolve("provider")));

    assertThat(refusal)
        .hasMessageMatching(
            "metric of the service was \"jobs_done\"; http://127.0.0.1:\\d+/metrics has jobs_open"
                + "; what the service printed is in .*");
    assertThat(asked).containsExactly("ready", "/metrics");
  }

  @Test
  void a_started_service_that_accepts_no_connection_when_it_is_ready_refuses_the_run(
      @TempDir Path folder) throws IOException {
    URI closed = URI.create("http://127.0.0.1:" + freePorts(1).get(0));
    Target service = new Service(closed, () -> done.add("ready"));

    Throwable refusal =
        catchThrowable(() -> runStarted(plan(), service, folder.resolve("provider")));

    assertThat(refusal)
        .hasMessageContaining("target " + closed + " ")
        .hasMessageContaining(Started.class.getName());
    assertThat(done).containsExactly("ready");
  }

  private String sent() {
    return server.count("/before") + " before, " + server.count("/ask") + " asked";
  }

  /** The log of the service in the only run, which has to be kept. */
  private Path log() throws IOException {
    try (Stream<Path> runs = Files.list(reports)) {
      Path log = runs.findFirst().orElseThrow().resolve("service.log");
      assertThat(log).hasContent("no database is there");
      return log;
    }
  }

  @Test
  void a_scenario_that_cannot_be_built_refuses_the_run_without_before_and_after() {
    ActionBuilder broken =
        () ->
            (ctx, next) -> {
              throw new IllegalStateException("no broker");
            };
    LoadPlan plan =
        loadPlan("Broken")
            .users(userClass("U").task("Ask", exec(broken)))
            .profile(concurrentUsers().hold(1, ofSeconds(1)))
            .thresholds(errorCount().atMost(0))
            .before(() -> done.add("before"))
            .after(() -> done.add("after"));

    assertThatThrownBy(() -> Runs.run(plan, settings()))
        .isExactlyInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("scenario \"U\" cannot be built: ")
        .hasMessageContaining("IllegalStateException: no broker");

    assertThat(done).isEmpty();
    assertThat(server.counts()).isEmpty();
    assertThat(reports).isEmptyDirectory();
  }

  @Test
  void where_before_fails_the_log_of_the_service_stays_and_is_named(@TempDir Path folder)
      throws IOException {
    LoadPlan plan =
        plan()
            .before(
                () -> {
                  throw new IllegalStateException("no answer");
                });

    Throwable refusal =
        catchThrowable(() -> runStarted(plan, () -> {}, folder.resolve("provider")));

    assertThat(refusal)
        .hasMessage(
            "before(…) of the plan failed: IllegalStateException: no answer; what the service"
                + " printed is in "
                + log());
  }

  @Test
  void a_refused_run_gives_back_what_it_listened_on() throws IOException {
    List<Integer> ports = freePorts(3);
    RunSettings listening =
        settings()
            .with("onrush.tracesPort", String.valueOf(ports.get(0)))
            .with("onrush.export.prometheus", String.valueOf(ports.get(1)))
            .with("onrush.dashboard", "true")
            .with("onrush.dashboardPort", String.valueOf(ports.get(2)));
    LoadPlan refused =
        plan()
            .before(
                () -> {
                  throw new IllegalStateException("no database");
                });

    for (int run = 0; run < 2; run++) {
      assertThatThrownBy(() -> Runs.run(refused, listening))
          .hasMessage("before(…) of the plan failed: IllegalStateException: no database");
    }
    checkFree(ports);
  }

  @Test
  void a_run_whose_last_port_is_taken_gives_back_the_others() throws IOException {
    List<Integer> ports = freePorts(2);
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      RunSettings listening =
          settings()
              .with("onrush.tracesPort", String.valueOf(taken.getLocalPort()))
              .with("onrush.export.prometheus", String.valueOf(ports.get(0)))
              .with("onrush.dashboard", "true")
              .with("onrush.dashboardPort", String.valueOf(ports.get(1)));

      assertThatThrownBy(() -> Runs.run(plan(), listening))
          .hasMessageContaining("cannot listen for spans on port " + taken.getLocalPort());
    }
    checkFree(ports);
  }

  private static List<Integer> freePorts(int number) throws IOException {
    List<ServerSocket> open = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      open.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
    }
    for (ServerSocket socket : open) {
      socket.close();
    }
    return open.stream().map(ServerSocket::getLocalPort).toList();
  }

  private static void checkFree(List<Integer> ports) throws IOException {
    for (int port : ports) {
      new ServerSocket(port, 1, InetAddress.getLoopbackAddress()).close();
    }
  }

  @Test
  void a_before_whose_request_fails_refuses_the_run_and_says_which() {
    LoadPlan plan =
        plan()
            .before(exec(http("Log in").get("/fail").check(status().is(200))))
            .after(
                () -> {
                  throw new IOException("cannot drop");
                });

    assertThatThrownBy(() -> Runs.run(plan, settings()))
        .isExactlyInstanceOf(IllegalStateException.class)
        .hasMessage(
            "before(…) of the plan failed: Log in: status.find.is(200), found 500; then after(…) of"
                + " the plan failed: IOException: cannot drop");
    assertThat(server.count("/ask")).isZero();
  }

  @Test
  void a_before_that_never_ends_refuses_the_run_in_time() {
    CountDownLatch never = new CountDownLatch(1);

    assertThatThrownBy(
            () ->
                Runs.run(
                    plan().before(never::await), settings().with("onrush.setUpAtMost", "200 ms")))
        .isExactlyInstanceOf(IllegalStateException.class)
        .hasMessage(
            "before(…) of the plan did not end within 200 ms; shorten it, or"
                + " increase onrush.setUpAtMost");
    assertThat(server.counts()).isEmpty();
  }

  /** Uses up a feeder before the load, and again after it. */
  public static final class Feeding extends LoadSimulation {
    @Override
    protected LoadPlan plan() {
      FeederBuilder<Object> records = listFeeder(List.of(Map.<String, Object>of("id", "1")));
      return SetUpAndTearDownTest.plan()
          .before(feed(records).exec(get("/before/#{id}")))
          .after(feed(records).exec(get("/after/#{id}")).exec(feed(records)));
    }
  }

  @Test
  void a_feeder_of_before_begins_afresh_in_after() {
    ForkedGatling gatling = ForkedGatling.start(Feeding.class, reports, "-Dtarget=" + server.uri());

    assertThat(gatling.exitStatus()).as(gatling.output()).isIn(0, 4);
    assertThat(server.count("/before/1")).isEqualTo(1);
    assertThat(server.count("/after/1")).isEqualTo(1);
    assertThat(gatling.output())
        .contains("after(…) of the plan failed: ")
        .doesNotContain("did not end within");
  }

  @Test
  void a_failure_of_after_is_a_note() {
    LoadPlan plan =
        plan()
            .after(
                () -> {
                  throw new IOException("cannot drop");
                });

    RunRecord result = Runs.run(plan, settings());

    assertThat(result.verdict()).as(result.reason()).isEqualTo(Verdict.PASS);
    assertThat(result.notes())
        .containsExactly("after(…) of the plan failed: IOException: cannot drop");
  }

  @Test
  void of_several_flows_each_phase_that_is_not_counted_is_left_out_of_its_own_flow() {
    LoadPlan plan =
        loadPlan("Two")
            .flow(
                "Asks",
                users(userClass("U").thinkTime(constant(ofMillis(50))).task("Ask", get("/ask")))
                    .profile(
                        concurrentUsers().hold(2, ofSeconds(4)).notCounted().hold(2, ofSeconds(2))))
            .flow(
                "Others",
                users(userClass("V").thinkTime(constant(ofMillis(50))).task("Other", get("/other")))
                    .profile(concurrentUsers().hold(2, ofSeconds(6))))
            .thresholds(
                requestCount().inFlow("Asks").atLeast(1),
                throughput().inFlow("Asks").atLeast(perSecond(0.1)),
                requestCount().of("Other").atLeast(1));

    RunRecord result = Runs.run(plan, settings());

    long counted = Math.round(result.judgements().get(0).actual().orElseThrow());
    assertThat(counted).isPositive().isLessThan(server.count("/ask"));
    assertThat(result.judgements().get(2).actual().orElseThrow())
        .isEqualTo((double) server.count("/other"));
    assertThat(result.notes())
        .containsExactly(
            "%,d requests of phase Asks / steady (not counted) are in no figure; 0 of them failed"
                .formatted(server.count("/ask") - counted));
    // Only 2 s of the flow are counted, not 6.
    assertThat(result.judgements().get(1).actual().orElseThrow() * 2)
        .isBetween(counted - 1.0, counted + 1.0);
  }

  @Test
  void load_that_warms_the_service_up_is_in_no_figure_and_is_told() {
    LoadPlan plan =
        loadPlan("Warm")
            .users(
                userClass("U")
                    .thinkTime(constant(ofMillis(50)))
                    .task("Ask", http("Ask").get("/ask"))
                    .task("Fail", http("Fail").get("/fail").check(status().is(200))))
            .profile(concurrentUsers().rampTo(4, ofSeconds(1)).hold(4, ofSeconds(2)))
            .thresholds(
                errorRate().below(ofPercent(100)),
                throughput().atLeast(perSecond(0.1)),
                requestCount().during("steady state").atLeast(1))
            .warmUpService(ofSeconds(2));

    RunRecord result = Runs.run(plan, settings());

    long counted = result.timeline().all().requests();
    long warmUp = server.count("/ask") + server.count("/fail") - counted;
    long failed = server.count("/fail") - result.timeline().all().failures();
    assertThat(warmUp).isPositive();
    assertThat(result.notes())
        .containsExactly(
            "%,d requests of the service warm-up are in no figure; %,d of them failed"
                .formatted(warmUp, failed));
    assertThat(result.verdict()).as(result.reason()).isEqualTo(Verdict.PASS);
    Judgement throughput = result.judgements().get(1);
    double seconds = (result.length().toMillis() - 2_000) / 1e3;
    assertThat(throughput.actual().orElseThrow() * seconds).isBetween(counted - 1.0, counted + 1.0);
    assertThat(new Lines(result.timeline(), result.info().phases()).phases())
        .extracting(Line::name)
        .doesNotContain(Phase.SERVICE_WARM_UP)
        .startsWith("ramp-up", "steady");
    assertThat(result.info().phases().get(0).name()).isEqualTo(Phase.SERVICE_WARM_UP);
    // 4 users, who were present in both periods, and left in between
    assertThat(result.timeline().marks().mostUsers().orElseThrow().activeUsers()).isEqualTo(4);
  }
}
