import static dev.onrush.dsl.OnrushDsl.*;
import static java.time.Duration.*;

import community.Members;
import dev.onrush.LoadSimulation;
import dev.onrush.plan.LoadPlan;

/**
 * The usual load for a long time: 60 users, nine minutes and a half in total. For a whole day:
 * {@code -Dusers=1000 -Dpace=152}.
 */
public class SoakTest extends LoadSimulation {

  @Override
  protected LoadPlan plan() {
    return loadPlan("Soak")
        .users(Members.browsing(), Members.active(), Members.healthCheck())
        .profile(
            soak().users(60).rampUp(ofSeconds(20)).rampDown(ofSeconds(10)).holdFor(ofMinutes(9)))
        .thresholds(
            p95().during(STEADY).below(ofMillis(300)),
            p99().during(STEADY).below(ofSeconds(1)),
            p95().during(STEADY).every(ofSeconds(30)).below(ofMillis(500)),
            drift().within(ofPercent(50)),
            service("hikaricp_connections_pending").max().below(50.0),
            stability().within(ofPercent(25)).warning(),
            errorRate().below(ofPercent(0.1)).abortAfter(ofSeconds(30)),
            throughput().during(STEADY).above(perSecond(20)));
  }
}
