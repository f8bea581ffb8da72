package dev.onrush;

import static dev.onrush.dsl.OnrushDsl.arrivalRate;
import static dev.onrush.dsl.OnrushDsl.get;
import static dev.onrush.dsl.OnrushDsl.loadPlan;
import static dev.onrush.dsl.OnrushDsl.p95;
import static dev.onrush.dsl.OnrushDsl.perSecond;
import static dev.onrush.dsl.OnrushDsl.userClass;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dev.onrush.internal.run.log.IntervalLog;
import dev.onrush.internal.run.record.RunRecord;
import dev.onrush.reference.ReferenceTarget;
import dev.onrush.result.Breach;
import dev.onrush.result.Cause;
import dev.onrush.spi.TargetProvider.Target;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real service whose pool is too small: the run and the files in its folder name this cause. */
@Tag("load")
@Tag("long")
class WhyItBrokeTest {

  @TempDir static Path folder;

  @Test
  void a_pool_that_is_too_small_is_the_cause_that_is_told() throws Exception {
    // With one connection that each request keeps for 100 ms, the service handles 10 of the 20
    // requests per second.
    try (Target service =
        new ReferenceTarget()
            .start(
                folder.resolve("service.log"),
                ConfigFactory.parseString(
                    "reference { pool { size = 1, hold = 100ms, connection-timeout = 60s },"
                        + " http.worker-threads = 200, seed { workers = 0, events = 0 } }"))) {
      warmUp(service.uri().resolve("/api/v1/groups"));
      RunRecord result =
          Runs.run(
              loadPlan("Pool")
                  .users(userClass("Caller").task("Groups", get("/api/v1/groups")))
                  .profile(arrivalRate().hold(perSecond(20), ofSeconds(12)))
                  .thresholds(p95().below(ofMillis(500))),
              WithSettings.load(Map.of("onrush.service.metrics", "/metrics"))
                  .withTarget(service.uri())
                  .withReports(folder));

      Breach breach = result.breaches().get(0);
      assertThat(breach.thresholds()).containsExactly("p95");
      // A busy machine is an additional cause.
      assertThat(breach.causes())
          .filteredOn(cause -> cause.name().equals("connection pool exhausted"))
          .singleElement()
          .satisfies(
              cause -> {
                assertThat(cause.confidence()).isEqualTo(Cause.Confidence.STRONG);
                assertThat(cause.evidence().get(0))
                    .startsWith("connections of pool: 1 of 1 since 00:");
              });
      assertThat(result.explanation().series().keySet())
          .contains("hikaricp_connections_pending{pool=\"pool\"}");

      Path run = runFolder();
      assertThat(IntervalLog.read(run).breaches()).isEqualTo(result.breaches());
      assertThat(Files.readString(run.resolve("summary.md")))
          .contains("## Why it broke\n\np95 broke at 00:0");
    }
  }

  /** A cold service is slow in its first seconds, for another reason. */
  private static void warmUp(URI address) throws IOException, InterruptedException {
    HttpClient client = HttpClient.newHttpClient();
    for (int request = 0; request < 20; request++) {
      HttpResponse<Void> unused =
          client.send(HttpRequest.newBuilder(address).build(), BodyHandlers.discarding());
    }
  }

  private static Path runFolder() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> runs = files.filter(Files::isDirectory).toList();
      assertThat(runs).hasSize(1);
      return runs.get(0);
    }
  }
}
