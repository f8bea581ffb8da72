import static dev.onrush.dsl.OnrushDsl.*;
import static java.time.Duration.*;

import dev.onrush.LoadSimulation;
import dev.onrush.plan.LoadPlan;
import dev.onrush.plan.UserClass;

/** A spike in half a minute: 5 users, then 50, then 5 again. */
public class FirstTest extends LoadSimulation {

  @Override
  protected LoadPlan plan() {
    UserClass browsing =
        userClass("Browsing")
            .weight(8)
            .thinkTime(between(ofMillis(100), ofSeconds(1)))
            .task(6, "List groups", get("/api/v1/groups"))
            .task(2, "Show group", get("/api/v1/groups/1"));
    UserClass health =
        userClass("Health check").weight(1).pacing(ofSeconds(1)).task("Health", get("/health"));

    return loadPlan("First")
        .users(browsing, health)
        .profile(
            spike()
                .rampUp(ofSeconds(5))
                .baselineFor(ofSeconds(5))
                .recoveringFor(ofSeconds(5))
                .from(5)
                .to(50)
                .holdFor(ofSeconds(10))
                .backTo(5))
        .thresholds(
            p95().during(SPIKE).below(ofMillis(500)),
            p99().of("List groups").below(ofSeconds(1)),
            errorRate().below(ofPercent(1)).abortAfter(ofSeconds(5)),
            requestCount().of("Health").atLeast(10));
  }
}
