package dev.onrush.internal.launch.plan;

import static dev.onrush.dsl.OnrushDsl.*;
import static io.gatling.javaapi.http.HttpDsl.http;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onrush.internal.gatling.app.GatlingDefaults;
import dev.onrush.internal.settings.Settings;
import dev.onrush.internal.settings.SettingsReader;
import dev.onrush.plan.CapacitySearch;
import dev.onrush.plan.LoadPlan;
import dev.onrush.plan.UserClass;
import dev.onrush.profile.LoadProfile;
import dev.onrush.threshold.Threshold;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Whether the thresholds of a plan can have data, before any load. */
class JudgeablePlanTest {

  private static final UserClass BROWSING =
      userClass("Browsing").weight(8).task("Home", http("Home").get("/"));
  private static final UserClass ACTIVE =
      userClass("Active")
          .weight(2)
          .task("Search", http("Home").get("/"), http("Search").get("/search"));
  private static final UserClass HEALTH =
      userClass("Health").weight(1).task("Ping", http("Ping").get("/health"));

  @BeforeAll
  static void requests_need_a_configuration() {
    GatlingDefaults.loadUnlessLoaded();
  }

  private static LoadPlan plan(LoadProfile profile, Threshold... thresholds) {
    return loadPlan("Shop").users(BROWSING, ACTIVE, HEALTH).profile(profile).thresholds(thresholds);
  }

  private static LoadPlan search(CapacitySearch search, Threshold... thresholds) {
    return loadPlan("Shop").users(BROWSING, ACTIVE, HEALTH).profile(search).thresholds(thresholds);
  }

  /** Checks a plan at the size of some settings, and returns the notes about it. */
  private static List<String> checked(LoadPlan written, String... given) {
    Map<String, String> all = new HashMap<>();
    for (int i = 0; i < given.length; i += 2) {
      all.put("onrush." + given[i], given[i + 1]);
    }
    Settings settings = SettingsReader.load(all);
    LoadPlan sized = PlanSize.apply(written, settings);
    List<Threshold> inForce = ThresholdSettings.apply(written.thresholds(), settings);
    JudgeablePlan.check(written, inForce, sized);
    return JudgeablePlan.notes(sized);
  }

  @Test
  void a_search_whose_first_level_lacks_a_class_is_refused() {
    CapacitySearch fromTwo = capacitySearch().from(2).upTo(100);

    assertThatThrownBy(() -> checked(search(fromTwo, p95().by("Health").below(ofSeconds(1)))))
        .hasMessage(
            "threshold \"p95 by Health < 1 s\" needs users of \"Health\", but 2 users at the first"
                + " level of the search include none; begin with from(6), or give the class"
                + " fixed(1) instead of its weight");
    assertThatThrownBy(() -> checked(search(fromTwo, p95().of("Ping").below(ofSeconds(1)))))
        .hasMessageStartingWith("threshold \"p95 of Ping < 1 s\" needs users of \"Health\", but 2");
    assertThatThrownBy(() -> checked(search(fromTwo, p95().ofEachRequest().below(ofSeconds(1)))))
        .hasMessageStartingWith(
            "threshold \"p95 of each request < 1 s\" needs users of \"Active\"");
    // Browsing and Active both send Home, and two users are both of Browsing.
    assertThat(checked(search(fromTwo, p95().of("Home").below(ofSeconds(1))))).isEmpty();
    assertThat(
            checked(
                search(capacitySearch().from(6).upTo(100), p95().by("Health").below(ofSeconds(1)))))
        .isEmpty();
    assertThat(
            checked(
                search(
                    fromTwo,
                    p95().below(ofSeconds(1)),
                    p95().by("Health").below(ofSeconds(1)).warning())))
        .as("a warning does not end a search")
        .isEmpty();
    assertThat(
            checked(
                search(
                    capacitySearch().from(perSecond(2)).upTo(perSecond(100)),
                    p95().by("Health").below(ofSeconds(1)))))
        .as("arrivals are of all classes, sooner or later")
        .isEmpty();
  }

  @Test
  void a_search_that_climbs_to_a_level_without_a_class_is_refused() {
    // Weights 3, 3 and 1: of 2 users none, of 3 users one, of 4 users none, of 8 users one is last.
    UserClass first = userClass("A").weight(3).task("Home", http("Home").get("/"));
    UserClass second = userClass("B").weight(3).task("Home", http("Home").get("/"));
    UserClass last = userClass("C").weight(1).task("Ping", http("Ping").get("/"));
    LoadPlan plan =
        loadPlan("Shop")
            .users(first, second, last)
            .profile(capacitySearch().from(3).upTo(4))
            .thresholds(p95().by("C").below(ofSeconds(1)));

    assertThatThrownBy(() -> checked(plan))
        .hasMessage(
            "threshold \"p95 by C < 1 s\" needs users of \"C\", but 4 users at a level of the search"
                + " include none; give the class fixed(1) instead of its weight");
  }

  @Test
  void a_search_that_may_try_a_level_without_a_class_between_two_others_is_refused() {
    // Weights 3, 3 and 1: of 3 users one is of C, of 4 none, of 5 and more one again.
    UserClass first = userClass("A").weight(3).task("Home", http("Home").get("/"));
    UserClass second = userClass("B").weight(3).task("Home", http("Home").get("/"));
    UserClass last = userClass("C").weight(1).task("Ping", http("Ping").get("/"));
    LoadPlan plan =
        loadPlan("Shop")
            .users(first, second, last)
            .profile(capacitySearch().from(3).upTo(12))
            .thresholds(p95().by("C").below(ofSeconds(1)));

    // The search climbs to 3, 6 and 12. If 6 breaks, it tries 5 and then 4.
    assertThatThrownBy(() -> checked(plan))
        .hasMessage(
            "threshold \"p95 by C < 1 s\" needs users of \"C\", but 4 users at a level of the search"
                + " include none; begin with from(5), or give the class fixed(1) instead of its"
                + " weight");
  }

  @Test
  void a_search_whose_first_level_is_all_fixed_users_is_refused() {
    LoadPlan plan =
        loadPlan("Shop")
            .users(BROWSING, ACTIVE.fixed(5))
            .profile(capacitySearch().from(5).upTo(40))
            .thresholds(p95().by("Browsing").below(ofSeconds(1)));

    assertThatThrownBy(() -> checked(plan))
        .hasMessage(
            "threshold \"p95 by Browsing < 1 s\" needs users of \"Browsing\", but 5 users at the"
                + " first level of the search include none; begin with from(6)");
  }

  @Test
  void a_search_that_only_the_scale_makes_too_small_gets_a_note() {
    LoadPlan plan =
        search(capacitySearch().from(20).upTo(400), p95().by("Health").below(ofSeconds(1)));

    assertThat(checked(plan)).isEmpty();
    assertThat(checked(plan, "scale", "0.1"))
        .containsExactly(
            "threshold \"p95 by Health < 1 s\" will have no data at this size of the plan: it needs"
                + " users of \"Health\", but 2 users at the first level of the search include none");
  }

  @Test
  void a_plan_that_the_scale_makes_large_enough_is_not_refused() {
    LoadPlan plan =
        search(capacitySearch().from(2).upTo(100), p95().by("Health").below(ofSeconds(1)));

    assertThat(checked(plan, "scale", "3")).isEmpty();
  }

  @Test
  void a_peak_without_a_class_is_refused() {
    LoadPlan plan =
        plan(smoke().users(2).holdFor(ofSeconds(20)), errorRate().by("Health").below(ofPercent(1)));

    assertThatThrownBy(() -> checked(plan))
        .hasMessage(
            "threshold \"error rate by Health < 1 %\" needs users of \"Health\", but 2 users at the"
                + " peak include none; raise the profile to 6 users, or give the class fixed(1)"
                + " instead of its weight");
    assertThat(checked(plan, "users", "6")).isEmpty();
  }

  private static LoadPlan held(Duration time, Threshold... thresholds) {
    return plan(load().users(20).rampUp(ofSeconds(5)).holdFor(time), thresholds);
  }

  @Test
  void a_drift_needs_nine_seconds() {
    Threshold drift = drift(p95()).within(ofPercent(10));

    assertThat(checked(held(ofSeconds(9), drift))).isEmpty();
    assertThatThrownBy(() -> checked(held(ofSeconds(8), drift)))
        .hasMessage(
            "threshold \"drift of p95 in steady state <= 10 %\" needs 9 whole seconds, but the"
                + " steady state has only 8; make the phase longer");
    assertThatThrownBy(() -> checked(held(ofSeconds(8), drift), "pace", "0.5"))
        .hasMessageEndingWith("has only 8; make the phase longer");
    assertThat(checked(held(ofSeconds(8), drift), "pace", "2")).isEmpty();
    assertThat(checked(held(ofSeconds(30), drift), "pace", "0.2"))
        .containsExactly(
            "threshold \"drift of p95 in steady state <= 10 %\" will have no data at this size of"
                + " the plan: it needs 9 whole seconds, but the steady state has only 6");
  }

  @Test
  void seconds_of_which_half_is_in_the_phase_count_for_response_times() {
    LoadPlan plan =
        plan(
            load().users(20).rampUp(ofMillis(500)).holdFor(ofSeconds(8)),
            drift(p95()).within(ofPercent(10)));

    // the seconds from 0 to 9, of which the first and the last belong to the phase by half
    assertThat(checked(plan)).isEmpty();
  }

  @Test
  void a_stability_of_a_rate_needs_nine_whole_seconds() {
    LoadPlan plan =
        plan(
            load().users(20).rampUp(ofMillis(500)).holdFor(ofMillis(9_300)),
            stability(throughput()).within(ofPercent(10)));

    assertThatThrownBy(() -> checked(plan))
        .hasMessageContaining("needs 9 whole seconds, but the steady state has only 8;");
  }

  private static LoadPlan spiking(Duration before, Duration after) {
    return plan(
        concurrentUsers()
            .hold(20, before)
            .named("before")
            .hold(40, ofSeconds(2))
            .named("spike")
            .hold(20, after)
            .named("after"),
        recovery().within(ofSeconds(30)));
  }

  @Test
  void a_recovery_needs_three_seconds_before_the_phase() {
    assertThat(checked(spiking(ofSeconds(3), ofSeconds(9)))).isEmpty();
    assertThatThrownBy(() -> checked(spiking(ofMillis(2_900), ofSeconds(9))))
        .hasMessage(
            "threshold \"recovery in spike <= 30 s\" needs 3 whole seconds before phase \"spike\" to"
                + " know the usual response time, but phase \"before\" has only 2; make the phase"
                + " longer");
    assertThat(checked(spiking(ofSeconds(20), ofSeconds(90)), "pace", "0.1"))
        .containsExactly(
            "threshold \"recovery in spike <= 3 s (30 s scaled by 0.1)\" will have no data at this"
                + " size of the plan: it needs 3 whole seconds before phase \"spike\" to know the"
                + " usual response time, but phase \"before\" has only 2");
  }

  @Test
  void a_recovery_that_depends_on_the_last_users_gets_a_note() {
    assertThat(checked(spiking(ofSeconds(9), ofSeconds(3)))).isEmpty();
    assertThat(checked(spiking(ofSeconds(9), ofSeconds(1))))
        .containsExactly(
            "threshold \"recovery in spike <= 30 s\" may have no data: it needs 3 seconds after"
                + " phase \"spike\", but the plan has only 1 there, so it depends on how long the"
                + " last users take");
  }
}
