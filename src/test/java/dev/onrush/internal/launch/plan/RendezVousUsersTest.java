package dev.onrush.internal.launch.plan;

import static dev.onrush.dsl.OnrushDsl.*;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.rendezVous;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onrush.internal.gatling.app.GatlingDefaults;
import dev.onrush.plan.LoadPlan;
import dev.onrush.plan.Slice;
import dev.onrush.plan.UserClass;
import dev.onrush.profile.LoadProfile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RendezVousUsersTest {

  @BeforeAll
  static void words_need_a_configuration() {
    GatlingDefaults.loadUnlessLoaded();
  }

  private static UserClass buyers(int meeting) {
    return userClass("Buyers")
        .weight(8)
        .task(1, "Look", get("/"))
        .task(1, "Pay", exec(rendezVous(2), exec(rendezVous(meeting))));
  }

  private static RendezVousUsers users(LoadProfile profile, Slice slice, UserClass... classes) {
    LoadPlan plan =
        loadPlan("Shop").users(classes).profile(profile).thresholds(requestCount().atLeast(1));
    return new RendezVousUsers(plan, slice);
  }

  private static LoadProfile closed(int users) {
    return load().users(users).holdFor(ofSeconds(1));
  }

  private static final UserClass VISITORS = userClass("Visitors").weight(2).task("Look", get("/"));

  @Test
  void a_rendez_vous_that_the_class_cannot_meet_is_refused() {
    users(closed(100), Slice.WHOLE, buyers(80), VISITORS).check();

    assertThatThrownBy(() -> users(closed(100), Slice.WHOLE, buyers(81), VISITORS).check())
        .hasMessage(
            "user class \"Buyers\" waits for 81 users at rendezVous(81), and has at most 80; write a"
                + " number up to 80, or raise the load");
  }

  @Test
  void each_injector_has_a_rendez_vous_of_its_own() {
    RendezVousUsers met = users(closed(120), new Slice(0, 2), buyers(60));

    met.check();
    assertThat(met.ofEachInjector())
        .containsExactly(
            "user class \"Buyers\" waits for 60 users at rendezVous(60), in each injector"
                + " separately");
    assertThatThrownBy(() -> users(closed(121), new Slice(0, 2), buyers(61)).check())
        .hasMessage(
            "user class \"Buyers\" waits for 61 users at rendezVous(61) in one injector, and one of"
                + " 2 injectors has at most 60; write a number up to 60, or raise the load");
    assertThat(users(closed(9), new Slice(0, 2), VISITORS).ofEachInjector()).isEmpty();
  }

  @Test
  void what_may_be_met_is_not_refused() {
    users(arrivalRate().hold(perSecond(1), ofSeconds(1)), Slice.WHOLE, buyers(80)).check();
    users(closed(2), new Slice(0, 3), userClass("U").task("Look", exec(rendezVous(1)))).check();
    users(closed(4), Slice.WHOLE, userClass("U").task("Look", get("/")).onStop(exec(rendezVous(9))))
        .check();
  }
}
