package dev.onrush.internal.launch;

import static dev.onrush.dsl.OnrushDsl.*;
import static io.gatling.javaapi.http.HttpDsl.http;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.onrush.internal.gatling.app.GatlingDefaults;
import dev.onrush.internal.run.record.RunInfo;
import dev.onrush.plan.LoadPlan;
import dev.onrush.plan.UserClass;
import dev.onrush.profile.LoadProfile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PlanFactsTest {

  @BeforeAll
  static void requests_need_a_configuration() {
    GatlingDefaults.loadUnlessLoaded();
  }

  private static String peak(LoadProfile profile) {
    UserClass users = userClass("U").task("Ask", http("Ask").get("/"));
    LoadPlan plan =
        loadPlan("Shop").users(users).profile(profile).thresholds(p95().below(ofSeconds(1)));
    return String.valueOf(PlanFacts.of(plan).get(RunInfo.PEAK));
  }

  @Test
  void the_peak_is_rounded_as_in_all_tables() {
    assertThat(peak(arrivalRate().hold(perSecond(100 / 3.0), ofSeconds(9)))).isEqualTo("33.3/s");
    assertThat(peak(concurrentUsers().hold(1_200, ofSeconds(9)))).isEqualTo("1,200 users");
  }
}
