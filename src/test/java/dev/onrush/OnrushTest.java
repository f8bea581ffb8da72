package dev.onrush;

import static dev.onrush.dsl.OnrushDsl.*;
import static io.gatling.javaapi.core.CoreDsl.*;
import static io.gatling.javaapi.http.HttpDsl.*;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.onrush.internal.cluster.message.Until;
import dev.onrush.internal.metrics.Series.Kind;
import dev.onrush.internal.metrics.Users;
import dev.onrush.internal.run.log.IntervalLog;
import dev.onrush.internal.run.record.RunRecord;
import dev.onrush.plan.LoadPlan;
import dev.onrush.plan.UserClass;
import dev.onrush.result.Judgement;
import dev.onrush.result.RunEnd;
import dev.onrush.result.RunResult;
import dev.onrush.result.Verdict;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plans run from Java, in this JVM, against a server that counts requests. */
@Tag("load")
@Tag("long")
class OnrushTest {

  @TempDir Path reports;

  private final CountingServer server = new CountingServer();

  @AfterEach
  void close() {
    server.close();
  }

  private RunSettings settings() {
    return WithSettings.load(Map.of())
        .withTarget(URI.create(server.uri()))
        .withReports(reports)
        .withSeed(42);
  }

  private static UserClass browsing() {
    return userClass("Browsing")
        .weight(8)
        .thinkTime(between(ofMillis(10), ofMillis(50)))
        .onStart(http("Arrive").get("/arrive"))
        .onStop(http("Depart").get("/depart"))
        .task(3, "List", get("/list"))
        .task(1, "Show", get("/show"));
  }

  @Test
  void closed_users_arrive_work_and_leave_as_the_profile_says() {
    LoadPlan plan =
        loadPlan("Closed")
            .users(
                browsing(),
                userClass("Active")
                    .weight(2)
                    .thinkTime(constant(ofMillis(20)))
                    .task("Write", post("/write")),
                userClass("Health").weight(1).pacing(ofMillis(200)).task("Health", get("/health")))
            .profile(
                concurrentUsers()
                    .rampTo(10, ofSeconds(1))
                    .hold(100, ofSeconds(2))
                    .hold(10, ofSeconds(2)))
            .thresholds(errorCount().atMost(0), requestCount().of("Health").atLeast(1));

    RunRecord result = Runs.run(plan, settings());

    assertThat(result.verdict()).as(result.reason()).isEqualTo(Verdict.PASS);
    Map<String, Users> users = result.timeline().users();
    // Users who leave at the jump down are not replaced, so the number of users that arrived equals
    // the peak.
    assertThat(users.get("Browsing")).isEqualTo(new Users(73, 73, 0));
    assertThat(users.get("Active")).isEqualTo(new Users(18, 18, 0));
    assertThat(users.get("Health")).isEqualTo(new Users(9, 9, 0));
    assertThat(server.count("/arrive")).isEqualTo(73);
    assertThat(server.count("/depart")).isEqualTo(73);
    assertThat(requests(result, "List")).isEqualTo(server.count("/list"));
    assertThat(requests(result, "Write")).isEqualTo(server.count("/write"));
    assertThat(result.timeline().all().requests())
        .isEqualTo(server.counts().values().stream().mapToLong(Long::longValue).sum());
    // After the jump down, only 10 users are left.
    assertThat(result.timeline().rows())
        .filteredOn(
            row ->
                row.end().compareTo(ofMillis(4_500)) > 0
                    && row.end().compareTo(ofMillis(5_000)) < 0)
        .allSatisfy(row -> assertThat(row.activeUsers()).isEqualTo(10));
  }

  @Test
  void an_interrupt_ends_the_wait_for_another_run() throws Exception {
    CountDownLatch running = new CountDownLatch(1);
    CountDownLatch held = new CountDownLatch(1);
    LoadPlan first =
        loadPlan("First")
            .users(browsing())
            .profile(concurrentUsers().hold(1, ofSeconds(1)))
            .thresholds(errorCount().atMost(0))
            .before(
                () -> {
                  running.countDown();
                  held.await();
                });
    RunSettings settings = settings();
    CompletableFuture<RunResult> ended =
        CompletableFuture.supplyAsync(() -> Onrush.run(first, settings));
    CompletableFuture<Throwable> failure = new CompletableFuture<>();

    try {
      assertThat(running.await(60, TimeUnit.SECONDS)).isTrue();
      Thread second =
          new Thread(() -> failure.complete(catchThrowable(() -> Onrush.run(first, settings))));
      second.start();
      second.interrupt();

      assertThat(failure.get(60, TimeUnit.SECONDS))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("the run was interrupted before it began");
    } finally {
      held.countDown();
    }
    assertThat(ended.get(60, TimeUnit.SECONDS).verdict()).isEqualTo(Verdict.PASS);
  }

  /** A simulation that starts another run to find the size of its own. */
  public static final class RunWithinAPlan extends LoadSimulation {
    @Override
    protected LoadPlan plan() {
      LoadPlan plan =
          loadPlan("Inner")
              .users(browsing())
              .profile(concurrentUsers().hold(1, ofSeconds(1)))
              .thresholds(errorCount().atMost(0));
      RunResult inner = Onrush.run(plan, WithSettings.load(Map.of()));
      throw new AssertionError(inner.reason());
    }
  }

  @Test
  void a_run_within_the_plan_of_another_is_refused() {
    assertThatThrownBy(() -> Onrush.run(RunWithinAPlan.class, settings()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "a run was started while another run loads its plan; runs are executed one after the"
                + " other: start this run before the other one, and give its result to the plan");
    assertThat(server.counts()).isEmpty();
  }

  /** A simulation during whose loading its thread is interrupted. */
  public static final class InterruptedPlan extends LoadSimulation {
    @Override
    protected LoadPlan plan() {
      Thread.currentThread().interrupt();
      return loadPlan("Interrupted")
          .users(browsing())
          .profile(concurrentUsers().hold(1, ofSeconds(1)))
          .thresholds(errorCount().atMost(0));
    }
  }

  @Test
  void an_interrupt_while_the_target_is_checked_is_no_mistake_of_the_plan() {
    try {
      assertThatThrownBy(() -> Onrush.run(InterruptedPlan.class, settings()))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("the run was interrupted before it began");
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
    assertThat(server.counts()).isEmpty();
  }

  @Test
  void an_interrupt_ends_the_run_which_keeps_everything_up_to_it() throws Exception {
    LoadPlan plan =
        loadPlan("Long")
            .users(userClass("U").pacing(ofMillis(20)).task("List", get("/list")))
            .profile(concurrentUsers().hold(2, ofMinutes(10)))
            .thresholds(errorCount().atMost(0));
    RunSettings settings = settings();
    CompletableFuture<RunRecord> ended = new CompletableFuture<>();
    CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
    Thread run =
        new Thread(
            () -> {
              try {
                ended.complete(Runs.run(plan, settings));
                interrupted.complete(Thread.currentThread().isInterrupted());
              } catch (Throwable e) {
                ended.completeExceptionally(e);
              }
            });
    run.start();
    Until.so("there is load", () -> server.count("/list") > 20 || ended.isDone());

    run.interrupt();

    RunRecord result = ended.get(60, TimeUnit.SECONDS);
    assertThat(result.verdict()).isEqualTo(Verdict.INVALID);
    assertThat(result.reason()).contains("the thread of the run was interrupted");
    assertThat(result.ending().how()).isEqualTo(RunEnd.How.INTERRUPTED);
    assertThat(requests(result, "List")).isEqualTo(server.count("/list"));
    assertThat(interrupted.get(60, TimeUnit.SECONDS)).isTrue();
    try (Stream<Path> folders = Files.list(reports)) {
      assertThat(folders.filter(Files::isDirectory))
          .singleElement()
          .satisfies(folder -> assertThat(folder.resolve("report.html")).exists());
    }
  }

  @Test
  void a_name_that_is_too_long_for_a_folder_is_refused() {
    LoadPlan plan =
        loadPlan("Ä".repeat(101))
            .users(userClass("U").task("List", get("/list")))
            .profile(concurrentUsers().hold(1, ofSeconds(1)))
            .thresholds(errorCount().atMost(0));

    assertThatThrownBy(() -> Onrush.run(plan, settings()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "name of the plan has 202 bytes; at most 200 are allowed, because the folder of the run"
                + " is named after it; shorten it");
    assertThat(server.counts()).isEmpty();
  }

  @Test
  void a_chain_that_blocks_its_event_loop_fails_no_throughput() {
    LoadPlan plan =
        loadPlan("Blocking")
            .users(
                userClass("U")
                    .task(
                        "Ask",
                        get("/ask"),
                        exec(
                            session -> {
                              long until = System.nanoTime() + 700_000_000L;
                              while (System.nanoTime() < until) {
                                Thread.onSpinWait();
                              }
                              return session;
                            })))
            .profile(concurrentUsers().hold(1, ofSeconds(10)))
            .thresholds(errorCount().atMost(0), throughput().atLeast(perSecond(1_000)));

    RunRecord result = Runs.run(plan, settings().with("onrush.generator.standstill", "500 ms"));

    assertThat(result.judgements())
        .extracting(Judgement::verdict)
        .containsExactly(Verdict.PASS, Verdict.INVALID);
    assertThat(result.reason())
        .startsWith("an event loop of the generator was blocked for ")
        .endsWith(" (would be FAIL)");
  }

  @Test
  void open_arrivals_are_as_many_as_are_due() {
    LoadPlan plan =
        loadPlan("Open")
            .users(
                userClass("A").weight(2).task("a", get("/a")),
                userClass("B").weight(1).task("b", get("/b")))
            .profile(arrivalRate().rampTo(perSecond(100), ofSeconds(2)).holdFor(ofSeconds(2)))
            .thresholds(errorCount().atMost(0));

    RunRecord result = Runs.run(plan, settings());

    // 2 s of 0 to 100/s and 2 s of 100/s: 300 arrivals, in the ratio 2:1
    assertThat(server.count("/a")).isEqualTo(200);
    assertThat(server.count("/b")).isEqualTo(100);
    assertThat(result.timeline().users().get("A")).isEqualTo(new Users(200, 200, 0));
    assertThat(result.verdict()).isEqualTo(Verdict.PASS);
  }

  @Test
  void a_class_without_a_user_does_not_hold_up_the_run() {
    LoadPlan plan =
        loadPlan("One")
            .users(browsing(), userClass("Rare").task("Rare", get("/rare")))
            .profile(smoke().users(5).holdFor(ofSeconds(1)))
            .thresholds(requestCount().atLeast(1), requestCount().of("Rare").atLeast(5));

    RunRecord result = Runs.run(plan, settings().with("users", "1"));

    assertThat(result.verdict()).isEqualTo(Verdict.NO_DATA);
    assertThat(result.reason())
        .isEqualTo(
            "request count of Rare has no data (no requests): Rare had no users (peak 1 user)");
    assertThat(server.count("/rare")).isZero();
  }

  @Test
  void the_same_seed_picks_the_same_tasks_for_the_same_user() {
    String first = picks();
    String second = picks();

    assertThat(first).hasSizeGreaterThan(20);
    int common = Math.min(first.length(), second.length());
    assertThat(first.substring(0, common)).isEqualTo(second.substring(0, common));
    // 3:1 with seed 42; without the weights, the share would not stay between 1/2 and 1
    assertThat(first.chars().filter(c -> c == 'L').count())
        .isBetween(first.length() / 2L, (long) first.length());
  }

  private String picks() {
    StringBuffer picks = new StringBuffer();
    LoadPlan plan =
        loadPlan("Seeded")
            .users(
                userClass("U")
                    .thinkTime(constant(ofMillis(5)))
                    .task(3, "L", exec(session -> noted(session, picks, 'L')), get("/l"))
                    .task(1, "S", exec(session -> noted(session, picks, 'S')), get("/s")))
            .profile(smoke().users(1).holdFor(ofSeconds(4)))
            .thresholds(errorCount().atMost(0));
    Runs.run(plan, settings());
    return picks.toString();
  }

  private static io.gatling.javaapi.core.Session noted(
      io.gatling.javaapi.core.Session session, StringBuffer picks, char task) {
    picks.append(task);
    return session;
  }

  @Test
  void a_failure_in_one_iteration_is_not_held_against_the_next() {
    AtomicInteger begun = new AtomicInteger();
    AtomicInteger begunAsFailed = new AtomicInteger();
    LoadPlan plan =
        loadPlan("Failing")
            .users(
                userClass("U")
                    .thinkTime(constant(ofMillis(10)))
                    .task(
                        "Fail",
                        exec(
                            session -> {
                              begun.incrementAndGet();
                              begunAsFailed.addAndGet(session.isFailed() ? 1 : 0);
                              return session;
                            }),
                        get("/fail").check(status().is(200))))
            .profile(smoke().users(1).holdFor(ofSeconds(4)))
            .thresholds(errorRate().atLeast(ofPercent(100)));

    RunRecord result = Runs.run(plan, settings());

    assertThat(begun).hasValueGreaterThan(3);
    assertThat(begunAsFailed).hasValue(0);
    assertThat(result.timeline().users().get("U").started()).isEqualTo(1);
    assertThat(result.timeline().all().errors().get(0).getKey())
        .isEqualTo("status.find.is(200), found 500");
  }

  @Test
  void a_user_that_exits_is_replaced() {
    LoadPlan plan =
        loadPlan("Exiting")
            .users(userClass("U").task("Once", get("/once"), exitHere()))
            .profile(smoke().users(5).holdFor(ofMillis(3_500)))
            .thresholds(requestCount().atLeast(1));

    RunRecord result = Runs.run(plan, settings());

    assertThat(result.timeline().users().get("U").started()).isGreaterThan(5);
    assertThat(result.timeline().users().get("U").active()).isZero();
    assertThat(requests(result, "Once")).isEqualTo(server.count("/once"));
  }

  private static LoadPlan asking(String path) {
    return loadPlan("Asking")
        .users(userClass("U").thinkTime(constant(ofMillis(20))).task("Ask", get(path)))
        .profile(smoke().users(2).holdFor(ofSeconds(4)))
        .thresholds(p99().below(ofSeconds(30)));
  }

  private Path folder() throws IOException {
    try (Stream<Path> entries = Files.list(reports)) {
      return entries.filter(Files::isDirectory).findFirst().orElseThrow();
    }
  }

  @Test
  void a_run_in_which_everything_fails_does_not_pass_by_its_response_times() throws IOException {
    RunRecord result = Runs.run(asking("/fail"), settings());

    long sent = server.count("/fail");
    assertThat(result.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(result.reason())
        .isEqualTo(
            "error rate (implied) was 100 % (limit 50 %): the plan has no threshold on all errors;"
                + " add one, or set onrush.impliedErrorRate");
    assertThat(result.judgements().get(0).detail())
        .isEqualTo(sent + " of " + sent + " requests failed");
    assertThat(IntervalLog.read(folder()).judgements()).isEqualTo(result.judgements());
  }

  @Test
  void a_target_that_is_not_there_is_told_before_anything_is_sent() {
    server.close();

    assertThatThrownBy(() -> Runs.run(asking("/ask"), settings()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(
            "target " + server.uri() + " refused the connection: nothing listens");
    assertThat(reports).isEmptyDirectory();
  }

  @Test
  void a_breach_ends_the_run_early_with_its_report() {
    LoadPlan plan =
        loadPlan("Aborting")
            .users(
                userClass("U")
                    .thinkTime(constant(ofMillis(20)))
                    .task("f", get("/fail").check(status().is(200))))
            .profile(smoke().users(2).holdFor(ofMinutes(5)))
            .thresholds(errorRate().below(ofPercent(1)).abortAfter(ofSeconds(1)));

    RunRecord result = Runs.run(plan, settings());

    assertThat(result.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(result.ending().how()).isEqualTo(RunEnd.How.ABORTED);
    assertThat(result.length()).isLessThan(ofMinutes(1));
    assertThat(reports).isDirectoryRecursivelyContaining("glob:**/summary.md");
  }

  @Test
  void an_unknown_request_is_refused_before_anything_is_sent() {
    LoadPlan plan =
        loadPlan("Typo")
            .users(browsing())
            .profile(smoke().holdFor(ofSeconds(1)))
            .thresholds(p95().of("Lits").below(ofSeconds(1)));

    assertThatThrownBy(() -> Runs.run(plan, settings()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "threshold \"p95 of Lits < 1 s\" names request \"Lits\"; this plan has \"Arrive\","
                + " \"Depart\", \"List\", \"Show\"");
    assertThat(server.counts()).isEmpty();
  }

  @Test
  void names_that_come_while_it_runs_are_judged() {
    LoadPlan plan =
        loadPlan("Late")
            .users(
                userClass("U")
                    .pacing(ofSeconds(1))
                    .task(
                        1,
                        "Visit",
                        exec(session -> session.set("kind", "users"))
                            .exec(
                                group(session -> "flow " + session.getString("kind"))
                                    .on(
                                        http(session -> "GET " + session.getString("kind"))
                                            .get("/list")),
                                http("Token").get("/token").silent(),
                                http("Login").get("/redir"),
                                http("Page").get("/page"),
                                ws("Connect")
                                    .connect("/ws")
                                    .onConnected(
                                        exec(
                                            ws("Greet")
                                                .sendText("hi")
                                                .await(2)
                                                .on(
                                                    ws.checkTextMessage("greeting")
                                                        .check(bodyString().is("echo:hi"))))),
                                ws("Close").close())))
            .profile(smoke().users(1).holdFor(ofSeconds(5)))
            .thresholds(
                requestCount().of("GET users").atLeast(1),
                errorRate().ofGroup("flow users").below(ofPercent(1)),
                requestCount().of("image.png").atLeast(1),
                requestCount().of("Login Redirect 1").atLeast(1),
                requestCount().of("greeting").atLeast(1),
                p95().ofEachRequest().below(ofSeconds(10)))
            .http(protocol -> protocol.inferHtmlResources());

    RunRecord result = Runs.run(plan, settings());

    assertThat(server.counts().get("/token")).isPositive();
    assertThat(result.judgements())
        .allSatisfy(judgement -> assertThat(judgement.verdict()).isEqualTo(Verdict.PASS));
  }

  @Test
  void headers_without_an_end_are_a_failure_of_the_service() throws Exception {
    byte[] headers = ("X: " + "v".repeat(10_000) + "\r\n").getBytes(US_ASCII);
    AtomicInteger sent = new AtomicInteger();
    try (ServerSocket socket = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      socket.setSoTimeout(60_000);
      Thread service =
          new Thread(
              () -> {
                try (Socket client = socket.accept()) {
                  client.getOutputStream().write("HTTP/1.1 200 OK\r\n".getBytes(US_ASCII));
                  while (sent.incrementAndGet() < 100_000) {
                    client.getOutputStream().write(headers);
                  }
                } catch (IOException e) {
                  // the generator has closed the connection
                }
              });
      service.setDaemon(true);
      service.start();
      LoadPlan plan =
          loadPlan("Endless")
              .users(userClass("U").pacing(ofSeconds(30)).task("Ask", get("/")))
              .profile(smoke().users(1).holdFor(ofSeconds(4)))
              .thresholds(errorCount().atLeast(1));

      // The service accepts only one connection, which has to be the run's own.
      RunSettings unchecked =
          WithSettings.load(Map.of("onrush.checkTarget", "false")).withReports(reports);
      RunRecord result =
          Runs.run(
              plan, unchecked.withTarget(URI.create("http://127.0.0.1:" + socket.getLocalPort())));

      service.join(60_000);
      assertThat(service.isAlive()).as("the generator keeps the connection open").isFalse();
      assertThat(result.timeline().all().errors().get(0).getKey())
          .endsWith("the headers of the response are longer than 1 MB");
      assertThat(sent).hasValueLessThan(100_000);
    }
  }

  @Test
  void a_silent_request_has_no_threshold() {
    LoadPlan plan =
        loadPlan("Quiet")
            .users(userClass("U").task(1, "Token", http("Token").get("/token").silent()))
            .profile(smoke().holdFor(ofSeconds(1)))
            .thresholds(p95().of("Token").below(ofSeconds(1)));

    assertThatThrownBy(() -> Runs.run(plan, settings()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "threshold \"p95 of Token < 1 s\" names request \"Token\", which is never"
                + " counted: it is marked silent(); have it counted, or name another request");
    assertThat(server.counts()).isEmpty();
  }

  @Test
  void a_target_that_nobody_has_allowed_is_refused() {
    LoadPlan plan =
        loadPlan("Far")
            .users(browsing())
            .profile(smoke().holdFor(ofSeconds(1)))
            .thresholds(errorCount().atMost(0));

    assertThatThrownBy(
            () -> Runs.run(plan, settings().withTarget(URI.create("https://service.invalid"))))
        .hasMessage(
            "target was https://service.invalid; only loopback and the hosts in"
                + " onrush.allowedHosts may be loaded (now none); add \"service.invalid\" there,"
                + " or write -Donrush.allowedHosts=service.invalid");
  }

  private static long requests(RunRecord result, String name) {
    return result
        .timeline()
        .select(series -> series.kind() == Kind.REQUEST && series.name().equals(name))
        .requests();
  }
}
