package dev.onrush;

import static dev.onrush.dsl.OnrushDsl.*;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;

import dev.onrush.plan.LoadPlan;

/** The simulation that {@link ProcessTest} starts in separate processes. */
public class SampleSimulation extends LoadSimulation {

  @Override
  protected LoadPlan plan() {
    return loadPlan("Sample")
        .users(userClass("U").thinkTime(constant(ofMillis(10))).task("Ask", get("/ask")))
        .profile(concurrentUsers().hold(5, ofSeconds(3)))
        .thresholds(
            errorCount().atMost(0),
            p95().below(ofSeconds(30)),
            requestCount().of(System.getProperty("sample.request", "Ask")).atLeast(1));
  }
}
