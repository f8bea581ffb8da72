package dev.onrush.bench;

import static dev.onrush.dsl.OnrushDsl.arrivalRate;
import static dev.onrush.dsl.OnrushDsl.errorRate;
import static dev.onrush.dsl.OnrushDsl.get;
import static dev.onrush.dsl.OnrushDsl.loadPlan;
import static dev.onrush.dsl.OnrushDsl.ofPercent;
import static dev.onrush.dsl.OnrushDsl.p95;
import static dev.onrush.dsl.OnrushDsl.perSecond;
import static dev.onrush.dsl.OnrushDsl.userClass;
import static io.gatling.javaapi.core.CoreDsl.StringBody;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.exitHereIfFailed;
import static io.gatling.javaapi.core.CoreDsl.jsonPath;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.status;

import com.typesafe.config.ConfigFactory;
import dev.onrush.Onrush;
import dev.onrush.RunSettings;
import dev.onrush.bench.ConfusionMatrix.Seen;
import dev.onrush.plan.LoadPlan;
import dev.onrush.reference.ReferenceTarget;
import dev.onrush.result.Breach;
import dev.onrush.result.Cause;
import dev.onrush.result.RunResult;
import dev.onrush.spi.TargetProvider.Target;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Checks whether the cause that is found is the one that was made. The reference service gets into
 * trouble at a random moment of a short run, and the first cause of the first breach is compared
 * with the trouble. Healthy runs must break nothing, and a trouble without a rule must be reported
 * as unknown.
 *
 * <p>{@code mvn -q -Pbench test-compile exec:exec -Dbench=Findings -Dbench.rounds=10}; run some of
 * the troubles alone with {@code -Dbench.variants=cpu,lock}. Each run is recorded in {@code
 * target/bench/findings.tsv}: the same command continues where it was stopped. The matrix is
 * printed after each round.
 */
final class Findings {

  private static final int PORT = Integer.getInteger("bench.port", 18_210);
  private static final String POSTGRES =
      "jdbc:postgresql://127.0.0.1:" + PORT + "/postgres?user=postgres";
  private static final int LENGTH = 24;

  /** The settings with which a service starts: it holds each connection for 50 ms. */
  private static final String START =
      "reference { postgres.port = "
          + PORT
          + ", http.worker-threads = 200, pool.hold = 50ms, seed { workers = 200000, events = 1000 } %s }";

  private Findings() {}

  /**
   * A trouble.
   *
   * @param expected the name of the cause; {@link ConfusionMatrix#UNKNOWN} for a trouble without a
   *     rule
   * @param start further settings with which the service starts
   * @param change what makes the trouble: settings, a statement that holds a lock, or the delay of
   *     the network
   */
  private record Trouble(String name, String expected, String start, String change) {

    boolean locks() {
      return change.startsWith("LOCK");
    }

    /**
     * Returns whether the trouble is outside of the service, so that nothing in the service
     * changes.
     */
    boolean isOfTheNetwork() {
      return change.startsWith("network");
    }
  }

  private static final List<Trouble> TROUBLES =
      List.of(
          new Trouble("healthy", ConfusionMatrix.NONE, "", ""),
          new Trouble("pool", "connection pool exhausted", "", "pool.size = 1"),
          new Trouble(
              "max_connections",
              "database connections",
              ", postgres.max-connections = 7, pool.size = 3",
              "pool { size = 0, hold = 250ms }"),
          // With fewer rows, a scan of the table costs too little to break anything on a quiet
          // machine.
          new Trouble(
              "index", "missing index", ", seed.workers = 400000", "indexes.workers = false"),
          new Trouble("lock", "lock conflicts", "", "LOCK TABLE processes IN EXCLUSIVE MODE"),
          // Four times what OWASP recommends, so that a machine with fast cores is saturated as
          // well.
          new Trouble("cpu", "CPU saturated", "", "passwords.iterations = 2400000"),
          // Enough lines to be slow even if the disk is fast.
          new Trouble("logging", "debug logging", "", "log.debug-lines = 30000"),
          // The leak gives each collection more to look through, so that fast cores stand still as
          // well.
          new Trouble(
              "collections",
              "garbage collection",
              ", process.heap = 700",
              "faults { collect = true, leak = 1000 }"),
          new Trouble("latency", "upstream latency", "", "faults.latency = \"constant(800 ms)\""),
          new Trouble("rate", "rate limit", "", "rate-limit.per-second = 10"),
          new Trouble("admission", "admission control", "", "admission.max-in-flight = 1"),
          new Trouble("errors", ConfusionMatrix.UNKNOWN, "", "faults.error-rate = 0.3"),
          new Trouble("network", ConfusionMatrix.UNKNOWN, "", "network"),
          new Trouble("healthy again", ConfusionMatrix.NONE, "", ""));

  public static void main(String[] args) throws Exception {
    int rounds = Integer.getInteger("bench.rounds", 3);
    List<String> variants = List.of(System.getProperty("bench.variants", "").split(","));
    long seed = Long.getLong("bench.seed", 1);
    Path file = Path.of(System.getProperty("bench.file", "target/bench/findings.tsv"));
    ConfusionMatrix matrix = new ConfusionMatrix(file);
    System.out.printf("%d runs in %s; delete it to start again%n", matrix.runs(), file);
    Path folder = Files.createTempDirectory("onrush-findings");
    for (int round = 1; round <= rounds; round++) {
      for (Trouble trouble : TROUBLES) {
        if ((variants.contains(trouble.name)
                || TROUBLES.stream().noneMatch(t -> variants.contains(t.name)))
            && !matrix.has(round, trouble.name)) {
          SplittableRandom random =
              new SplittableRandom(seed + 31L * round + trouble.name.hashCode());
          try {
            Seen seen = run(round, trouble, 8 + random.nextInt(5), folder);
            matrix.add(seen);
            System.out.printf("%s%n%n", seen);
          } catch (IOException e) { // the same command tries it again
            System.err.printf("no run of %s: %s%n%n", trouble.name, e);
          }
        }
      }
      System.out.println(matrix.text());
    }
    System.exit(0); // Gatling leaves threads behind
  }

  private static Seen run(int round, Trouble trouble, int at, Path folder) throws IOException {
    Path log = folder.resolve("service.log");
    try (Target service =
            new ReferenceTarget()
                .start(log, ConfigFactory.parseString(START.formatted(trouble.start)));
        DelayingProxy network = new DelayingProxy(service.uri())) {
      CompletableFuture<Void> unused =
          CompletableFuture.runAsync(() -> awaitLoad(service.uri()))
              .thenRunAsync(
                  () -> begin(service.uri(), network, trouble),
                  CompletableFuture.delayedExecutor(at, TimeUnit.SECONDS));
      RunResult result =
          Onrush.run(
              trouble.start.contains("workers") ? plan(16, 60) : plan(2, 20),
              RunSettings.load()
                  .with("onrush.service.metrics", service.uri() + "/metrics")
                  .with("onrush.service.postgres", POSTGRES)
                  .with("onrush.warmUp", "5 s")
                  .withTarget(trouble.isOfTheNetwork() ? network.uri() : service.uri())
                  .withReports(folder));
      System.out.println(trouble.name + ", from " + at + " s on");
      for (Breach breach : result.breaches()) {
        System.out.println("  " + breach.headline());
        breach.lines().forEach(line -> System.out.println("    " + line));
      }
      Optional<Cause> first =
          result.breaches().stream().limit(1).flatMap(b -> b.causes().stream()).findFirst();
      return new Seen(
          round,
          trouble.name,
          trouble.expected,
          first
              .map(Cause::name)
              .orElse(result.breaches().isEmpty() ? ConfusionMatrix.NONE : ConfusionMatrix.UNKNOWN),
          first.filter(cause -> cause.confidence() == Cause.Confidence.STRONG).isPresent());
    } finally {
      Files.deleteIfExists(log);
    }
  }

  private static void begin(URI service, DelayingProxy network, Trouble trouble) {
    try {
      if (trouble.locks()) {
        lock(trouble.change);
      } else if (trouble.isOfTheNetwork()) {
        network.delay(Duration.ofMillis(800));
      } else if (!trouble.change.isEmpty()) {
        change(service, trouble.change);
      }
    } catch (IOException | SQLException e) {
      System.err.println("the trouble was not caused: " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Waits until load arrives. The service does not count the requests of its own warm-up, and the
   * generator's warm-up goes elsewhere.
   */
  private static void awaitLoad(URI service) {
    HttpRequest metrics = HttpRequest.newBuilder(URI.create(service + "/metrics")).build();
    try {
      while (!HttpClient.newHttpClient()
          .send(metrics, HttpResponse.BodyHandlers.ofString())
          .body()
          .contains("route=\"/api/v1/groups\"")) {
        Thread.sleep(200);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void change(URI service, String settings)
      throws IOException, InterruptedException {
    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create(service + "/admin/settings"))
                    .method("PATCH", HttpRequest.BodyPublishers.ofString("{" + settings + "}"))
                    .build(),
                HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IOException(answer.body());
    }
  }

  /**
   * Holds a lock for two seconds out of every two and a half, like a job that runs next to the
   * service.
   */
  private static void lock(String statement) throws SQLException, InterruptedException {
    try (Connection connection = DriverManager.getConnection(POSTGRES);
        Statement sql = connection.createStatement()) {
      connection.setAutoCommit(false);
      long end = System.nanoTime() + Duration.ofSeconds(LENGTH).toNanos();
      while (System.nanoTime() < end) {
        boolean unused = sql.execute(statement);
        Thread.sleep(2_000);
        connection.rollback();
        Thread.sleep(500);
      }
    }
  }

  /**
   * Returns the plan; {@code reads} is the weight of the task that reads the table whose index is
   * dropped.
   */
  private static LoadPlan plan(int reads, int rate) {
    return loadPlan("Findings")
        .users(
            userClass("Clerk")
                .task(
                    reads,
                    "Options",
                    http("Log in")
                        .post("/api/v1/auth/login")
                        .body(
                            StringBody(
                                "{\"username\": \"seed-#{randomInt(1,100)}\", \"password\":"
                                    + " \"correct horse battery staple\"}"))
                        .asJson()
                        .check(status().is(200)),
                    get("/api/v1/workers/select-options").check(status().is(200)))
                .task(
                    2,
                    "Register",
                    http("Register")
                        .post("/api/v1/users")
                        .body(
                            StringBody(
                                "{\"username\": \"u-#{randomUuid()}\", \"password\":"
                                    + " \"correct horse battery staple\"}"))
                        .asJson()
                        .check(status().is(201)))
                .task(2, "Groups", get("/api/v1/groups").check(status().is(200)))
                .task(
                    4,
                    "Change",
                    exec(session -> session.set("process", 1 + (int) (session.userId() % 100))),
                    http("Show")
                        .get("/api/v1/processes/#{process}")
                        .check(status().is(200), jsonPath("$.version").saveAs("version")),
                    exitHereIfFailed(),
                    http("Change")
                        .put("/api/v1/processes/#{process}")
                        .body(
                            StringBody(
                                "{\"name\": \"P\", \"version\": #{version}, \"resources\": [1]}"))
                        .asJson()
                        .check(status().in(200, 409))))
        .profile(arrivalRate().hold(perSecond(rate), Duration.ofSeconds(LENGTH)))
        .thresholds(p95().below(Duration.ofMillis(500)), errorRate().below(ofPercent(2)))
        .warmUpService(Duration.ofSeconds(4));
  }
}
