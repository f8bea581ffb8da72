package dev.onrush.internal.launch.plan;

import static dev.onrush.dsl.OnrushDsl.*;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.group;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onrush.plan.Flow;
import dev.onrush.plan.LoadPlan;
import dev.onrush.plan.UserClass;
import dev.onrush.profile.LoadProfile;
import dev.onrush.threshold.ImpliedErrorRate;
import dev.onrush.threshold.Threshold;
import dev.onrush.units.Percent;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class PlanPartTest {

  private static final Threshold ERRORS = errorRate().below(ofPercent(1));
  private static final Threshold LABS = p95().inFlow("Labs").below(ofSeconds(1));
  private static final Threshold NURSES = p95().by("Nurse").below(ofSeconds(1));
  private static final Threshold STEADY_CLERKS = p95().during("work").below(ofSeconds(1));
  private static final Threshold RESULTS = requestCount().of("Result").atLeast(5);
  private static final Threshold ALL_REQUESTS = requestCount().atLeast(50);
  private static final Threshold LOOK_UPS = requestCount().of("Look up").atLeast(5);
  private static final Threshold BASELINE_KEPT = p95().notWorseThanBaseline();

  private static LoadPlan clinic() {
    return loadPlan("Clinic")
        .flow(
            "Clerks",
            users(
                    userClass("Clerk").weight(8).task("Look up", get("/patients")),
                    userClass("Nurse").weight(2).task("Ward", get("/ward")),
                    userClass("Health").fixed(10).task("Health", get("/health")))
                .profile(concurrentUsers().hold(110, ofSeconds(9)).named("work")))
        .flow(
            "Labs",
            users(
                    userClass("Lab").weight(3).task("Result", post("/results")),
                    userClass("X-ray").task("Image", post("/images")))
                .profile(arrivalRate().hold(perSecond(8), ofSeconds(9)))
                .startingAfter(ofSeconds(3)))
        .thresholds(
            ERRORS, LABS, NURSES, STEADY_CLERKS, RESULTS, ALL_REQUESTS, LOOK_UPS, BASELINE_KEPT);
  }

  private static final Optional<Percent> HALF = Optional.of(ofPercent(50));

  private static PlanPart only(String... names) {
    return PlanPart.of(clinic(), List.of(names), HALF);
  }

  private static Map<String, Double> peaks(PlanPart part) {
    return part.plan().flows().stream()
        .collect(Collectors.toMap(Flow::name, flow -> flow.profile().peak()));
  }

  @Test
  void without_names_it_is_the_whole_plan() {
    LoadPlan clinic = clinic();

    assertThat(PlanPart.of(clinic, List.of(), HALF)).isEqualTo(new PlanPart(clinic, Map.of()));
  }

  @Test
  void a_flow_is_run_as_it_is() {
    PlanPart part = only("Labs");

    assertThat(part.plan().name()).isEqualTo("Clinic (only Labs)");
    assertThat(peaks(part)).isEqualTo(Map.of("Labs", 8.0));
    assertThat(part.plan().flows().get(0).startingAfter()).isEqualTo(ofSeconds(3));
  }

  @Test
  void user_classes_are_as_many_as_in_the_whole_plan() {
    // 110 users are 10 of Health, 80 clerks and 20 nurses; 8/s are 6/s of Lab and 2/s of X-ray
    assertThat(peaks(only("Nurse"))).isEqualTo(Map.of("Clerks", 20.0));
    assertThat(peaks(only("Health"))).isEqualTo(Map.of("Clerks", 10.0));
    assertThat(peaks(only("Nurse", "Health", "Lab")))
        .isEqualTo(Map.of("Clerks", 30.0, "Labs", 6.0));
    assertThat(only("Nurse", "Health").plan().classes())
        .extracting(UserClass::name)
        .containsExactly("Nurse", "Health");
  }

  @Test
  void a_jump_that_changes_nothing_for_the_part_is_left_out() {
    LoadPlan plan =
        loadPlan("Clinic")
            .users(
                userClass("Clerk").task("Look up", get("/patients")),
                userClass("Health").fixed(5).task("Health", get("/health")))
            .profile(
                concurrentUsers()
                    .hold(10, ofSeconds(5))
                    .rampTo(50, ofSeconds(0))
                    .holdFor(ofSeconds(5)))
            .thresholds(ERRORS);

    assertThat(profile(plan, "Health"))
        .isEqualTo(concurrentUsers().hold(5, ofSeconds(5)).hold(5, ofSeconds(5)));
    assertThat(profile(plan, "Clerk"))
        .isEqualTo(
            concurrentUsers().hold(5, ofSeconds(5)).rampTo(45, ofSeconds(0)).holdFor(ofSeconds(5)));
  }

  private static LoadProfile profile(LoadPlan plan, String only) {
    return PlanPart.of(plan, List.of(only), HALF).plan().profile();
  }

  @Test
  void thresholds_that_need_what_is_left_out_are_not_judged() {
    assertThat(only("Labs").plan().thresholds()).containsExactly(ERRORS, LABS, RESULTS);
    assertThat(only("Labs").left())
        .isEqualTo(
            Map.of(
                NURSES, "it refers to user class Nurse, which was left out",
                STEADY_CLERKS, "phase work belongs to another flow",
                ALL_REQUESTS, "it counts all users, some of whom were left out",
                LOOK_UPS, "request Look up belongs to users that were left out",
                BASELINE_KEPT, "it compares with runs of the whole plan"));
    assertThat(only("Clerk").left())
        .containsEntry(LABS, "it refers to flow Labs, which was left out")
        .doesNotContainKeys(ERRORS, LOOK_UPS, STEADY_CLERKS);
  }

  private static PlanPart ofNurses(Threshold errors, Optional<Percent> implied) {
    return PlanPart.of(clinic().withThresholds(List.of(errors, NURSES)), List.of("Nurse"), implied);
  }

  @Test
  void no_error_at_all_is_asked_of_a_part_too() {
    for (Threshold none :
        List.of(errorCount().atMost(0), errorCount().exactly(0), errorCount().below(1))) {
      PlanPart part = ofNurses(none, HALF);

      assertThat(part.plan().thresholds()).containsExactly(none, NURSES);
      assertThat(part.left()).isEmpty();
    }
    PlanPart inWindows = ofNurses(errorCount().every(ofSeconds(3)).exactly(0), HALF);
    assertThat(inWindows.left()).isEmpty();
    assertThat(inWindows.plan().thresholds())
        .as("a part of the run that is shorter than a window is in none of them")
        .anyMatch(Threshold::implied);
    assertThat(ofNurses(statusCount("5xx").atMost(0), HALF).left()).isEmpty();
  }

  private static PlanPart ofBrowsing(Threshold threshold) {
    LoadPlan shop =
        loadPlan("Shop")
            .users(
                userClass("Buyers")
                    .task("Buy", group("Checkout").on(exec(get("/pay"))), counter("items").add(1)),
                userClass("Browsing").task("Browse", get("/")))
            .profile(concurrentUsers().hold(10, ofSeconds(9)))
            .thresholds(ERRORS, threshold);
    return PlanPart.of(shop, List.of("Browsing"), HALF);
  }

  @Test
  void groups_and_metrics_of_users_who_are_left_out_are_not_judged() {
    Map<Threshold, String> why =
        Map.of(
            errorCount().ofGroup("Checkout").atMost(0),
            "group Checkout belongs to users that were left out",
            p95().ofGroup("Checkout").below(ofSeconds(1)),
            "group Checkout belongs to users that were left out",
            counter("items").total().atMost(0),
            "metric items belongs to users that were left out",
            errorCount().of("Checkout / Buy").atMost(0),
            "request Checkout / Buy belongs to users that were left out");

    why.forEach(
        (threshold, reason) -> {
          PlanPart part = ofBrowsing(threshold);

          assertThat(part.plan().thresholds()).containsExactly(ERRORS);
          assertThat(part.left()).isEqualTo(Map.of(threshold, reason));
        });
  }

  /** With fewer users, the quotient is greater, whatever the dividend is. */
  @Test
  void a_ratio_that_divides_by_a_number_of_all_users_is_not_judged() {
    for (Threshold ofAll :
        List.of(
            ratio(service("jvm_threads").max(), requestCount()).below(0.01),
            ratio(p95().of("Browse"), throughput()).below(1.0))) {
      assertThat(ofBrowsing(ofAll).left())
          .isEqualTo(Map.of(ofAll, "it counts all users, some of whom were left out"));
    }
    for (Threshold ofKept :
        List.of(
            ratio(service("jvm_threads").max(), requestCount().of("Browse")).below(0.01),
            ratio(requestCount().by("Browsing"), service("jvm_threads").max()).above(1.0),
            ratio(p95(), p50()).below(3.0))) {
      assertThat(ofBrowsing(ofKept).left()).isEmpty();
    }
  }

  @Test
  void a_number_of_what_is_of_kept_users_alone_is_judged() {
    Threshold searches = requestCount().ofGroup("Search").atLeast(5);
    LoadPlan shop =
        loadPlan("Shop")
            .users(
                userClass("Buyers").task("Buy", get("/pay")),
                userClass("Browsing").task("Browse", group("Search").on(exec(get("/")))))
            .profile(concurrentUsers().hold(10, ofSeconds(9)))
            .thresholds(ERRORS, searches);

    assertThat(PlanPart.of(shop, List.of("Browsing"), HALF).left()).isEmpty();
  }

  @Test
  void a_part_has_the_implied_error_rate_in_place_of_a_number_of_errors_of_all() {
    Threshold few = errorCount().atMost(5);

    PlanPart part = ofNurses(few, HALF);

    assertThat(part.plan().thresholds())
        .containsExactly(NURSES, ImpliedErrorRate.below(ofPercent(50)));
    assertThat(part.left())
        .isEqualTo(Map.of(few, "it counts all users, some of whom were left out"));
    assertThat(ofNurses(few, Optional.empty()).plan().thresholds()).containsExactly(NURSES);
  }

  @Test
  void all_by_name_is_the_whole_plan_with_all_thresholds() {
    assertThat(only("Clerks", "Labs").left()).isEmpty();
  }

  @Test
  void an_unknown_name_lists_what_there_is() {
    assertThatThrownBy(() -> only("Clerks", "Lbas"))
        .hasMessage(
            "only was \"Lbas\"; plan \"Clinic\" has the flows \"Clerks\", \"Labs\", and the user"
                + " classes \"Clerk\", \"Nurse\", \"Health\", \"Lab\", \"X-ray\"");
    LoadPlan one =
        loadPlan("One")
            .users(userClass("U").task("T", get("/")))
            .profile(smoke().holdFor(ofSeconds(1)))
            .thresholds(ERRORS);
    assertThatThrownBy(() -> PlanPart.of(one, List.of("One"), HALF))
        .hasMessage("only was \"One\"; plan \"One\" has the user classes \"U\"");
  }

  @Test
  void a_part_that_nothing_judges_is_refused() {
    LoadPlan plan = clinic().withThresholds(List.of(LABS));

    assertThatThrownBy(() -> PlanPart.of(plan, List.of("Nurse"), Optional.empty()))
        .hasMessage(
            "only was \"Nurse\", but each threshold of plan \"Clinic\" also needs users that this"
                + " leaves out; name more flows or user classes, or add a threshold on the named"
                + " ones");
  }

  @Test
  void the_name_of_the_plan_is_no_flow_of_it() {
    LoadPlan plan =
        loadPlan("Checkout")
            .users(
                userClass("Checkout").task("Pay", get("/pay")),
                userClass("Browsing").weight(3).task("Browse", get("/")))
            .profile(concurrentUsers().hold(40, ofSeconds(9)))
            .thresholds(ERRORS);

    PlanPart part = PlanPart.of(plan, List.of("Checkout"), HALF);

    assertThat(part.plan().classes()).extracting(UserClass::name).containsExactly("Checkout");
    assertThat(peaks(part)).isEqualTo(Map.of("Checkout", 10.0));
  }

  @Test
  void a_name_that_a_flow_and_a_class_have_is_that_of_the_flow() {
    LoadPlan plan =
        loadPlan("P")
            .flow(
                "Labs",
                users(
                        userClass("Labs").task("Result", get("/")),
                        userClass("X-ray").task("Image", get("/")))
                    .profile(concurrentUsers().hold(40, ofSeconds(9))))
            .flow(
                "Clerks",
                users(userClass("Clerk").task("Ward", get("/")))
                    .profile(concurrentUsers().hold(40, ofSeconds(9))))
            .thresholds(ERRORS);

    assertThat(PlanPart.of(plan, List.of("Labs"), HALF).plan().classes())
        .extracting(UserClass::name)
        .containsExactly("Labs", "X-ray");
  }

  /** Clerks hold a level for 10 minutes, and labs follow a curve for one minute. */
  private static PlanPart ofLabs(Threshold... thresholds) {
    LoadPlan plan =
        loadPlan("Clinic")
            .flow(
                "Clerks",
                users(userClass("Clerk").task("Look up", get("/patients")))
                    .profile(concurrentUsers().hold(10, ofSeconds(600))))
            .flow(
                "Labs",
                users(userClass("Lab").task("Result", post("/results")))
                    .profile(arrivalRate().follow(ofSeconds(60), t -> 1 + t.toSeconds())))
            .thresholds(thresholds);
    return PlanPart.of(plan, List.of("Labs"), HALF);
  }

  @Test
  void what_a_steady_state_is_needed_for_is_not_judged_of_flows_that_have_none() {
    for (Threshold steady :
        List.of(
            p95().inSteadyState().below(ofSeconds(1)),
            drift(p95()).within(ofPercent(5)),
            stability(p95()).within(ofPercent(5)))) {
      PlanPart part = ofLabs(ERRORS, steady);

      assertThat(part.plan().thresholds()).containsExactly(ERRORS);
      assertThat(part.left())
          .isEqualTo(Map.of(steady, "phase steady state belongs to another flow"));
    }
  }

  @Test
  void windows_that_are_longer_than_what_is_kept_are_not_judged() {
    Threshold fits = p95().every(ofSeconds(60)).below(ofSeconds(1));
    Threshold ofAll = errorRate().every(ofSeconds(300)).below(ofPercent(1));
    Threshold ofPhase = p95().during("steady").every(ofSeconds(300)).below(ofSeconds(1));
    Threshold windDown = p95().during("wind-down").every(ofSeconds(30)).below(ofSeconds(1));

    PlanPart part = ofLabs(ERRORS, fits, ofAll, ofPhase, windDown);

    assertThat(part.plan().thresholds()).containsExactly(ERRORS, fits, windDown);
    assertThat(part.left())
        .isEqualTo(
            Map.of(
                ofAll, "windows of 5 min need a longer flow",
                ofPhase, "phase steady belongs to another flow"));
  }

  @Test
  void a_search_has_no_parts() {
    LoadPlan search =
        loadPlan("S")
            .users(userClass("A").task("T", get("/")), userClass("B").task("T", get("/")))
            .profile(capacitySearch().from(1).upTo(9))
            .thresholds(ERRORS);

    assertThatThrownBy(() -> PlanPart.of(search, List.of("A"), HALF))
        .hasMessage(
            "only was \"A\", and plan \"S\" is a capacity search, which needs all users of the"
                + " plan; remove the setting only");
  }
}
