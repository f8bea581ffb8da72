package dev.onrush.internal.gatling;

import static dev.onrush.dsl.OnrushDsl.*;
import static io.gatling.javaapi.core.CoreDsl.*;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.onrush.CountingServer;
import dev.onrush.RunSettings;
import dev.onrush.Runs;
import dev.onrush.internal.run.record.RunRecord;
import dev.onrush.plan.LoadPlan;
import dev.onrush.plan.UserClass;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tasks without think time that send nothing, or fewer requests than it seems. */
@Tag("load")
@Tag("long")
class NothingSentTest {

  /** On test machines, at least one user of each class for each event loop. */
  private static final int USERS = 4;

  private static final String CACHED =
      "requests were answered from users' own caches, as Cache-Control or Expires of the service"
          + " allows; they were not sent and are in no figure; call disableCaching() on the HTTP"
          + " protocol to send all requests";

  /** A class whose only request cannot be built. */
  private static final UserClass IDLE = userClass("Idle").task("Nothing", get("/#{nothing}"));

  /** Gatling executes each further round of this loop as a separate task of the event loop. */
  private static final UserClass LOOPING =
      userClass("Looping").task("Nothing", repeat(3).on(exec(session -> session)));

  @TempDir Path reports;

  private final CountingServer server = new CountingServer();

  @AfterEach
  void close() {
    server.close();
  }

  private RunRecord run(LoadPlan plan) {
    return run(plan, "0 s");
  }

  private RunRecord run(LoadPlan plan, String warmUp) {
    return Runs.run(
        plan,
        RunSettings.load()
            .withTarget(URI.create(server.uri()))
            .withReports(reports)
            .with("onrush.warmUp", warmUp));
  }

  @Test
  void users_who_send_nothing_leave_their_event_loops_to_those_who_do() {
    LoadPlan plan =
        loadPlan("Side by side")
            .users(IDLE, LOOPING, userClass("Askers").task("Ask", get("/ask")))
            .profile(concurrentUsers().hold(3 * USERS, ofSeconds(3)))
            .thresholds(errorRate().below(ofPercent(1)));

    RunRecord result = run(plan, "500 ms"); // otherwise the first request may take the whole time

    assertThat(result.timeline().all().unsent()).isPositive();
    // An event loop that polls for responses only when Netty forces it would serve each once a
    // second.
    assertThat(server.count("/ask")).isGreaterThan(USERS * 10);
  }

  @Test
  void event_loops_end_with_the_load_even_if_none_of_their_users_sends_anything()
      throws InterruptedException {
    LoadPlan plan =
        loadPlan("Stopped")
            .users(
                IDLE,
                LOOPING,
                userClass("Stopping").task("Stop", pause(ofMillis(500)), stopLoadGenerator("done")))
            .profile(concurrentUsers().hold(3 * USERS, ofSeconds(40)))
            .thresholds(errorRate().below(ofPercent(1)));
    Set<Thread> before = eventLoops();

    RunRecord result = run(plan);

    assertThat(result.reason()).endsWith(": stopLoadGenerator: done");
    Set<Thread> ofRun = eventLoops();
    ofRun.removeAll(before);
    for (Thread loop : ofRun) {
      loop.join(60_000);
      assertThat(loop.isAlive()).isFalse();
    }
  }

  private static Set<Thread> eventLoops() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().matches("gatling-\\d+-\\d+"))
        .collect(Collectors.toCollection(HashSet::new));
  }

  @Test
  void requests_that_a_users_cache_answers_are_told() {
    RunRecord result = run(cacheable());

    assertThat(server.count("/fresh")).isEqualTo(USERS);
    assertThat(result.timeline().all().requests()).isEqualTo(USERS);
    assertThat(result.notes()).contains(CACHED);
  }

  @Test
  void without_caches_all_requests_are_sent() {
    RunRecord result = run(cacheable().http(http -> http.disableCaching()));

    assertThat(server.count("/fresh"))
        .isEqualTo(3 * USERS)
        .isEqualTo(result.timeline().all().requests());
    assertThat(result.notes()).doesNotContain(CACHED);
  }

  /** Each user sends three requests. */
  private static LoadPlan cacheable() {
    return loadPlan("Cacheable")
        .users(userClass("U").task("Look", repeat(3).on(exec(get("/fresh")))))
        .profile(arrivalRate().hold(perSecond(USERS), ofSeconds(1)))
        .thresholds(errorRate().below(ofPercent(1)));
  }
}
