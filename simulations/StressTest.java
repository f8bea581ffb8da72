import static dev.onrush.dsl.OnrushDsl.*;
import static java.time.Duration.*;

import community.Members;
import dev.onrush.LoadSimulation;
import dev.onrush.plan.LoadPlan;

/**
 * More and more users, step by step, to see where performance degrades: 100 to 600 in six steps. At
 * full size to 10,000: {@code -Dusers=10000 -Dpace=2}.
 */
public class StressTest extends LoadSimulation {

  @Override
  protected LoadPlan plan() {
    return loadPlan("Stress")
        .users(Members.browsing(), Members.active(), Members.healthCheck())
        .profile(stress().from(100).to(600).inSteps(6).of(ofSeconds(24)))
        .thresholds(
            p95().during("step 1").below(ofMillis(300)),
            p95().during("step 6").below(ofSeconds(2)),
            errorRate().during("step 1").below(ofPercent(0.5)),
            errorRate().below(ofPercent(5)).abortAfter(ofSeconds(10)),
            throughput().during("step 6").above(perSecond(200)));
  }
}
