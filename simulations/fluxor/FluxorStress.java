package fluxor;

import static dev.onrush.dsl.OnrushDsl.*;
import static java.time.Duration.*;

import dev.onrush.LoadSimulation;
import dev.onrush.plan.LoadPlan;

/**
 * To 20,000 users in eight minutes: where does it break? The stress test of a published report on
 * Fluxor, which from 5,000 users on rejected about half of all requests and stayed up. The table of
 * levels says where degradation begins.
 *
 * <p>As it stands it is the full size. On a small machine {@code -Dscale=0.025 -Dpace=0.15}.
 * Environments as of {@link FluxorLoad}.
 */
public class FluxorStress extends LoadSimulation {

  @Override
  protected LoadPlan plan() {
    return loadPlan("Fluxor stress")
        .users(Clients.clients())
        .profile(stress().rampUp(ofSeconds(30)).from(2_500).to(20_000).inSteps(8).of(ofSeconds(56)))
        .thresholds(
            p95().in("step 1").below(ofMillis(200)),
            errorRate().below(ofPercent(1)),
            p95().in("step 8").below(ofSeconds(1)),
            statusShare(Clients.PUSHED_BACK).in("step 8").below(ofPercent(60)),
            p95().in("step 8").below(ofMillis(200)).warning());
  }
}
