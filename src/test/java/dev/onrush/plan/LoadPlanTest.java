package dev.onrush.plan;

import static dev.onrush.dsl.OnrushDsl.*;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onrush.Golden;
import dev.onrush.dsl.PlanSteps;
import dev.onrush.threshold.Threshold;
import org.junit.jupiter.api.Test;

class LoadPlanTest {

  private static final UserClass BROWSING =
      userClass("Browsing")
          .weight(8)
          .thinkTime(between(ofMillis(100), ofSeconds(2)))
          .task(6, "List groups", get("/groups"))
          .task(2, "Show group", get("/groups/1"));
  private static final UserClass HEALTH =
      userClass("Health check").pacing(ofSeconds(1)).task("Health", get("/health"));

  private static LoadPlan spikePlan() {
    return loadPlan("Spike")
        .users(BROWSING, userClass("Active").weight(2).task("Write", post("/groups")), HEALTH)
        .profile(spike().from(100).to(5_000).holdFor(ofSeconds(60)).backTo(100))
        .thresholds(
            p95().below(ofMillis(500)),
            p95().of("Show group").in(SPIKE).below(ofSeconds(1)),
            errorRate().below(ofPercent(1)).abortAfter(ofSeconds(10)));
  }

  @Test
  void the_preview_shows_shape_users_and_thresholds() {
    Golden.matches("/dev/onrush/plan/spike-preview.txt", PlanPreview.of(spikePlan()));
  }

  @Test
  void the_preview_of_an_arrival_rate_counts_arrivals() {
    LoadPlan plan =
        loadPlan("Open")
            .users(BROWSING, userClass("Active").weight(2).task("Write", post("/groups")))
            .profile(load().rate(perSecond(50)).holdFor(ofMinutes(1)))
            .thresholds(throughput().above(perSecond(40)));

    Golden.matches("/dev/onrush/plan/open-preview.txt", PlanPreview.of(plan));
  }

  @Test
  void a_threshold_has_a_name_a_key_and_a_target() {
    Threshold threshold = spikePlan().thresholds().get(1);

    assertThat(threshold.name()).isEqualTo("p95 of Show group in spike");
    assertThat(threshold.key()).isEqualTo("p95-of-show-group-in-spike");
    assertThat(threshold.target()).isEqualTo("< 1 s");
    assertThat(threshold.withBound("250 ms")).hasToString("p95 of Show group in spike < 250 ms");
  }

  @Test
  void a_bound_in_the_wrong_unit_is_refused() {
    assertThatThrownBy(() -> spikePlan().thresholds().get(0).withBound("fast"))
        .hasMessage(
            "bound of threshold \"p95\": duration was \"fast\"; write a number and ms, s, min, h or"
                + " d, such as \"500 ms\"");
  }

  @Test
  void a_threshold_of_an_unknown_phase_is_refused() {
    assertThatThrownBy(
            () ->
                loadPlan("L")
                    .users(BROWSING)
                    .profile(load().holdFor(ofSeconds(1)))
                    .thresholds(p95().in("spike").below(ofSeconds(1))))
        .hasMessage(
            "threshold \"p95 in spike < 1 s\" names phase \"spike\"; this plan has \"ramp-down\","
                + " \"ramp-up\", \"steady\", \"steady state\", \"wind-down\"");
  }

  @Test
  void a_threshold_of_an_unknown_user_class_is_refused() {
    assertThatThrownBy(
            () ->
                loadPlan("L")
                    .users(BROWSING)
                    .profile(load().holdFor(ofSeconds(1)))
                    .thresholds(p95().by("Browsers").below(ofSeconds(1))))
        .hasMessage(
            "threshold \"p95 by Browsers < 1 s\" names user class \"Browsers\"; this plan has"
                + " \"Browsing\"");
  }

  @Test
  void a_plan_without_thresholds_is_refused() {
    assertThatThrownBy(
            () -> loadPlan("L").users(BROWSING).profile(load().holdFor(ofSeconds(1))).thresholds())
        .hasMessage("plan \"L\" has no threshold; add one such as errorRate().below(ofPercent(1))");
  }

  @Test
  void fixed_users_do_not_go_with_an_arrival_rate() {
    assertThatThrownBy(
            () ->
                loadPlan("L")
                    .users(BROWSING.fixed(3))
                    .profile(load().rate(perSecond(5)).holdFor(ofSeconds(1)))
                    .thresholds(p95().below(ofSeconds(1))))
        .hasMessage(
            "plan \"L\" has user class \"Browsing\" with a fixed number of users, but its profile"
                + " is an arrival rate, which has no users to fix; give the class a weight");
  }

  @Test
  void a_class_without_a_task_is_refused() {
    assertThatThrownBy(
            () ->
                loadPlan("L")
                    .users(userClass("Idle"))
                    .profile(load().holdFor(ofSeconds(1)))
                    .thresholds(p95().below(ofSeconds(1))))
        .hasMessage("plan \"L\" has user class \"Idle\" without a task; add one with task(…)");
  }

  @Test
  void a_prefix_of_a_sentence_can_be_used_twice() {
    UserClass light = BROWSING.weight(1);

    assertThat(BROWSING.share()).isEqualTo(new UserClass.Share.Weight(8));
    assertThat(light.share()).isEqualTo(new UserClass.Share.Weight(1));
    assertThat(BROWSING.tasks()).hasSize(2);
  }

  @Test
  void presets_have_the_phases_they_promise() {
    assertThat(spikePlan().profile().phases())
        .extracting(Phase::name)
        .containsExactly(RAMP_UP, BASELINE, SPIKE, RECOVERY);
    assertThat(stress().from(100).to(1_000).inSteps(4).of(ofSeconds(30)).stages())
        .extracting(Stage::to)
        .containsExactly(100.0, 100.0, 400.0, 700.0, 1_000.0);
    assertThat(smoke().holdFor(ofSeconds(10)).peak()).isEqualTo(1);
    assertThat(soak().rate(perSecond(9)).holdFor(ofSeconds(9))).isInstanceOf(ArrivalRate.class);
  }

  @Test
  void recovery_needs_a_phase_before_and_one_after() {
    PlanSteps.WithProfile plan =
        loadPlan("P")
            .users(userClass("U").task("T", get("/")))
            .profile(load().users(10).holdFor(ofSeconds(10)));

    assertThatThrownBy(() -> plan.thresholds(recovery().from("ramp-up").within(ofSeconds(5))))
        .hasMessage(
            "threshold \"recovery in ramp-up <= 5 s\" needs a phase before and one after"
                + " \"ramp-up\"; this plan has ramp-up, steady, ramp-down");
    assertThatThrownBy(() -> recovery().within(ofSeconds(5)).abortAfter(ofSeconds(1)))
        .hasMessage(
            "threshold \"recovery in spike\" is known at the end only; leave out abortAfter(…)");
  }

  @Test
  void a_plan_of_warnings_only_is_refused() {
    PlanSteps.WithProfile plan =
        loadPlan("P")
            .users(userClass("U").task("T", get("/")))
            .profile(load().users(10).holdFor(ofSeconds(10)));

    assertThatThrownBy(() -> plan.thresholds(errorCount().atMost(0).warning()))
        .hasMessage(
            "plan \"P\" has only warnings, which fail nothing; leave out warning() of one of them");
  }
}
