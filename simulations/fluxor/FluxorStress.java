package fluxor;

import static dev.onrush.dsl.OnrushDsl.*;
import static java.time.Duration.*;

import dev.onrush.LoadSimulation;
import dev.onrush.plan.LoadPlan;

/**
 * To 20,000 users: how many does it take? The stress test of a published report on Fluxor, which
 * from 5,000 users on rejected about half of all requests and stayed up. What is pushed back is
 * what the capacity is about, so a hundredth of it breaks a level.
 *
 * <p>As it stands it is the full size. On a small machine {@code -Dscale=0.025 -Dpace=0.15}.
 * Environments as of {@link FluxorLoad}.
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
