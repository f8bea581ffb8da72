import static dev.onrush.dsl.OnrushDsl.*;
import static java.time.Duration.*;

import community.Members;
import dev.onrush.LoadSimulation;
import dev.onrush.plan.LoadPlan;

/**
 * A sudden spike to ten times the usual number of users, and the way back. At full size 1,000 to
 * 10,000 users: {@code -Dusers=10000 -Dpace=2}.
 */
public class SpikeTest extends LoadSimulation {

  @Override
  protected LoadPlan plan() {
    return loadPlan("Spike")
        .users(Members.browsing(), Members.active(), Members.healthCheck())
        .profile(
            spike()
                .rampUp(ofSeconds(10))
                .baselineFor(ofSeconds(20))
                .risingOver(ofSeconds(5))
                .fallingOver(ofSeconds(5))
                .recoveringFor(ofSeconds(25))
                .from(40)
                .to(400)
                .holdFor(ofSeconds(30))
                .backTo(40))
        .thresholds(
            p95().during(BASELINE).below(ofMillis(300)),
            p95().during(SPIKE).below(ofSeconds(1)),
            p95().of("Log in").during(SPIKE).below(ofSeconds(2)),
            p95().during(RECOVERY).below(ofMillis(500)),
            recovery().within(ofSeconds(15)),
            errorRate().below(ofPercent(1)).abortAfter(ofSeconds(10)));
  }
}
