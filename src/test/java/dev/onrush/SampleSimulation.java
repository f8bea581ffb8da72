package dev.onrush;

import static dev.onrush.dsl.OnrushDsl.*;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;

import dev.onrush.plan.LoadPlan;

/** What {@link ProcessTest} starts in processes of its own. */
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
