package fluxor;

import static dev.onrush.dsl.OnrushDsl.*;
import static java.time.Duration.*;

import dev.onrush.LoadSimulation;
import dev.onrush.plan.LoadPlan;

/**
 * Up to 20,000 users: how many can the service take? The stress test of a published report on
 * Fluxor, which from 5,000 users on rejected about half of all requests and stayed up. The capacity
 * depends on the requests that are pushed back, so a level breaks if they are 1 % or more.
 *
 * <p>The test runs at full size by default. On a small machine use {@code -Dscale=0.025
 * -Dpace=0.15}. The environments are the same as for {@link FluxorLoad}.
 */
public class FluxorStress extends LoadSimulation {

  @Override
  protected LoadPlan plan() {
    return loadPlan("Fluxor stress")
        .users(Clients.clients())
        .profile(
            capacitySearch()
                .from(1_250)
                .upTo(20_000)
                .settleFor(ofSeconds(30))
                .holdFor(ofSeconds(56)))
        .thresholds(
            p95().below(ofMillis(200)),
            errorRate().below(ofPercent(1)),
            statusShare(Clients.PUSHED_BACK).below(ofPercent(1)));
  }
}
