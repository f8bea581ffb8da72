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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Whether the cause that is found is the one that was made: the reference service gets into trouble
 * at a random moment of a short run, and the first cause of the first breach is held against the
 * trouble. Healthy runs break nothing, and a trouble without a rule comes out as unknown.
 *
 * <p>{@code mvn -q -Pbench test-compile exec:exec -Dbench=Findings -Dbench.rounds=3}, and some of
 * the troubles alone with {@code -Dbench.variants=cpu,lock}.
 */
final class Findings {

  private static final int PORT = Integer.getInteger("bench.port", 18_210);
  private static final String POSTGRES =
      "jdbc:postgresql://127.0.0.1:" + PORT + "/postgres?user=postgres";
  private static final int LENGTH = 24;
  private static final String NONE = "(nothing)";
  private static final String UNKNOWN = "unknown";

  /** What a service starts with: it holds each connection for 50 ms. */
  private static final String START =
      "reference { postgres.port = "
          + PORT
          + ", http.worker-threads = 200, pool.hold = 50ms, seed { workers = 200000, events = 1000 } %s }";

  private Findings() {}

  /**
   * A trouble.
   *
   * @param expected the name of the cause; {@link #UNKNOWN} of one without a rule
   * @param start further settings with which the service starts
   * @param change settings that make the trouble; a statement if it holds a lock
   */
  private record Trouble(String name, String expected, String start, String change) {

    boolean locks() {
      return change.startsWith("LOCK");
    }
  }

  private static final List<Trouble> TROUBLES =
      List.of(
          new Trouble("healthy", NONE, "", ""),
          new Trouble("pool", "connection pool exhausted", "", "pool.size = 1"),
          new Trouble(
              "max_connections",
              "database connections",
              ", postgres.max-connections = 7, pool.size = 3",
              "pool { size = 0, hold = 250ms }"),
          new Trouble("index", "missing index", "", "indexes.workers = false"),
          new Trouble("lock", "lock conflicts", "", "LOCK TABLE processes IN EXCLUSIVE MODE"),
          new Trouble("cpu", "CPU saturated", "", "passwords.iterations = 600000"),
          new Trouble("logging", "debug logging", "", "log.debug-lines = 4000"),
          new Trouble("collections", "garbage collection", "", "faults.collect = true"),
          new Trouble("latency", "upstream latency", "", "faults.latency = \"constant(800 ms)\""),
          new Trouble("rate", "rate limit", "", "rate-limit.per-second = 10"),
          new Trouble("admission", "admission control", "", "admission.max-in-flight = 1"),
          new Trouble("errors", UNKNOWN, "", "faults.error-rate = 0.3"),
          new Trouble("healthy again", NONE, "", ""));

  private record Seen(String trouble, String expected, String first, boolean strong) {}

  public static void main(String[] args) throws Exception {
    int rounds = Integer.getInteger("bench.rounds", 3);
    List<String> variants = List.of(System.getProperty("bench.variants", "").split(","));
    SplittableRandom random = new SplittableRandom(Long.getLong("bench.seed", 1));
    Path folder = Files.createTempDirectory("onrush-findings");
    List<Seen> all = new ArrayList<>();
    for (int round = 1; round <= rounds; round++) {
      for (Trouble trouble : TROUBLES) {
        if (variants.contains(trouble.name)
            || TROUBLES.stream().noneMatch(t -> variants.contains(t.name))) {
          Seen seen = run(trouble, 8 + random.nextInt(5), folder);
          all.add(seen);
          System.out.printf("round %d  %s%n%n", round, seen);
        }
      }
    }
    System.out.println(matrix(all));
    System.exit(0); // Gatling leaves threads behind
  }

  private static Seen run(Trouble trouble, int at, Path folder) throws IOException {
    Path log = folder.resolve("service.log");
    try (Target service =
        new ReferenceTarget()
            .start(log, ConfigFactory.parseString(START.formatted(trouble.start)))) {
      CompletableFuture<Void> unused =
          CompletableFuture.runAsync(() -> awaitLoad(service.uri()))
              .thenRunAsync(
                  () -> begin(service.uri(), trouble),
                  CompletableFuture.delayedExecutor(at, TimeUnit.SECONDS));
      RunResult result =
          Onrush.run(
              plan(),
              RunSettings.load()
                  .with("onrush.service.metrics", "/metrics")
                  .with("onrush.service.postgres", POSTGRES)
                  .with("onrush.warmUp", "5 s")
                  .withTarget(service.uri())
                  .withReports(folder));
      System.out.println(trouble.name + ", from " + at + " s on");
      for (Breach breach : result.breaches()) {
        System.out.println("  " + breach.headline());
        breach.lines().forEach(line -> System.out.println("    " + line));
      }
      return seen(trouble, result.breaches());
    } finally {
      Files.deleteIfExists(log);
    }
  }

  private static Seen seen(Trouble trouble, List<Breach> breaches) {
    if (breaches.isEmpty()) {
      return new Seen(trouble.name, trouble.expected, NONE, false);
    }
    return breaches.get(0).causes().stream()
        .findFirst()
        .map(
            cause ->
                new Seen(
                    trouble.name,
                    trouble.expected,
                    cause.name(),
                    cause.confidence() == Cause.Confidence.STRONG))
        .orElse(new Seen(trouble.name, trouble.expected, UNKNOWN, false));
  }

  private static void begin(URI service, Trouble trouble) {
    try {
      if (trouble.locks()) {
        lock(trouble.change);
      } else if (!trouble.change.isEmpty()) {
        change(service, trouble.change);
      }
    } catch (IOException | SQLException e) {
      System.err.println("no trouble was made: " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The service counts no request of its own warm-up, and the generator's goes elsewhere. */
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

  /** Two seconds of each two and a half, as a job does that runs beside the service. */
  private static void lock(String statement) throws SQLException, InterruptedException {
    try (Connection connection = DriverManager.getConnection(POSTGRES);
        Statement sql = connection.createStatement()) {
      connection.setAutoCommit(false);
      long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
      while (System.nanoTime() < end) {
        boolean unused = sql.execute(statement);
        Thread.sleep(2_000);
        connection.rollback();
        Thread.sleep(500);
      }
    }
  }

  private static LoadPlan plan() {
    return loadPlan("Findings")
        .users(
            userClass("Clerk")
                .task(
                    2,
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
                .task(3, "Groups", get("/api/v1/groups").check(status().is(200)))
                .task(
                    2,
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
        .profile(arrivalRate().hold(perSecond(20), Duration.ofSeconds(LENGTH)))
        .thresholds(p95().below(Duration.ofMillis(500)), errorRate().below(ofPercent(2)))
        .warmUpService(Duration.ofSeconds(4));
  }

  /** A row for each trouble, a column for each first cause. */
  private static String matrix(List<Seen> all) {
    Map<String, Map<String, Integer>> counts = new LinkedHashMap<>();
    for (Seen seen : all) {
      String column = seen.first + (seen.strong || !isCause(seen.first) ? "" : " (some)");
      counts
          .computeIfAbsent(seen.trouble.replace(" again", ""), t -> new TreeMap<>())
          .merge(column, 1, Integer::sum);
    }
    StringBuilder text =
        new StringBuilder("| trouble | right first cause | first cause |\n|---|---:|---|\n");
    counts.forEach(
        (trouble, causes) -> {
          List<Seen> of =
              all.stream().filter(s -> s.trouble.replace(" again", "").equals(trouble)).toList();
          text.append(
              String.format(
                  Locale.ROOT,
                  "| %s | %d of %d | %s |%n",
                  trouble,
                  of.stream().filter(s -> s.first.equals(s.expected)).count(),
                  of.size(),
                  String.join(
                      ", ",
                      causes.entrySet().stream()
                          .map(c -> c.getKey() + " " + c.getValue())
                          .toList())));
        });
    long caused = all.stream().filter(s -> isCause(s.expected)).count();
    text.append(
        String.format(
            Locale.ROOT,
            "%nOf %d runs with a trouble that has a rule: right %d, unknown %d, nothing broke %d,"
                + " wrong and strong %d, wrong with some evidence %d.%n",
            caused,
            all.stream().filter(s -> isCause(s.expected) && s.first.equals(s.expected)).count(),
            all.stream().filter(s -> isCause(s.expected) && s.first.equals(UNKNOWN)).count(),
            all.stream().filter(s -> isCause(s.expected) && s.first.equals(NONE)).count(),
            wrong(all, true),
            wrong(all, false)));
    return text.toString();
  }

  private static boolean isCause(String name) {
    return !name.equals(NONE) && !name.equals(UNKNOWN);
  }

  private static long wrong(List<Seen> all, boolean strong) {
    return all.stream()
        .filter(s -> isCause(s.expected) && isCause(s.first))
        .filter(s -> !s.first.equals(s.expected) && s.strong == strong)
        .count();
  }
}
