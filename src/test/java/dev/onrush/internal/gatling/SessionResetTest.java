package dev.onrush.internal.gatling;

import static dev.onrush.dsl.OnrushDsl.*;
import static io.gatling.javaapi.core.CoreDsl.*;
import static io.gatling.javaapi.http.HttpDsl.*;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.onrush.CountingServer;
import dev.onrush.RunSettings;
import dev.onrush.Runs;
import dev.onrush.internal.run.record.RunRecord;
import dev.onrush.plan.LoadPlan;
import dev.onrush.result.Verdict;
import io.gatling.javaapi.core.Session;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("load")
class SessionResetTest {

  @TempDir Path reports;

  @Test
  void a_user_that_resets_its_session_goes_on_and_its_requests_are_named_after_their_task() {
    LoadPlan plan =
        loadPlan("Plan")
            .users(
                userClass("U")
                    .thinkTime(constant(ofMillis(50)))
                    .task(
                        "Ask",
                        exec(session -> session.set("basket", 1).reset()),
                        doIf(session -> !session.contains("basket")).then(exec(get("/ask"))),
                        exec(http("Last").get("/last")),
                        exec(Session::reset)))
            .profile(concurrentUsers().hold(2, ofSeconds(5)))
            .thresholds(errorCount().atMost(0))
            .before(exec(Session::reset), exec(get("/before")));

    try (CountingServer server = new CountingServer()) {
      RunRecord result =
          Runs.run(
              plan,
              RunSettings.load()
                  .withTarget(URI.create(server.uri()))
                  .withReports(reports)
                  .withSeed(42)
                  // otherwise the first request may take the whole time
                  .with("onrush.warmUp", "500 ms"));

      assertThat(result.verdict()).as(result.reason()).isEqualTo(Verdict.PASS);
      assertThat(result.requests()).containsExactlyInAnyOrder("Ask", "Last");
      assertThat(server.count("/ask")).isGreaterThan(2).isEqualTo(server.count("/last"));
      assertThat(server.count("/before")).isEqualTo(1);
    }
  }
}
