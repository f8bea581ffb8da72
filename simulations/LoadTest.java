import static dev.onrush.dsl.OnrushDsl.*;
import static java.time.Duration.*;

import community.Members;
import dev.onrush.LoadSimulation;
import dev.onrush.plan.LoadPlan;

/**
 * A usual busy hour, shortened: 200 users for a minute and a half. At full size 10,000 users for an
 * hour: {@code -Dusers=10000 -Dpace=40}.
 */
public class LoadTest extends LoadSimulation {

  @Override
  protected LoadPlan plan() {
    return loadPlan("Load")
        .users(Members.browsing(), Members.active(), Members.healthCheck())
        .profile(
            load().users(200).rampUp(ofSeconds(15)).rampDown(ofSeconds(5)).holdFor(ofSeconds(80)))
        .thresholds(
            p95().during(STEADY).below(ofMillis(300)),
            p99().during(STEADY).below(ofMillis(800)),
            p95().of("Log in").below(ofSeconds(1)),
            errorRate().below(ofPercent(0.5)).abortAfter(ofSeconds(10)),
            throughput().during(STEADY).above(perSecond(80)));
  }
}
