import static dev.onrush.dsl.OnrushDsl.*;
import static java.time.Duration.*;

import community.Members;
import dev.onrush.LoadSimulation;
import dev.onrush.plan.LoadPlan;

/** Does everything work at all? A few users for a few seconds, and not one failure. */
public class SmokeTest extends LoadSimulation {

  @Override
  protected LoadPlan plan() {
    return loadPlan("Smoke")
        .users(Members.browsing(), Members.active(), Members.healthCheck())
        .profile(smoke().users(6).holdFor(ofSeconds(10)))
        .thresholds(
            errorCount().atMost(0),
            requestCount().of("List groups").atLeast(5),
            requestCount().of("Log in").atLeast(1),
            requestCount().of("Health").atLeast(5),
            p95().below(ofSeconds(1)));
  }
}
