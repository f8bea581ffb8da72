package dev.onrush.internal.launch.plan;

import static dev.onrush.dsl.OnrushDsl.*;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.rendezVous;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.onrush.internal.gatling.app.GatlingDefaults;
import dev.onrush.plan.LoadPlan;
import dev.onrush.plan.UserClass;
import dev.onrush.plan.UserSchedule;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class OncePlanTest {

  @BeforeAll
  static void words_need_a_configuration() {
    GatlingDefaults.loadUnlessLoaded();
  }

  private static final UserClass CLERK =
      userClass("Clerk")
          .weight(90)
          .thinkTime(constant(ofSeconds(5)))
          .task(9, "Look up", get("/patients"))
          .task("Admit", post("/patients"));

  @Test
  void a_plan_of_several_flows_becomes_one_arrival_of_each_class() {
    LoadPlan once =
        OncePlan.of(
            loadPlan("Clinic")
                .flow(
                    "Clerks",
                    users(
                            CLERK,
                            userClass("Health")
                                .fixed(2)
                                .pacing(ofSeconds(1))
                                .task("Health", get("/health")))
                        .profile(concurrentUsers().hold(50, ofSeconds(600))))
                .flow(
                    "Labs",
                    users(userClass("Lab").task("Result", post("/results")))
                        .profile(arrivalRate().hold(perSecond(8), ofSeconds(9)))
                        .startingAfter(ofSeconds(60)))
                .thresholds(p95().inFlow("Labs").below(ofSeconds(1))));

    assertThat(once.classes())
        .extracting(UserClass::name)
        .containsExactly("Clerk", "Health", "Lab");
    assertThat(once.classes()).allSatisfy(c -> assertThat(c.tasks()).hasSize(1));
    assertThat(once.duration()).isEqualTo(ofSeconds(1));
    assertThat(once.thresholds()).containsExactly(errorCount().atMost(0));
  }

  @Test
  void each_class_has_exactly_one_arrival_however_many_there_are() {
    for (int n = 1; n <= 40; n++) {
      UserClass[] classes =
          IntStream.range(0, n)
              .mapToObj(i -> userClass("C" + i).weight(i + 1).task("T", get("/")))
              .toArray(UserClass[]::new);
      LoadPlan once =
          OncePlan.of(
              loadPlan("P")
                  .users(classes)
                  .profile(concurrentUsers().hold(1_000, ofSeconds(9)))
                  .thresholds(errorRate().below(ofPercent(1))));
      UserSchedule schedule = new UserSchedule(once.classes(), once.profile());
      assertThat(schedule.arrivalsOfClassesBy(Duration.ofSeconds(1))).hasSize(n).containsOnly(1);
    }
  }

  @Test
  void a_rendez_vous_of_several_users_is_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> OncePlan.of(meeting(CLERK.onStart(exec(rendezVous(3))))))
        .withMessage(
            "once was true, and user class \"Clerk\" waits for 3 users at rendezVous(3), where one"
                + " user would wait until the end; remove the setting once, or choose other user"
                + " classes with -Donly");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> OncePlan.of(meeting(CLERK.onStop(exec(rendezVous(2))))));
    assertThat(OncePlan.of(meeting(CLERK.onStart(exec(rendezVous(1))))).classes()).hasSize(1);
  }

  private static LoadPlan meeting(UserClass users) {
    return loadPlan("P")
        .users(users)
        .profile(concurrentUsers().hold(10, ofSeconds(9)))
        .thresholds(errorRate().below(ofPercent(1)));
  }

  @Test
  void a_search_for_the_capacity_is_refused() {
    LoadPlan search =
        loadPlan("Limit")
            .users(CLERK)
            .profile(capacitySearch().from(10).upTo(100))
            .thresholds(p95().below(ofSeconds(1)));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> OncePlan.check(search))
        .withMessage(
            "once was true, and plan \"Limit\" is a capacity search, which is not possible with one"
                + " user; remove the setting once, or give the plan a load profile");
  }
}
