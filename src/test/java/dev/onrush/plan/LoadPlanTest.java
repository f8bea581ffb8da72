package dev.onrush.plan;

import static dev.onrush.dsl.OnrushDsl.*;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onrush.Golden;
import dev.onrush.dsl.PlanSteps;
import dev.onrush.profile.LoadProfile;
import dev.onrush.profile.LoadProfile.ArrivalRate;
import dev.onrush.profile.Phase;
import dev.onrush.profile.Stage;
import dev.onrush.threshold.Scope;
import dev.onrush.threshold.Threshold;
import java.time.Duration;
import java.util.List;
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
            p95().of("Show group").during(SPIKE).below(ofSeconds(1)),
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
            "bound of threshold \"p95\": duration was \"fast\"; write a number with a unit (ms, s,"
                + " min, h or d), such as \"500 ms\"");
  }

  @Test
  void a_threshold_of_an_unknown_phase_is_refused() {
    assertThatThrownBy(
            () ->
                loadPlan("L")
                    .users(BROWSING)
                    .profile(load().holdFor(ofSeconds(1)))
                    .thresholds(p95().during("spike").below(ofSeconds(1))))
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
  void more_fixed_users_than_the_peak_has_are_refused() {
    PlanSteps.WithoutProfile plan = loadPlan("L").users(BROWSING.fixed(7), HEALTH.fixed(3));
    Threshold threshold = p95().below(ofSeconds(1));

    assertThatThrownBy(
            () -> plan.profile(load().users(5).holdFor(ofSeconds(1))).thresholds(threshold))
        .hasMessage(
            "plan \"L\" has 10 fixed users, but its profile has 5 users at its peak; write"
                + " smaller numbers in fixed(…), or raise the profile (-Dscale and -Dusers leave"
                + " fixed users as they are) to 10 users");
    // Before a spike there may be fewer: fixed classes are filled first.
    assertThat(
            plan.profile(spike().from(5).to(10).holdFor(ofSeconds(1)).backTo(5))
                .thresholds(threshold)
                .classesWithoutUsers())
        .isEmpty();
  }

  @Test
  void a_window_that_nothing_can_fill_is_refused() {
    PlanSteps.WithoutThresholds plan =
        loadPlan("L").users(BROWSING).profile(load().users(5).holdFor(ofSeconds(9)));

    assertThatThrownBy(
            () -> plan.thresholds(p95().during(STEADY).every(ofSeconds(10)).below(ofSeconds(1))))
        .hasMessage(
            "threshold \"p95 in steady every 10 s < 1 s\" has windows of 10 s, but phase \"steady\""
                + " lasts only 9 s; use shorter windows, or make the profile longer (also with"
                + " -Dpace)");
    // 10 s up, 9 s of hold, 5 s down
    assertThatThrownBy(() -> plan.thresholds(p95().every(ofSeconds(25)).below(ofSeconds(1))))
        .hasMessage(
            "threshold \"p95 every 25 s < 1 s\" has windows of 25 s, but the plan lasts only 24 s;"
                + " use shorter windows, or make the profile longer (also with -Dpace)");
    assertThat(plan.thresholds(p95().every(ofSeconds(24)).below(ofSeconds(1)))).isNotNull();
  }

  @Test
  void a_window_that_is_longer_than_its_flow_or_its_counted_time_is_refused() {
    UserClass later = userClass("U2").task("b", get("/b"));
    LoadPlan both =
        loadPlan("L")
            .flow("A", users(BROWSING).profile(concurrentUsers().hold(5, ofSeconds(10))))
            .flow(
                "B",
                users(later)
                    .profile(concurrentUsers().hold(5, ofSeconds(50)))
                    .startingAfter(ofSeconds(50)))
            .thresholds(p95().every(ofSeconds(100)).below(ofSeconds(1)));

    assertThatThrownBy(() -> with(both, p95().inFlow("A").every(ofSeconds(60)).below(ofSeconds(1))))
        .hasMessage(
            "threshold \"p95 in flow A every 1 min < 1 s\" has windows of 1 min, but flow \"A\""
                + " lasts only 10 s; use shorter windows, or make the profile longer (also with"
                + " -Dpace)");
    assertThatThrownBy(() -> with(both, p95().by("U2").every(ofSeconds(60)).below(ofSeconds(1))))
        .hasMessageContaining("but flow \"B\" lasts only 50 s;");
    assertThat(with(both, p95().inFlow("B").every(ofSeconds(50)).below(ofSeconds(1)))).isNotNull();

    LoadPlan warm =
        loadPlan("L")
            .users(BROWSING)
            .profile(concurrentUsers().hold(5, ofSeconds(60)).notCounted().hold(5, ofSeconds(10)))
            .thresholds(throughput().every(ofSeconds(10)).atLeast(perSecond(1)));
    assertThatThrownBy(() -> with(warm, throughput().every(ofSeconds(30)).atLeast(perSecond(1))))
        .hasMessage(
            "threshold \"throughput every 30 s >= 1/s\" has windows of 30 s, but the longest"
                + " counted part of the plan lasts only 10 s; use shorter windows, or make the"
                + " profile longer (also with -Dpace)");
  }

  private static LoadPlan with(LoadPlan plan, Threshold threshold) {
    return plan.withThresholds(List.of(threshold));
  }

  @Test
  void a_profile_in_which_nobody_comes_is_refused() {
    LoadPlan plan =
        loadPlan("L")
            .users(BROWSING)
            .profile(smoke().users(4).holdFor(ofSeconds(10)))
            .thresholds(p95().below(ofSeconds(1)));

    assertThatThrownBy(() -> plan.withProfile(plan.profile().scaled(0.1)))
        .hasMessage(
            "plan \"L\" has a profile in which no user starts: its peak is 0.4 users, which rounds"
                + " to 0; raise its level or the scale");
    assertThatThrownBy(() -> plan.withProfile(smoke().rate(perSecond(0.05)).holdFor(ofSeconds(10))))
        .hasMessage(
            "plan \"L\" has a profile in which no user starts: its peak is 0.05/s for 10 s, less"
                + " than one arrival; raise its level or the scale");
    assertThatThrownBy(() -> plan.withProfile(load().users(0).holdFor(ofSeconds(60))))
        .hasMessage(
            "plan \"L\" has a profile in which no user starts: its peak is 0; raise a level");
  }

  @Test
  void a_threshold_on_a_phase_that_is_not_counted_is_refused_and_says_so() {
    LoadPlan plan =
        loadPlan("L")
            .users(BROWSING)
            .profile(
                concurrentUsers()
                    .hold(4, ofSeconds(10))
                    .named("warm")
                    .notCounted()
                    .hold(8, ofSeconds(10))
                    .named("hot"))
            .thresholds(p95().below(ofSeconds(1)));

    assertThatThrownBy(() -> plan.withThresholds(List.of(p95().during("warm").below(ofSeconds(1)))))
        .hasMessage(
            "threshold \"p95 in warm < 1 s\" names phase \"warm\", which is not counted; leave its"
                + " notCounted() out, or name one of \"hot\", \"steady state\", \"wind-down\"");
  }

  @Test
  void a_comparison_with_the_baseline_in_a_phase_without_a_held_level_is_refused() {
    LoadPlan plan =
        loadPlan("L")
            .users(BROWSING)
            .profile(load().users(50).holdFor(ofSeconds(60)))
            .thresholds(p95().below(ofSeconds(1)));

    assertThatThrownBy(
            () -> plan.withThresholds(List.of(p95().during(RAMP_UP).notWorseThanBaseline())))
        .hasMessage(
            "threshold \"p95 in ramp-up worse than baseline <= 5 %\" names phase \"ramp-up\", but"
                + " runs are compared only while their level is held; remove during(…), or name one"
                + " of \"steady\"");
    assertThatThrownBy(
            () ->
                plan.withThresholds(
                    List.of(Threshold.parse("mean in wind-down worse than baseline <= 5 %"))))
        .hasMessageContaining("names phase \"wind-down\", but runs are compared only while");
    assertThat(plan.withThresholds(List.of(p95().during(STEADY).notWorseThanBaseline())))
        .isNotNull();
    assertThat(plan.withThresholds(List.of(p95().inSteadyState().notWorseThanBaseline())))
        .isNotNull();
  }

  @Test
  void numbers_that_no_run_can_have_are_refused() {
    assertThatThrownBy(() -> userClass("U").weight(Integer.MAX_VALUE))
        .hasMessage("weight was 2147483647; whole numbers from 1 to 1,000,000 are allowed");
    assertThatThrownBy(() -> userClass("U").fixed(Integer.MAX_VALUE))
        .hasMessage(
            "the number of fixed users was 2147483647; whole numbers from 1 to 1,000,000"
                + " are allowed");
    assertThatThrownBy(() -> userClass("U").task(Integer.MAX_VALUE, "T", get("/")))
        .hasMessage(
            "weight of task \"T\" was 2147483647; whole numbers from 1 to 1,000,000 are allowed");
    assertThatThrownBy(() -> concurrentUsers().hold(Integer.MAX_VALUE, ofSeconds(1)))
        .hasMessage("the number of users was 2147483647; 0 to 1,000,000 are allowed");
    assertThatThrownBy(() -> load().users(Integer.MAX_VALUE))
        .hasMessage("the number of users was 2147483647; 0 to 1,000,000 are allowed");
    assertThatThrownBy(() -> arrivalRate().hold(perSecond(1e300), ofSeconds(1)))
        .hasMessage("rate was 1e300/s; 0/s to 1,000,000/s are allowed");
    assertThatThrownBy(() -> smoke().rate(perSecond(1e300)))
        .hasMessage("rate was 1e300/s; 0/s to 1,000,000/s are allowed");
    assertThatThrownBy(() -> stress().from(1).to(9).inSteps(Integer.MAX_VALUE))
        .hasMessage("the number of steps was 2147483647; 2 to 1,000 are allowed");
    assertThatThrownBy(() -> userClass("U").pacing(ofSeconds(Long.MAX_VALUE)))
        .hasMessage(
            "pacing of user class \"U\" was 9223372036854775807 s; at most 1,000 days are allowed");
    assertThatThrownBy(() -> exponential(ofSeconds(Long.MAX_VALUE)))
        .hasMessage("think time was 9223372036854775807 s; at most 1,000 days are allowed");
    assertThatThrownBy(() -> smoke().holdFor(ofSeconds(1)).paced(1e300))
        .hasMessageStartingWith("duration of phase \"steady\" was ")
        .hasMessageEndingWith("; at most 1,000 days are allowed");
    assertThatThrownBy(() -> p95().below(ofSeconds(Long.MAX_VALUE)))
        .hasMessage(
            "bound of a threshold was 9223372036854775807 s; at most 1,000 days are allowed");
  }

  @Test
  void weights_that_add_up_beyond_an_int_are_refused() {
    UserClass many = userClass("U");
    for (int i = 0; i < 2147; i++) {
      many = many.task(1_000_000, "T" + i, get("/"));
    }
    UserClass most = many;

    assertThatThrownBy(() -> most.task(1_000_000, "one more", get("/")))
        .hasMessage(
            "the task weights of user class \"U\" add up to 2,148,000,000; at most 2,147,483,647 is"
                + " allowed; divide all weights by the same number");
  }

  @Test
  void classes_that_get_no_user_are_known() {
    LoadPlan plan =
        loadPlan("L")
            .users(BROWSING, HEALTH)
            .profile(load().users(5).holdFor(ofSeconds(9)))
            .thresholds(p95().below(ofSeconds(1)));

    // 8:1 of 5 users are 4 and 1, of 1 user they are 1 and 0
    assertThat(plan.classesWithoutUsers()).isEmpty();
    assertThat(plan.withProfile(plan.profile().scaled(0.2)).classesWithoutUsers())
        .containsExactly(HEALTH);
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
    PlanSteps.WithoutThresholds plan =
        loadPlan("P")
            .users(userClass("U").task("T", get("/")))
            .profile(load().users(10).holdFor(ofSeconds(10)));

    assertThatThrownBy(() -> plan.thresholds(recovery().from("ramp-up").within(ofSeconds(5))))
        .hasMessage(
            "threshold \"recovery in ramp-up <= 5 s\" needs a phase before and one after"
                + " \"ramp-up\"; this plan has ramp-up, steady, ramp-down");
    assertThatThrownBy(() -> recovery().within(ofSeconds(5)).abortAfter(ofSeconds(1)))
        .hasMessage(
            "threshold \"recovery in spike\" is known only at the end of the run; remove"
                + " abortAfter(…)");
  }

  @Test
  void a_plan_of_warnings_only_is_refused() {
    PlanSteps.WithoutThresholds plan =
        loadPlan("P")
            .users(userClass("U").task("T", get("/")))
            .profile(load().users(10).holdFor(ofSeconds(10)));

    assertThatThrownBy(() -> plan.thresholds(errorCount().atMost(0).warning()))
        .hasMessage(
            "plan \"P\" has only warnings, which cannot fail a run; remove warning() from one of"
                + " them");
  }

  @Test
  void what_is_done_once_is_kept_by_every_plan_that_is_made_of_it() {
    LoadPlan plan = PLANNED.before(() -> {}).after(() -> {}).protocols(() -> null);

    for (LoadPlan other :
        List.of(
            plan.withThresholds(plan.thresholds()),
            plan.withProfile(plan.profile()),
            plan.http(http -> http),
            plan.warmUpService(ofSeconds(1)))) {
      assertThat(other.setup()).isEqualTo(plan.setup());
    }
  }

  @Test
  void a_plan_has_one_of_each_thing_that_is_done_once() {
    refused(
        () -> PLANNED.before(() -> {}).before(() -> {}),
        "plan has two before(…); write all steps in one, in the order in which they run");
    refused(
        () -> PLANNED.after(() -> {}).after(() -> {}),
        "plan has two after(…); write all steps in one, in the order in which they run");
    refused(
        () -> PLANNED.protocols(() -> null).protocols(() -> null),
        "plan has two protocols(…); write all protocols in one");
    refused(
        () -> PLANNED.protocols(io.gatling.javaapi.http.HttpDsl.http),
        "protocols(…) was given an HTTP protocol, but the plan already has one, with the target as"
            + " its base address; change it with http(…)");
  }

  @Test
  void the_service_is_warmed_up_at_the_first_level_that_is_held() {
    LoadPlan plan =
        PLANNED
            .withProfile(
                concurrentUsers()
                    .rampTo(4, ofSeconds(2))
                    .holdFor(ofSeconds(3))
                    .hold(9, ofSeconds(1)))
            .warmUpService(ofSeconds(8));

    assertThat(plan.profile().stages().subList(0, 3))
        .containsExactly(
            new Stage(Phase.SERVICE_WARM_UP, 0, 4, ofSeconds(2)),
            new Stage(Phase.SERVICE_WARM_UP, 4, 4, ofSeconds(6)),
            new Stage("ramp-up", 0, 4, ofSeconds(2)));
    assertThat(plan.profile().holds())
        .extracting(Phase::name)
        .containsExactly("steady", "steady 2");
    assertThat(Phase.meant(Scope.ALL.during(Scope.STEADY_STATE), plan.profile().phases()))
        .extracting(Phase::name)
        .containsExactly("steady", "steady 2");
  }

  @Test
  void each_flow_begins_with_load_that_warms_the_service_up() {
    LoadPlan plan =
        loadPlan("Two")
            .flow(
                "A",
                users(userClass("U").task("T", get("/")))
                    .profile(concurrentUsers().hold(4, ofSeconds(3))))
            .flow(
                "B",
                users(userClass("V").task("T", get("/")))
                    .profile(arrivalRate().hold(perSecond(8), ofSeconds(3)))
                    .startingAfter(ofSeconds(1)))
            .thresholds(errorCount().atMost(0))
            .warmUpService(ofSeconds(4));

    assertThat(plan.flows())
        .allSatisfy(
            flow ->
                assertThat(flow.profile().phases())
                    .extracting(Phase::name)
                    .containsExactly(Phase.SERVICE_WARM_UP, "steady"));
    assertThat(plan.flows().get(1).startingAfter()).isEqualTo(ofSeconds(1));
    assertThat(Phase.isCounted("B / service warm-up")).isFalse();
    assertThat(Phase.isCounted("B / steady")).isTrue();
  }

  @Test
  void a_phase_that_is_not_counted_says_so_in_its_name_and_is_no_level_to_compare() {
    LoadProfile profile =
        concurrentUsers()
            .hold(4, ofSeconds(3))
            .notCounted()
            .named("cold")
            .rampTo(9, ofSeconds(2))
            .notCounted()
            .holdFor(ofSeconds(5));

    assertThat(profile.phases())
        .extracting(Phase::name)
        .containsExactly("cold (not counted)", "ramp-up (not counted)", "steady");
    assertThat(profile.holds()).extracting(Phase::name).containsExactly("steady");
    assertThat(profile.repeat(2).phases())
        .extracting(Phase::name)
        .containsExactly(
            "cold 1 (not counted)",
            "ramp-up 1 (not counted)",
            "steady 1",
            "cold 2 (not counted)",
            "ramp-up 2 (not counted)",
            "steady 2");
    assertThat(profile.scaled(2).paced(2).phases().get(0).isCounted()).isFalse();
  }

  @Test
  void not_counted_where_nothing_would_be_left_to_judge_is_refused() {
    refused(
        () -> concurrentUsers().notCounted(),
        "notCounted() comes before any stage; write it after rampTo, hold or holdFor");
    refused(
        () -> arrivalRate().rampTo(perSecond(4), Duration.ZERO).notCounted(),
        "notCounted() comes after a jump (a ramp of zero duration), which is not a phase; write it"
            + " after the stage that follows");
    refused(
        () -> PLANNED.withProfile(concurrentUsers().hold(4, ofSeconds(3)).notCounted()),
        "plan \"Once\" has no phase that is counted, so there is nothing to judge; remove"
            + " notCounted() from one of its stages");
    refused(
        () ->
            PLANNED
                .withProfile(
                    concurrentUsers()
                        .hold(4, ofSeconds(3))
                        .notCounted()
                        .hold(9, ofSeconds(3))
                        .named("spike")
                        .hold(4, ofSeconds(3))
                        .named("after"))
                .withThresholds(
                    List.of(recovery().from("spike").within(ofSeconds(2)), errorCount().atMost(0))),
        "threshold \"recovery in spike <= 2 s\" compares with phase \"steady (not counted)\", which"
            + " is adjacent to \"spike\" and not counted; insert a counted phase between them");
  }

  @Test
  void a_warm_up_of_the_service_that_says_nothing_is_refused() {
    refused(
        () -> PLANNED.warmUpService(ofSeconds(0)),
        "warm-up of the service was 0 ms; it must be at least 100 ms, such as ofSeconds(30)");
    refused(
        () -> PLANNED.warmUpService(ofSeconds(1)).warmUpService(ofSeconds(1)),
        "plan \"Once\" already warms the service up; remove one warmUpService(…)");
    refused(
        () ->
            PLANNED
                .warmUpService(ofSeconds(1))
                .withThresholds(List.of(errorCount().during(Phase.SERVICE_WARM_UP).atMost(0))),
        "threshold \"error count in service warm-up <= 0\" names phase \"service warm-up\"; this"
            + " plan has \"steady\", \"steady state\", \"wind-down\"");
  }

  private static final LoadPlan PLANNED =
      loadPlan("Once")
          .users(userClass("U").task("T", get("/")))
          .profile(concurrentUsers().hold(4, ofSeconds(3)))
          .thresholds(errorCount().atMost(0));

  private static void refused(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable mistake, String message) {
    assertThatThrownBy(mistake)
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }
}
