package fluxor;

import static dev.onrush.dsl.OnrushDsl.*;
import static java.time.Duration.*;

import dev.onrush.LoadSimulation;
import dev.onrush.plan.LoadPlan;

/**
 * 1,000, then 5,000, then 10,000 users within five minutes, and three minutes at this level: the
 * load test of a published report on Fluxor, a Go framework with back-pressure (measured there with
 * k6). Its targets: p95 below 200 ms, fewer than 0.1 % errors.
 *
 * <p>The test runs at full size by default. On a small machine use {@code -Dscale=0.05
 * -Dpace=0.15}. Environments: {@code fluxor} (at most 512 requests in progress), {@code
 * fluxor-overload} (a slow service that pushes back early).
 */
public class FluxorLoad extends LoadSimulation {

  @Override
  protected LoadPlan plan() {
    return loadPlan("Fluxor load")
        .users(Clients.clients())
        .profile(
            concurrentUsers()
                .rampTo(1_000, ofMinutes(1))
                .named("to low")
                .rampTo(5_000, ofMinutes(2))
                .named("to normal")
                .rampTo(10_000, ofMinutes(2))
                .named("to high")
                .hold(10_000, ofMinutes(3))
                .named(STEADY))
        .thresholds(
            p95().during(STEADY).below(ofMillis(200)),
            errorRate().below(ofPercent(0.1)),
            statusShare(Clients.PUSHED_BACK).below(ofPercent(1)),
            p50().during(STEADY).below(ofMillis(10)).warning(),
            p99().during(STEADY).below(ofMillis(100)).warning());
  }
}
