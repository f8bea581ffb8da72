package dev.onrush.internal.control;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onrush.plan.FlowLoad;
import dev.onrush.profile.LoadProfile;
import dev.onrush.profile.LoadProfile.ArrivalRate;
import dev.onrush.profile.LoadProfile.ConcurrentUsers;
import dev.onrush.profile.Phase;
import dev.onrush.profile.RunFlow;
import dev.onrush.profile.Stage;
import dev.onrush.result.Command;
import dev.onrush.result.Command.FollowPlan;
import dev.onrush.result.Command.Pause;
import dev.onrush.result.Command.Resume;
import dev.onrush.result.Command.SetLevel;
import dev.onrush.result.Command.SkipPhase;
import dev.onrush.result.Command.Stop;
import dev.onrush.result.Intervention;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EffectiveLoadTest {

  /** Clerks: 40 users for 20 s; Labs: from 10 s, 5/s for 30 s. */
  private static final EffectiveLoad PLAN =
      EffectiveLoad.of(
          List.of(
              load("Clerks", ConcurrentUsers.none().hold(40, ofSeconds(20))),
              load(
                  "Labs",
                  new ArrivalRate(
                      List.of(
                          new Stage(Phase.NOT_STARTED, 0, 0, ofSeconds(10)),
                          new Stage("steady", 5, 5, ofSeconds(30))),
                      ArrivalRate.Spacing.EVEN))));

  private static FlowLoad load(String name, LoadProfile profile) {
    return new FlowLoad(Optional.of(new RunFlow(name, List.of(name + " user"))), profile);
  }

  private static Intervention at(int second, Command command, String... flow) {
    return new Intervention(ofSeconds(second), command, "test", List.of(flow).stream().findFirst());
  }

  private static double level(EffectiveLoad load, int flow, int second) {
    return load.flows().get(flow).profile().levelAt(ofSeconds(second));
  }

  @Test
  void a_level_is_set_for_one_flow_and_the_others_go_on() {
    EffectiveLoad set = PLAN.with(at(5, new SetLevel(7), "Clerks"));

    assertThat(level(set, 0, 6)).isEqualTo(7);
    assertThat(level(set, 1, 12)).isEqualTo(5);
    assertThat(set.end()).isEqualTo(ofSeconds(40));
    assertThat(set.interventions()).hasSize(1);
  }

  @Test
  void a_level_before_the_flow_begins_is_one_of_its_own_time() {
    EffectiveLoad set = PLAN.with(at(5, new SetLevel(9), "Labs"));

    assertThat(level(set, 1, 9)).isZero();
    assertThat(level(set, 1, 10)).isEqualTo(9);
  }

  @Test
  void a_flow_that_has_not_begun_begins_when_its_wait_is_skipped() {
    EffectiveLoad skipped = PLAN.with(at(4, new SkipPhase(), "Labs"));

    assertThat(level(skipped, 1, 4)).isEqualTo(5);
    assertThat(skipped.end()).isEqualTo(ofSeconds(34));
  }

  @Test
  void one_flow_stands_still_while_the_other_goes_on() {
    EffectiveLoad paused = PLAN.with(at(5, new Pause(), "Clerks"));

    assertThat(paused.paused()).isFalse();
    assertThat(paused.isOpen()).isTrue();
    assertThat(paused.profiles()).extracting(EffectiveProfile::paused).containsExactly(true, false);
    EffectiveLoad resumed = paused.with(at(15, new Resume(), "Clerks"));
    assertThat(resumed.isOpen()).isFalse();
    assertThat(resumed.flows().get(0).profile().duration()).isEqualTo(ofSeconds(30));
  }

  @Test
  void all_flows_stand_still_as_far_as_they_have_not_ended() {
    EffectiveLoad paused = PLAN.with(at(5, new Pause()));
    EffectiveLoad late = PLAN.with(at(25, new Pause()));

    assertThat(paused.paused()).isTrue();
    assertThat(late.profiles()).extracting(EffectiveProfile::paused).containsExactly(false, true);
    assertThat(late.flows().get(0).profile().duration()).isEqualTo(ofSeconds(20));
    assertThat(PLAN.with(at(5, new Stop())).end()).isEqualTo(ofSeconds(40));
  }

  @Test
  void what_has_no_effect_is_refused_in_the_flows_name() {
    assertThatThrownBy(() -> PLAN.with(at(5, new Resume(), "Labs")))
        .hasMessage("flow \"Labs\": the run is not paused");
    assertThatThrownBy(() -> PLAN.with(at(5, new FollowPlan())))
        .hasMessage("flow \"Clerks\": the level already follows the plan");
    assertThatThrownBy(() -> PLAN.with(at(5, new Pause(), "Lab")))
        .hasMessage("flow was \"Lab\"; the run has Clerks, Labs");
  }

  @Test
  void a_level_and_a_phase_are_of_one_flow() {
    assertThatThrownBy(() -> PLAN.with(at(5, new SetLevel(3))))
        .hasMessage("\"level 3\" is for one flow; the run has Clerks, Labs; select one of them");
    assertThatThrownBy(() -> PLAN.with(at(5, new SkipPhase())))
        .hasMessage("\"skip\" is for one flow; the run has Clerks, Labs; select one of them");
  }

  @Test
  void a_run_of_one_flow_has_none_to_select() {
    EffectiveLoad one =
        EffectiveLoad.of(
            List.of(FlowLoad.only(ConcurrentUsers.none().hold(4, Duration.ofSeconds(20)))));

    assertThat(level(one.with(at(5, new SetLevel(3))), 0, 6)).isEqualTo(3);
    assertThatThrownBy(() -> one.with(at(5, new SetLevel(3), "Labs")))
        .hasMessage("flow was \"Labs\"; the run has only one flow; leave its name out");
  }
}
