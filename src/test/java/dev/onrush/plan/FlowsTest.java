package dev.onrush.plan;

import static dev.onrush.dsl.OnrushDsl.*;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.onrush.Golden;
import dev.onrush.dsl.FlowSteps.Profiled;
import dev.onrush.dsl.PlanSteps.FlowsWithoutThresholds;
import dev.onrush.dsl.PlanSteps.WithoutProfile;
import dev.onrush.profile.LoadProfile;
import dev.onrush.profile.LoadProfile.ArrivalRate;
import dev.onrush.profile.Phase;
import dev.onrush.threshold.Threshold;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Plans with several flows. */
class FlowsTest {

  private static final UserClass CLERK = userClass("Clerk").task("Look up", get("/patients"));
  private static final UserClass NURSE =
      userClass("Nurse").weight(2).thinkTime(constant(ofSeconds(1))).task("Ward", get("/ward"));
  private static final UserClass LAB = userClass("Lab").task("Result", post("/results"));
  private static final Threshold GOOD = errorRate().below(ofPercent(1));

  private static final Profiled CLERKS =
      users(CLERK, NURSE).profile(load().users(40).holdFor(ofSeconds(60)));
  private static final Profiled LABS =
      users(LAB)
          .profile(arrivalRate().rampTo(perSecond(10), ofSeconds(20)).holdFor(ofSeconds(40)))
          .startingAfter(ofSeconds(30));

  private static FlowsWithoutThresholds clinic() {
    return loadPlan("Clinic").flow("Clerks", CLERKS).flow("Labs", LABS);
  }

  private static LoadPlan clinic(Threshold... thresholds) {
    return clinic().thresholds(thresholds);
  }

  @Test
  void the_preview_draws_all_flows_over_one_axis_of_time() {
    Golden.matches(
        "/dev/onrush/plan/flows-preview.txt",
        PlanPreview.of(clinic(GOOD, p95().during("ramp-up").inFlow("Labs").below(ofSeconds(1)))));
  }

  @Test
  void the_phases_of_a_flow_that_begins_later_begin_then() {
    List<Phase> phases =
        clinic(GOOD).loads().stream().flatMap(load -> load.phases().stream()).toList();

    assertThat(phases)
        .extracting(Phase::title)
        .containsExactly(
            "Clerks / ramp-up",
            "Clerks / steady",
            "Clerks / ramp-down",
            "Labs / ramp-up",
            "Labs / steady");
    assertThat(phases)
        .extracting(Phase::start)
        .containsExactly(Duration.ZERO, ofSeconds(10), ofSeconds(70), ofSeconds(30), ofSeconds(50));
    assertThat(phases.get(4).end()).isEqualTo(ofSeconds(90));
  }

  @Test
  void a_flow_brings_nobody_before_it_begins() {
    LoadProfile labs = clinic(GOOD).loads().get(1).profile();

    assertThat(labs.levelAt(ofSeconds(29))).isZero();
    // 10 s into a ramp of 20 s to 10/s
    assertThat(labs.levelAt(ofSeconds(40))).isEqualTo(5);
    LoadProfile.ArrivalRate arrivals = (LoadProfile.ArrivalRate) labs;
    assertThat(arrivals.arrivalsBy(ofSeconds(30))).isZero();
    // the ramp has 100 arrivals, the hold 400
    assertThat(arrivals.arrivalsBy(ofSeconds(90))).isEqualTo(500);
  }

  @Test
  void a_plan_lasts_as_long_as_the_flow_that_ends_last() {
    assertThat(clinic(GOOD).duration()).isEqualTo(ofSeconds(90));
    assertThat(
            loadPlan("P")
                .flow("A", CLERKS)
                .flow("B", users(LAB).profile(smoke().holdFor(ofSeconds(1))))
                .thresholds(GOOD)
                .duration())
        .isEqualTo(ofSeconds(75));
  }

  @Test
  void a_plan_that_is_written_without_flows_has_one_of_its_own_name() {
    LoadPlan plan =
        loadPlan("Spike").users(CLERK).profile(smoke().holdFor(ofSeconds(1))).thresholds(GOOD);

    assertThat(plan.flows()).extracting(Flow::name).containsExactly("Spike");
    assertThat(plan.loads()).containsExactly(FlowLoad.only(plan.profile()));
    assertThat(plan.withThresholds(List.of(errorRate().inFlow("Spike").below(ofPercent(1)))))
        .isNotNull();
  }

  @Test
  void flows_are_part_of_the_plans_identity() {
    assertThat(PlanPreview.shape(clinic(GOOD)))
        .containsExactly(
            java.util.Map.entry("flow Clerks workload", "concurrent users"),
            java.util.Map.entry(
                "flow Clerks profile",
                "ramp-up from 0 to 40 in 10 s, steady from 40 to 40 in 1 min, ramp-down from 40 to 0"
                    + " in 5 s"),
            java.util.Map.entry(
                "flow Clerks user class Clerk", "weight 1, think time none, tasks: 1 Look up"),
            java.util.Map.entry(
                "flow Clerks user class Nurse", "weight 2, think time 1 s, tasks: 1 Ward"),
            java.util.Map.entry("flow Labs workload", "arrival rate, starts after 30 s"),
            java.util.Map.entry(
                "flow Labs profile", "ramp-up from 0 to 10 in 20 s, steady from 10 to 10 in 40 s"),
            java.util.Map.entry(
                "flow Labs user class Lab", "weight 1, think time none, tasks: 1 Result"));
  }

  @Test
  void arrivals_at_random_are_another_plan_than_even_ones() {
    WithoutProfile clerks = loadPlan("Spike").users(CLERK);
    ArrivalRate even = arrivalRate().hold(perSecond(10), ofSeconds(10));

    Map<String, String> evenly = PlanPreview.shape(clerks.profile(even).thresholds(GOOD));
    Map<String, String> atRandom =
        PlanPreview.shape(clerks.profile(even.poisson()).thresholds(GOOD));

    assertThat(evenly).containsEntry("workload", "arrival rate");
    assertThat(atRandom).containsEntry("workload", "arrival rate, at random");
  }

  @Test
  void a_search_by_other_rules_is_another_plan() {
    WithoutProfile clerks = loadPlan("Spike").users(CLERK);
    CapacitySearch usual = capacitySearch().from(10).upTo(100);

    assertThat(PlanPreview.shape(clerks.profile(usual).thresholds(GOOD)))
        .containsEntry("profile", "search from 10 users up to 100 users, 20 s each");
    assertThat(
            PlanPreview.shape(
                clerks
                    .profile(
                        usual
                            .settleFor(ofSeconds(2))
                            .restAtMost(ofSeconds(30))
                            .within(ofPercent(10))
                            .probesAtMost(30))
                    .thresholds(GOOD)))
        .containsEntry(
            "profile",
            "search from 10 users up to 100 users, 20 s each, 2 s to settle, at most 30 s to rest,"
                + " within 10 %, at most 30 probes");
  }

  @Test
  void at_another_size_all_flows_and_their_begins_follow() {
    Flow labs = clinic(GOOD).flows().get(1).sized(0.5, 0.1);

    assertThat(labs.profile().peak()).isEqualTo(5);
    assertThat(labs.startingAfter()).isEqualTo(ofSeconds(3));
    assertThat(labs.end()).isEqualTo(ofSeconds(9));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "p95 in flow Labs < 1 s",
        "p95 of Result by Lab in ramp-up in flow Labs < 1 s",
        "p95 in steady state in flow Clerks < 1 s",
        "p95 in wind-down < 1 s",
        "drift of p95 in steady state in flow Labs <= 5 %",
        "recovery in steady in flow Clerks <= 5 s"
      })
  void a_scope_of_a_flow_is_written_as_text(String text) {
    Threshold threshold = Threshold.parse(text);

    assertThat(threshold).hasToString(text);
    assertThat(Threshold.parse(threshold.text())).isEqualTo(threshold);
    assertThat(clinic(GOOD, threshold).thresholds()).contains(threshold);
  }

  @Test
  void the_flow_may_stand_before_the_phase_and_a_phase_may_be_called_flow() {
    assertThat(Threshold.parse("p95 in flow Labs in steady < 1 s"))
        .isEqualTo(p95().during("steady").inFlow("Labs").below(ofSeconds(1)));
    Threshold odd = p95().during("flow").inFlow("in flow").below(ofSeconds(1));
    assertThat(Threshold.parse(odd.text())).isEqualTo(odd);
  }

  @Test
  void a_scope_means_the_phases_of_its_flow_and_of_its_users_flow() {
    List<Phase> phases =
        clinic(GOOD).loads().stream().flatMap(load -> load.phases().stream()).toList();

    assertThat(Phase.titles(Threshold.parse("p95 in steady state < 1 s").scope(), phases))
        .containsExactly("Clerks / steady", "Labs / steady");
    assertThat(Phase.titles(Threshold.parse("p95 by Lab in steady < 1 s").scope(), phases))
        .containsExactly("Labs / steady");
    assertThat(Phase.titles(Threshold.parse("p95 in wind-down in flow Labs < 1 s").scope(), phases))
        .containsExactly("Labs / wind-down");
  }

  private static void refused(Runnable written, String message) {
    assertThatThrownBy(written::run)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void a_flow_without_users_is_refused() {
    refused(
        () ->
            clinic().flow("Idle", users().profile(smoke().holdFor(ofSeconds(1)))).thresholds(GOOD),
        "flow \"Idle\" of plan \"Clinic\" has no user class; add one with users(…)");
  }

  @Test
  void two_flows_of_one_name_are_refused() {
    refused(
        () -> clinic().flow("Labs", CLERKS).thresholds(GOOD),
        "plan \"Clinic\" has flow \"Labs\" twice; rename one");
  }

  @Test
  void a_name_that_cannot_be_told_from_a_phase_is_refused() {
    refused(
        () -> loadPlan("P").flow("A / B", CLERKS).flow("C", LABS).thresholds(GOOD),
        "plan \"P\" has a flow \"A / B\"; \" / \" separates a flow from its phase; choose another"
            + " name");
    refused(
        () -> loadPlan("P").flow(" ", CLERKS).flow("C", LABS).thresholds(GOOD),
        "plan \"P\" has a flow whose name is blank; give it a name such as \"Clerks\"");
  }

  @Test
  void a_user_class_of_two_flows_is_refused() {
    refused(
        () ->
            clinic()
                .flow("Night", users(LAB).profile(smoke().holdFor(ofSeconds(1))))
                .thresholds(GOOD),
        "plan \"Clinic\" has user class \"Lab\" in flow \"Labs\" and in flow \"Night\"; a user"
            + " class belongs to one flow; rename one");
  }

  @Test
  void a_flow_without_load_is_refused() {
    refused(
        () ->
            clinic()
                .flow("Night", users(userClass("N").task("T", get("/"))).profile(concurrentUsers()))
                .thresholds(GOOD),
        "flow \"Night\" of plan \"Clinic\" has a profile without load; add a stage such as hold(…)");
  }

  @Test
  void a_phase_of_two_flows_needs_the_flow() {
    refused(
        () -> clinic(GOOD, p95().during("ramp-up").below(ofSeconds(1))),
        "threshold \"p95 in ramp-up < 1 s\" names phase \"ramp-up\", which flows \"Clerks\","
            + " \"Labs\" have; choose one with inFlow(\"Clerks\"), or in text with: in flow"
            + " Clerks");
    assertThat(clinic(GOOD, p95().during("ramp-up").by("Lab").below(ofSeconds(1)))).isNotNull();
    assertThat(clinic(GOOD, p95().during("ramp-down").below(ofSeconds(1)))).isNotNull();
  }

  @Test
  void an_unknown_flow_is_refused() {
    refused(
        () -> clinic(GOOD, p95().inFlow("Lab").below(ofSeconds(1))),
        "threshold \"p95 in flow Lab < 1 s\" names flow \"Lab\"; this plan has \"Clerks\", \"Labs\"");
    refused(
        () -> clinic(GOOD, recovery().from("steady").inFlow("Lab").within(ofSeconds(1))),
        "threshold \"recovery in steady in flow Lab <= 1 s\" names flow \"Lab\"; this plan has"
            + " \"Clerks\", \"Labs\"");
  }

  @Test
  void a_phase_and_a_user_class_must_be_of_the_flow() {
    refused(
        () -> clinic(GOOD, p95().during("ramp-down").inFlow("Labs").below(ofSeconds(1))),
        "threshold \"p95 in ramp-down in flow Labs < 1 s\" names phase \"ramp-down\"; this plan has"
            + " \"ramp-up\", \"steady\", \"steady state\", \"wind-down\"");
    refused(
        () -> clinic(GOOD, p95().by("Nurse").inFlow("Labs").below(ofSeconds(1))),
        "threshold \"p95 by Nurse in flow Labs < 1 s\" names user class \"Nurse\", which flow"
            + " \"Labs\" does not have; it has \"Lab\"");
  }

  private static final Profiled SEARCH =
      users(userClass("Payer").task("Pay", post("/pay")))
          .profile(capacitySearch().from(perSecond(10)).upTo(perSecond(90)));

  private static LoadPlan searching(Profiled beside, Threshold... thresholds) {
    return loadPlan("Clinic").flow("Clerks", beside).flow("Pay", SEARCH).thresholds(thresholds);
  }

  @Test
  void one_flow_is_searched_while_the_others_hold() {
    LoadPlan plan = searching(CLERKS, GOOD, p95().inFlow("Pay").below(ofSeconds(1)));

    assertThat(plan.searched()).hasValueSatisfying(f -> assertThat(f.name()).isEqualTo("Pay"));
    assertThat(plan.loads())
        .flatExtracting(FlowLoad::phases)
        .extracting(Phase::title, Phase::start)
        .containsExactly(
            tuple("Clerks / ramp-up", Duration.ZERO),
            tuple("Clerks / settle 1", ofSeconds(10)),
            tuple("Clerks / probe 1", ofSeconds(15)),
            tuple("Clerks / rest 1", ofSeconds(35)),
            tuple("Pay / settle 1", ofSeconds(10)),
            tuple("Pay / probe 1", ofSeconds(15)),
            tuple("Pay / rest 1", ofSeconds(35)));
    assertThat(plan.loads().get(0).profile().levelAt(ofSeconds(94))).isEqualTo(40);
    Golden.matches("/dev/onrush/plan/search-of-a-flow-preview.txt", PlanPreview.of(plan));
  }

  @Test
  void a_search_of_a_flow_begins_when_it_is_due_and_the_others_hold() {
    Profiled steady = users(CLERK).profile(concurrentUsers().hold(40, ofSeconds(1)));

    LoadPlan plan =
        loadPlan("Clinic")
            .flow("Clerks", steady)
            .flow("Pay", SEARCH.startingAfter(ofSeconds(7)))
            .thresholds(GOOD);

    assertThat(plan.loads().get(0).phases())
        .extracting(Phase::title, Phase::start)
        .startsWith(
            tuple("Clerks / steady", Duration.ZERO), tuple("Clerks / settle 1", ofSeconds(7)));
    assertThat(searching(steady, GOOD).loads().get(0).phases().get(0).title())
        .isEqualTo("Clerks / settle 1");
  }

  @Test
  void the_size_of_a_search_of_a_flow_is_that_of_all_flows() {
    List<Flow> sized =
        searching(CLERKS, GOOD).flows().stream().map(flow -> flow.sized(0.5, 2)).toList();

    LoadPlan plan = searching(CLERKS, GOOD).withFlows(sized);

    assertThat(plan.search().orElseThrow().first()).isEqualTo(5);
    assertThat(plan.search().orElseThrow().hold()).isEqualTo(ofSeconds(40));
    assertThat(plan.loads().get(1).phases().get(0).start()).isEqualTo(ofSeconds(20));
    assertThat(plan.loads().get(0).profile().levelAt(ofSeconds(30))).isEqualTo(20);
    assertThat(
            plan.withSearch(plan.search().orElseThrow().scaled(2)).search().orElseThrow().first())
        .isEqualTo(10);
  }

  @Test
  void what_does_not_keep_to_one_level_beside_a_search_is_refused() {
    for (LoadProfile profile :
        List.of(
            concurrentUsers().hold(10, ofSeconds(9)).rampTo(20, ofSeconds(1)).holdFor(ofSeconds(9)),
            concurrentUsers().rampTo(20, ofSeconds(9)),
            concurrentUsers().hold(10, ofSeconds(9)).notCounted().rampTo(20, ofSeconds(9)))) {
      refused(
          () -> searching(users(CLERK).profile(profile), GOOD),
          "plan \"Clinic\" searches for the capacity in flow \"Pay\", but flow \"Clerks\" does not"
              + " hold one level during the search; write a profile that ramps to one level and"
              + " holds it, such as load().users(40).holdFor(ofMinutes(1)); this level is held"
              + " until the search ends");
    }
    refused(
        () ->
            loadPlan("Clinic")
                .flow("Pay", SEARCH)
                .flow(
                    "Labs",
                    users(LAB).profile(capacitySearch().from(perSecond(1)).upTo(perSecond(9))))
                .thresholds(GOOD),
        "plan \"Clinic\" searches for the capacity in flows \"Pay\", \"Labs\"; only one flow can be"
            + " searched; each other flow must ramp to a level and hold it");
  }

  @Test
  void thresholds_beside_a_search_name_no_phase() {
    refused(
        () -> searching(CLERKS, GOOD, p95().during(STEADY).inFlow("Clerks").below(ofSeconds(1))),
        "threshold \"p95 in steady in flow Clerks < 1 s\" names a phase, but each probe of a"
            + " capacity search is judged on its own; remove during(…)");
    refused(
        () -> searching(CLERKS, GOOD, p95().inFlow("Labs").below(ofSeconds(1))),
        "threshold \"p95 in flow Labs < 1 s\" names flow \"Labs\"; this plan has \"Clerks\", \"Pay\"");
  }

  @Test
  void runs_of_several_flows_are_not_compared_by_a_phase() {
    refused(
        () -> clinic(GOOD, p95().during("ramp-down").notWorseThanBaseline()),
        "threshold \"p95 in ramp-down worse than baseline <= 5 %\" names a phase, but runs of"
            + " several flows are compared over all times at which no flow changes its level;"
            + " remove during(…)");
  }

  @Test
  void a_flow_that_begins_before_the_run_is_refused() {
    refused(
        () -> users(LAB).profile(smoke().holdFor(ofSeconds(1))).startingAfter(ofMinutes(-1)),
        "start of a flow was -1 min; zero or longer is allowed");
  }

  @Test
  void what_is_of_one_flow_is_not_asked_of_several() {
    assertThatThrownBy(() -> clinic(GOOD).profile())
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("plan \"Clinic\" has 2 flows, each with its own profile; call flows()");
    assertThat(clinic(GOOD).search()).isEqualTo(Optional.empty());
  }
}
