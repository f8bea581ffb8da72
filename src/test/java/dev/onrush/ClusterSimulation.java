package dev.onrush;

import static dev.onrush.dsl.OnrushDsl.*;
import static io.gatling.javaapi.core.CoreDsl.*;
import static io.gatling.javaapi.http.HttpDsl.http;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;

import dev.onrush.plan.LoadPlan;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The simulation that {@link ClusterTest} starts on several injectors: each user requests its own
 * page once.
 */
public class ClusterSimulation extends LoadSimulation {

  private static final List<Map<String, Object>> RECORDS =
      IntStream.range(0, 20_000).mapToObj(n -> Map.<String, Object>of("n", n)).toList();

  @Override
  protected LoadPlan plan() {
    return loadPlan("Cluster")
        .users(
            userClass("Asking")
                .weight(1)
                .thinkTime(constant(ofMillis(25)))
                .task("Ask", feed(listFeeder(RECORDS).queue()).exec(http("Ask").get("/ask/#{n}"))))
        .profile(concurrentUsers().hold(10, ofSeconds(4)))
        .thresholds(errorRate().below(ofPercent(90)).abortAfter(ofSeconds(0)));
  }
}
