package trenova;

import static dev.onrush.dsl.OnrushDsl.*;
import static java.time.Duration.*;

import dev.onrush.LoadSimulation;
import dev.onrush.plan.LoadPlan;

/**
 * Half a minute at 200 connections, as in the published report on Trenova: 3,957,982 requests,
 * 131,921/s, a mean of 6 ms. (These figures cannot all be true: by Little's law, 200 connections at
 * 6 ms are 33,333/s.)
 *
 * <p>The test runs at full size by default. On a small machine use {@code -Dscale=0.1}. The
 * environments are the same as for {@link TrenovaSweep}.
 */
public class TrenovaSustained extends LoadSimulation {

  @Override
  protected LoadPlan plan() {
    return loadPlan("Trenova sustained")
        .users(Dispatchers.dispatchers())
        .profile(load().users(200).rampUp(ofSeconds(10)).holdFor(ofSeconds(30)))
        .thresholds(
            errorRate().below(ofPercent(0.1)).abortAfter(ofSeconds(10)),
            p95().of("Select options").during(STEADY).below(ofMillis(500)),
            throughput().of("Select options").during(STEADY).above(perSecond(100)));
  }
}
