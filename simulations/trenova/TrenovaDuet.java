package trenova;

import static dev.onrush.dsl.OnrushDsl.*;
import static java.time.Duration.*;

import dev.onrush.LoadSimulation;
import dev.onrush.plan.LoadPlan;

/**
 * Is the hot endpoint slower than in another version? Forty connections request the select options
 * of workers, together 80 times per second, half of them from each version.
 *
 * <p>{@code -Denv=duet} starts the reference service twice, B without the index that the query
 * needs: the verdict is FAIL, and the missing index is named. For two services of your own: {@code
 * -Dagainst=http://… -Dtarget=http://…}.
 */
public class TrenovaDuet extends LoadSimulation {

  @Override
  protected LoadPlan plan() {
    return loadPlan("Trenova duet")
        .users(Dispatchers.dispatchers().pacing(ofMillis(500)))
        .profile(load().users(40).rampUp(ofSeconds(5)).holdFor(ofSeconds(55)))
        .thresholds(
            p95().of("Select options").notWorseThanA(),
            errorRate().of("Select options").notWorseThanA());
  }
}
