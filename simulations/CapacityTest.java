import static dev.onrush.dsl.OnrushDsl.*;
import static java.time.Duration.*;

import community.Members;
import dev.onrush.LoadSimulation;
import dev.onrush.plan.LoadPlan;

/**
 * How much load can the service take? The search doubles the arrival rate until the service breaks
 * a threshold, and then narrows down the highest rate that holds.
 *
 * <p>Against a service of your own: {@code -Dtarget=http://127.0.0.1:8080}. At a tenth of the
 * rates: {@code -Dscale=0.1}; with probes half as long: {@code -Dpace=0.5}.
 */
public class CapacityTest extends LoadSimulation {

  @Override
  protected LoadPlan plan() {
    return loadPlan("Capacity")
        .users(Members.browsing(), Members.active())
        .profile(
            capacitySearch()
                .from(perSecond(10))
                .upTo(perSecond(640))
                .settleFor(ofSeconds(4))
                .holdFor(ofSeconds(10)))
        .thresholds(
            p95().below(ofMillis(200)),
            errorRate().below(ofPercent(1)),
            capacity().atLeast(perSecond(20)));
  }
}
