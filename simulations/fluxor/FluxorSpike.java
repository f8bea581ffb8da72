package fluxor;

import static dev.onrush.dsl.OnrushDsl.*;
import static java.time.Duration.*;

import dev.onrush.LoadSimulation;
import dev.onrush.plan.LoadPlan;

/**
 * 100 users, then 5,000, then 100 again within two and a half minutes: the spike test of a
 * published report on Fluxor. During the spike the service may push back; ten seconds after it, the
 * service must have recovered completely. Warnings and failures have the levels of the report's
 * alerts.
 *
 * <p>The test runs at full size by default. On a small machine use {@code -Dscale=0.05 -Dpace=0.4}.
 * The environments are the same as for {@link FluxorLoad}.
 */
public class FluxorSpike extends LoadSimulation {

  private static final String RECOVERED = "recovered";

  @Override
  protected LoadPlan plan() {
    return loadPlan("Fluxor spike")
        .users(Clients.clients())
        .profile(
            concurrentUsers()
                .rampTo(100, ofSeconds(10))
                .hold(100, ofSeconds(20))
                .named(BASELINE)
                .rampTo(5_000, ofSeconds(10))
                .named(SPIKE)
                .hold(5_000, ofSeconds(60))
                .named(SPIKE)
                .rampTo(100, ofSeconds(5))
                .named(RECOVERY)
                .hold(100, ofSeconds(5))
                .named(RECOVERY)
                .hold(100, ofSeconds(40))
                .named(RECOVERED))
        .thresholds(
            p95().below(ofSeconds(1)),
            errorRate().below(ofPercent(1)),
            statusShare(Clients.PUSHED_BACK).during(SPIKE).below(ofPercent(60)),
            p95().during(RECOVERED).below(ofMillis(200)),
            statusCount(Clients.PUSHED_BACK).during(RECOVERED).atMost(0),
            p95().below(ofMillis(200)).warning(),
            errorRate().below(ofPercent(0.1)).warning());
  }
}
