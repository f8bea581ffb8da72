package dev.onrush.reference;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.onrush.reference.Client.Answer;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The endpoints of the five systems, and the faults that can be injected while they run. */
@Tag("extended")
class SystemsTest {

  private static final String OPTIONS = "/api/v1/workers/select-options";
  private static final String TASKS = "/api/v1/eventstreammonitor/tasks?user=";
  private static final String PROCESSES = "/api/v1/processes";
  private static final String SETTINGS = "/admin/settings";

  @TempDir static Path folder;

  private static ReferenceProcess service;
  private static Client client;

  @BeforeAll
  static void start() throws IOException {
    service =
        ReferenceProcess.start(
            folder.resolve("service.log"),
            Map.of(
                "seed.workers",
                "2000",
                "seed.events",
                "5000",
                "passwords.iterations",
                "100",
                "pool.connection-timeout",
                "30s",
                "postgres.folder",
                folder.toString()));
    client = Client.of(service);
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  @AfterEach
  void restore() throws Exception {
    patch(
        """
        {faults: {latency: none, stall-for: 0s, stall-every: 10s, error-rate: 0, leak: 0}, log.requests: false,
         admission.max-in-flight: 0, rate-limit.per-second: 0, pool: {size: 10, connection-timeout: 30s},
         cache: {enabled: true, ttl: 60s}, indexes.workers: true, processes.optimistic-locking: true}
        """);
  }

  private static Answer patch(String settings) throws Exception {
    return client.send(client.request(SETTINGS).method("PATCH", BodyPublishers.ofString(settings)));
  }

  private static Answer put(String path, String body) throws Exception {
    return client.send(client.request(path).PUT(BodyPublishers.ofString(body)));
  }

  private static String metrics() throws Exception {
    return client
        .http()
        .send(
            client.request("/metrics").GET().build(),
            java.net.http.HttpResponse.BodyHandlers.ofString())
        .body();
  }

  private static double metric(String line) throws Exception {
    return metrics()
        .lines()
        .filter(l -> l.startsWith(line + " "))
        .mapToDouble(l -> Double.parseDouble(l.substring(line.length() + 1)))
        .findFirst()
        .orElse(0);
  }

  /** Requests are counted, and leave, only after their responses have been sent. */
  private static void awaitMetric(String line, double value) throws Exception {
    long deadline = System.nanoTime() + 30_000_000_000L;
    double is = metric(line);
    while (is != value && System.nanoTime() < deadline) {
      is = metric(line);
    }
    assertThat(is).as(line).isEqualTo(value);
  }

  @Test
  void workers_are_for_whoever_has_a_session() throws Exception {
    Answer without = client.get(OPTIONS);
    Answer login =
        client.post(
            "/api/v1/auth/login",
            "{\"username\": \"seed-3\", \"password\": \"correct horse battery staple\"}");
    String cookie = login.header("Set-Cookie");
    Answer with =
        client.send(
            client.request(OPTIONS).header("Cookie", cookie.substring(0, cookie.indexOf(';'))));

    assertThat(without.status()).isEqualTo(401);
    assertThat(login.status()).isEqualTo(200);
    assertThat(cookie).contains("HttpOnly").contains("SameSite=Strict").contains("Max-Age=3600");
    assertThat(with.status()).isEqualTo(200);
    assertThat(with.body().path("options")).hasSize(20);
    List<String> names = new ArrayList<>();
    with.body().path("options").forEach(o -> names.add(o.path("label").asText().split(" ")[3]));
    assertThat(names).isSorted();
  }

  @Test
  void a_second_read_comes_from_the_cache_until_it_is_off() throws Exception {
    double hits = metric("cache_hits");
    Answer first = client.get(TASKS + 41);
    Answer second = client.get(TASKS + 41);
    patch("cache.enabled = false");
    Answer third = client.get(TASKS + 41);

    assertThat(List.of(first, second, third))
        .extracting(a -> a.header("X-Cache"))
        .containsExactly("miss", "hit", "off");
    assertThat(second.body()).isEqualTo(first.body());
    assertThat(third.body()).isEqualTo(first.body());
    assertThat(first.body().path("tasks").path(0).path("events").asInt()).isPositive();
    assertThat(metric("cache_hits")).isEqualTo(hits + 1);
  }

  @Test
  void two_changes_of_one_version_conflict() throws Exception {
    Answer created = client.post(PROCESSES, "{\"name\": \"P\", \"resources\": [3, 1]}");
    String path = PROCESSES + "/" + created.body().path("id").asLong();
    Answer first = put(path, "{\"name\": \"Q\", \"version\": 1, \"resources\": [2]}");
    Answer second = put(path, "{\"name\": \"R\", \"version\": 1, \"resources\": [4]}");
    Answer shown = client.get(path);

    assertThat(created.status()).isEqualTo(201);
    assertThat(created.body().path("resources").toString()).isEqualTo("[1,3]");
    assertThat(first.status()).isEqualTo(200);
    assertThat(second.status()).isEqualTo(409);
    assertThat(second.error()).endsWith("is now at version 2, not 1; read it again");
    assertThat(shown.body().path("name").asText()).isEqualTo("Q");
    assertThat(shown.body().path("resources").toString()).isEqualTo("[2]");
  }

  @Test
  void without_optimistic_locking_the_last_change_wins() throws Exception {
    patch("processes.optimistic-locking = false");
    Answer first = put(PROCESSES + "/1", "{\"name\": \"Q\", \"resources\": [2]}");
    Answer second = put(PROCESSES + "/1", "{\"name\": \"R\", \"resources\": [4]}");

    assertThat(first.status()).isEqualTo(200);
    assertThat(second.body().path("version").asInt())
        .isEqualTo(first.body().path("version").asInt() + 1);
  }

  @Test
  void a_process_needs_resources_that_exist() throws Exception {
    Answer none = client.post(PROCESSES, "{\"name\": \"P\", \"resources\": []}");
    Answer unknown = client.post(PROCESSES, "{\"name\": \"P\", \"resources\": [1000000]}");
    Answer odd = client.post(PROCESSES, "{\"name\": \"P\", \"resources\": [\"x\"]}");
    Answer missing = client.get(PROCESSES + "/99999999");
    Answer list = client.get(PROCESSES + "?size=3");

    assertThat(none.error()).isEqualTo("number of resources was 0; send 1 to 50");
    assertThat(unknown.error()).isEqualTo("a resource does not exist; send numbers from 1 to 100");
    assertThat(odd.error()).isEqualTo("resources contained \"x\"; send whole numbers from 1");
    assertThat(List.of(none, unknown, odd)).extracting(Answer::status).containsOnly(400);
    assertThat(missing.status()).isEqualTo(404);
    assertThat(list.body().path("processes")).hasSize(3);
  }

  @Test
  void echo_users_and_metrics_answer() throws Exception {
    Answer echo = client.post("/api/echo", "{\"a\": [1, \"ü\"]}");
    Answer users = client.get("/api/users?size=2");
    Answer metrics = client.get("/api/metrics");

    assertThat(echo.body().toString()).isEqualTo("{\"a\":[1,\"ü\"]}");
    assertThat(users.body().path("users")).hasSize(2);
    assertThat(metrics.body().path("processors").asInt()).isPositive();
  }

  @Test
  void latency_and_errors_are_injected_as_set() throws Exception {
    patch("faults.latency = \"constant(120 ms)\"");
    long before = System.nanoTime();
    Answer slow = client.get("/health");
    long slowMillis = (System.nanoTime() - before) / 1_000_000;
    patch("faults { latency = none, error-rate = 1 }");
    Answer failed = client.get("/api/users");
    Answer operating = client.get(SETTINGS);

    assertThat(slow.status()).isEqualTo(200);
    assertThat(slowMillis).isGreaterThanOrEqualTo(120);
    assertThat(failed.status()).isEqualTo(500);
    assertThat(failed.error()).isEqualTo("failed on purpose, as faults.error-rate says");
    assertThat(operating.status()).isEqualTo(200);
  }

  @Test
  void a_stall_holds_requests() throws Exception {
    patch("faults { stall-every = 400 ms, stall-for = 390 ms }");

    // Nearly all of each period is a stall, so consecutive requests soon meet one.
    long longest = 0;
    long deadline = System.nanoTime() + 60_000_000_000L;
    while (longest < 100 && System.nanoTime() < deadline) {
      long before = System.nanoTime();
      assertThat(client.get("/health").status()).isEqualTo(200);
      longest = Math.max(longest, (System.nanoTime() - before) / 1_000_000);
    }

    assertThat(longest).isGreaterThanOrEqualTo(100);
  }

  @Test
  void admission_control_refuses_what_is_too_much() throws Exception {
    patch("admission.max-in-flight = 2");
    List<CompletableFuture<Answer>> atWork;
    List<Answer> refused = new ArrayList<>();
    try (Connection connection = Postmaster.in(folder).connection();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("LOCK TABLE groups IN ACCESS EXCLUSIVE MODE");

      // Both requests wait for the lock.
      atWork = Stream.generate(() -> client.getAsync("/api/v1/groups")).limit(2).toList();
      awaitMetric("http_server_in_flight", 2);
      for (int i = 0; i < 3; i++) {
        refused.add(client.get("/health"));
      }
      connection.rollback();
    }

    assertThat(refused)
        .allSatisfy(
            a -> {
              assertThat(a.status()).isEqualTo(503);
              assertThat(a.header("Retry-After")).isEqualTo("1");
              assertThat(a.error()).isEqualTo("too many requests in progress (limit 2)");
            });
    assertThat(atWork)
        .extracting(CompletableFuture::join)
        .extracting(Answer::status)
        .containsOnly(200);
    awaitMetric("http_server_in_flight", 0);
  }

  @Test
  void rate_limiting_refuses_what_comes_too_often() throws Exception {
    patch("rate-limit.per-second = 3");

    // Enough requests that some are refused, however many seconds they take to arrive.
    long begin = System.nanoTime();
    List<CompletableFuture<Answer>> answers = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      answers.add(client.getAsync("/health"));
    }
    List<Answer> all = answers.stream().map(CompletableFuture::join).toList();

    int seconds = (int) ((System.nanoTime() - begin) / 1_000_000_000) + 2; // two are partial
    assertThat(all).filteredOn(a -> a.status() == 200).hasSizeBetween(3, 3 * seconds);
    assertThat(all)
        .filteredOn(a -> a.status() != 200)
        .isNotEmpty()
        .allSatisfy(
            a -> {
              assertThat(a.status()).isEqualTo(429);
              assertThat(a.header("Retry-After")).isEqualTo("1");
            });
  }

  @Test
  void the_pool_and_the_index_change_while_it_runs() throws Exception {
    Answer none = patch("{pool.size: 0, indexes.workers: false}");
    int ready = client.get("/ready").status();
    Answer two = patch("{pool.size: 2, indexes.workers: true}");

    assertThat(none.body().path("pool").path("size").asInt()).isZero();
    assertThat(ready).isEqualTo(200);
    assertThat(two.status()).isEqualTo(200);
    assertThat(client.get("/ready").status()).isEqualTo(200);
    assertThat(metrics()).contains("hikaricp_connections_max{pool=\"pool\"} 2.0");
  }

  @Test
  void a_wrong_change_is_refused_and_changes_nothing() throws Exception {
    JsonNode before = client.get(SETTINGS).body();
    Answer range = patch("{\"cache\": {\"ttl\": \"9s\"}, \"pool\": {\"size\": -1}}");
    Answer unknown = patch("{\"pol\": {\"size\": 1}}");
    Answer fixed = patch("{\"seed\": {\"users\": 1}}");

    assertThat(List.of(range, unknown, fixed)).extracting(Answer::status).containsOnly(400);
    assertThat(range.error())
        .isEqualTo("setting reference.pool.size was -1; it must be from 0 to 1000");
    assertThat(unknown.error())
        .startsWith("setting reference.pol.size is unknown; the settings are");
    assertThat(fixed.error())
        .startsWith("settings reference.seed cannot change while the service runs");
    assertThat(client.get(SETTINGS).body()).isEqualTo(before);
  }

  @Test
  void metrics_count_what_was_asked() throws Exception {
    String line =
        "http_server_requests_seconds_count{method=\"GET\",route=\"/ready\",status=\"200\"}";
    double before = metric(line);
    for (int i = 0; i < 7; i++) {
      client.get("/ready");
    }
    awaitMetric(line, before + 7);
    String text = metrics();

    assertThat(text)
        .contains("hikaricp_connections_active{pool=\"pool\"}")
        .contains("hikaricp_connections_pending{pool=\"pool\"}")
        .contains("postgres_connections_max 50.0")
        .contains("jvm_memory_used_bytes{area=\"heap\"")
        .contains("jvm_gc_pause_seconds")
        .contains("process_cpu_usage")
        .contains("http_server_requests_seconds_bucket{method=\"GET\",route=\"/ready\"");
    assertThat(metric("postgres_connections")).isBetween(1.0, 50.0);
  }
}
