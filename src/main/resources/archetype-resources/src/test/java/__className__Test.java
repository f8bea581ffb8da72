import static dev.onrush.dsl.OnrushDsl.*;
import static java.time.Duration.*;

import dev.onrush.LoadSimulation;
import dev.onrush.plan.LoadPlan;
import dev.onrush.plan.UserClass;

/** Load test of ${className}: the users, what they do, the load profile and the thresholds. */
public class ${className}Test extends LoadSimulation {

  @Override
  protected LoadPlan plan() {
    UserClass visitors =
        userClass("Visitors")
            .thinkTime(between(ofMillis(500), ofSeconds(2)))
            .task("Home", get("/"));

    return loadPlan("${className}")
        .users(visitors)
        .profile(load().users(10).rampUp(ofSeconds(10)).holdFor(ofSeconds(30)))
        .thresholds(
            p95().inSteadyState().below(ofMillis(300)),
            errorRate().below(ofPercent(1)).abortAfter(ofSeconds(10)));
  }
}
