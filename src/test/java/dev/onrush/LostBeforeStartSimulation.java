package dev.onrush;

import static dev.onrush.dsl.OnrushDsl.*;
import static java.time.Duration.ofSeconds;

import dev.onrush.plan.LoadPlan;

/** A simulation whose set-up ends one injector, and lasts until all others have ended too. */
public class LostBeforeStartSimulation extends LoadSimulation {

  @Override
  protected LoadPlan plan() {
    return loadPlan("Lost")
        .users(userClass("Asking").task("Ask", get("/ask/1")))
        .profile(concurrentUsers().hold(10, ofSeconds(4)))
        .thresholds(errorRate().below(ofPercent(1)))
        .before(
            () -> {
              ProcessHandle.current().children().findFirst().orElseThrow().destroyForcibly();
              for (ProcessHandle injector : ProcessHandle.current().children().toList()) {
                injector.onExit().get();
              }
            })
        .after(() -> System.out.println("The set-up is undone."));
  }
}
