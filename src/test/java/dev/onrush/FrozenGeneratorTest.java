package dev.onrush;

import static dev.onrush.dsl.OnrushDsl.*;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.onrush.plan.LoadPlan;
import dev.onrush.plan.UserClass;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("load")
@Tag("long")
class FrozenGeneratorTest {

  private static final int FREEZES = 4;

  @TempDir Path folder;

  /** 20 users of a service that answers after 50 ms. */
  public static final class Frozen extends LoadSimulation {
    @Override
    protected LoadPlan plan() {
      UserClass users =
          userClass("Users")
              .thinkTime(between(ofMillis(50), ofMillis(60)))
              .task("Slow", get("/slow"));
      return loadPlan("Frozen")
          .users(users)
          .profile(load().users(20).rampUp(ofSeconds(1)).holdFor(ofSeconds(5)))
          .thresholds(
              p99().below(ofMillis(200)), p95().below(ofMillis(10)), errorRate().below(ofPercent(1)));
    }
  }

  @Test
  void what_a_frozen_generator_adds_fails_no_threshold_and_hides_none_that_is_broken()
      throws IOException, InterruptedException {
    assumeThat(ForkedGatling.program("kill")).isPresent();
    try (CountingServer server = new CountingServer()) {
      ForkedGatling gatling =
          ForkedGatling.start(Frozen.class, folder, "-Dtarget=" + server.uri());
      while (gatling.process().isAlive() && server.counts().getOrDefault("/slow", 0L) < 100) {
        TimeUnit.MILLISECONDS.sleep(10);
      }
      for (int i = 0; i < FREEZES && gatling.process().isAlive(); i++) {
        signal("STOP", gatling.process());
        TimeUnit.MILLISECONDS.sleep(400);
        signal("CONT", gatling.process());
        TimeUnit.MILLISECONDS.sleep(700);
      }
      int status = gatling.exitStatus();

      JsonNode result =
          new ObjectMapper()
              .readTree(Files.readString(gatling.runFolder().resolve("result.json")));
      JsonNode slow = result.get("thresholds").get(0);
      // Each of the freezes made 20 users of about 1,000 requests wait for 400 ms.
      assertThat(result.at("/all/p99").asDouble()).as(gatling.output()).isGreaterThan(300);
      assertThat(slow.get("verdict").asText()).as(gatling.output()).isEqualTo("INVALID");
      assertThat(slow.get("asMeasured").asText()).isEqualTo("FAIL");
      assertThat(slow.get("detail").asText())
          .startsWith("cannot be told: between ")
          .endsWith(", the difference is the generator's");
      // The service takes 50 ms whatever the generator does.
      assertThat(result.get("thresholds").get(1).get("verdict").asText()).isEqualTo("FAIL");
      assertThat(result.get("thresholds").get(2).get("verdict").asText()).isEqualTo("PASS");
      assertThat(result.at("/all/least/p50").asDouble()).isGreaterThan(30);
      assertThat(status).isEqualTo(2);
    }
  }

  private static void signal(String name, Process process)
      throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start().waitFor();
  }
}
