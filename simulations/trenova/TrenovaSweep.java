package trenova;

import static dev.onrush.dsl.OnrushDsl.*;
import static java.time.Duration.*;

import dev.onrush.LoadSimulation;
import dev.onrush.plan.LoadPlan;

/**
 * How many concurrent connections suit a hot endpoint? Reproduces the concurrency sweep of a
 * published report on Trenova, a transport management system (Go, PostgreSQL, Redis; measured there
 * with hey): 50 to 2,000 connections, each of which requests the select options of workers without
 * a pause. The report found the peak at 100, degradation from 300 and the breaking point at 1,500.
 *
 * <p>The test runs at full size by default: nine levels of 10 s. On a small machine use {@code
 * -Dscale=0.1 -Dpace=0.5}. Environments: {@code trenova} (pool of 80, at most 300 connections),
 * {@code trenova-no-index} (without the composite index), {@code trenova-debug-log} (each request
 * logged), {@code trenova-unpooled} (a connection for each request, at most 60).
 */
public class TrenovaSweep extends LoadSimulation {

  @Override
  protected LoadPlan plan() {
    return loadPlan("Trenova sweep")
        .users(Dispatchers.dispatchers())
        .profile(
            sweep(50, 100, 200, 300, 500, 750, 1_000, 1_500, 2_000)
                .settleFor(ofSeconds(5))
                .holdEachFor(ofSeconds(10)))
        .thresholds(
            errorRate().during("level 1").below(ofPercent(0.1)),
            p95().of("Select options").during("level 2").below(ofMillis(250)),
            requestCount().of("Select options").during("level 9").atLeast(1),
            errorRate().during("level 9").below(ofPercent(1)).warning());
  }
}
