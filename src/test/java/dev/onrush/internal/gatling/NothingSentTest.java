package dev.onrush.internal.gatling;

import static dev.onrush.dsl.OnrushDsl.*;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.onrush.CountingServer;
import dev.onrush.RunSettings;
import dev.onrush.Runs;
import dev.onrush.internal.run.record.RunRecord;
import dev.onrush.plan.LoadPlan;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tasks without think time that send nothing, or send less than they seem to. */
@Tag("load")
@Tag("long")
class NothingSentTest {

  /** On the machines of tests, at least one of each class for each event loop. */
  private static final int USERS = 4;

  private static final String CACHED =
      "requests were answered from users' own caches, as Cache-Control or Expires of the service"
          + " allows; they were not sent and are in no figure; disableCaching() of the HTTP"
          + " protocol has all of them sent";

  @TempDir Path reports;

  private final CountingServer server = new CountingServer();

  @AfterEach
  void close() {
    server.close();
  }

  private RunRecord run(LoadPlan plan) {
    return Runs.run(
        plan,
        RunSettings.load()
            .withTarget(URI.create(server.uri()))
            .withReports(reports)
            .with("onrush.warmUp", "0 s"));
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
        .isGreaterThan(USERS)
        .isEqualTo(result.timeline().all().requests());
    assertThat(result.notes()).doesNotContain(CACHED);
  }

  private static LoadPlan cacheable() {
    return loadPlan("Cacheable")
        .users(userClass("U").thinkTime(constant(ofMillis(100))).task("Look", get("/fresh")))
        .profile(concurrentUsers().hold(USERS, ofSeconds(1)))
        .thresholds(errorRate().below(ofPercent(1)));
  }
}
