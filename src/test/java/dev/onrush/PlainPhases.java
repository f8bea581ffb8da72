package dev.onrush;

import static dev.onrush.dsl.OnrushDsl.errorRate;
import static dev.onrush.dsl.OnrushDsl.phase;
import static dev.onrush.dsl.OnrushDsl.requestCount;
import static io.gatling.javaapi.core.CoreDsl.*;
import static io.gatling.javaapi.http.HttpDsl.*;
import static java.time.Duration.ofSeconds;

import dev.onrush.dsl.OnrushDsl;
import dev.onrush.profile.Phase;
import dev.onrush.threshold.Threshold;
import java.util.ArrayList;
import java.util.List;

/** A plain Gatling simulation that names phases, and uses them in thresholds. */
public class PlainPhases extends MeteredSimulation {
  {
    setUp(
            scenario("Asking")
                .exec(http("Ask").get("/ask"))
                .injectOpen(
                    constantUsersPerSec(5).during(1),
                    constantUsersPerSec(50).during(1),
                    constantUsersPerSec(5).during(1)))
        .protocols(http.baseUrl(System.getProperty("plain.address", "http://127.0.0.1:1")));
  }

  @Override
  protected List<Phase> phases() {
    return List.of(phase("spike", ofSeconds(1), ofSeconds(2)));
  }

  @Override
  protected List<Threshold> thresholds() {
    List<Threshold> all = new ArrayList<>();
    all.add(requestCount().during("spike").atLeast(1));
    all.add(requestCount().during("run").atLeast(1));
    all.add(errorRate().during("spike").below(OnrushDsl.ofPercent(1)));
    String more = System.getProperty("plain.threshold", "");
    if (!more.isEmpty()) {
      all.add(Threshold.parse(more));
    }
    return all;
  }
}
