package dev.onrush;

import static dev.onrush.dsl.OnrushDsl.*;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;

import dev.onrush.plan.LoadPlan;

/** Users that occupy two thirds of a heap of 96 MB, and replace this data continuously. */
public class GreedySimulation extends LoadSimulation {

  @Override
  protected LoadPlan plan() {
    return loadPlan("Greedy")
        .users(
            userClass("U")
                .thinkTime(constant(ofMillis(1)))
                .task("Ask", exec(s -> s.set("fat", new byte[6 << 20])), get("/ask")))
        .profile(concurrentUsers().hold(10, ofSeconds(8)))
        .thresholds(errorCount().atMost(1_000_000), throughput().atLeast(perSecond(1_000_000)))
        .http(http -> http.shareConnections());
  }
}
