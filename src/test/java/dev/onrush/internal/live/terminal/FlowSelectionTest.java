package dev.onrush.internal.live.terminal;

import static dev.onrush.dsl.OnrushDsl.concurrentUsers;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.onrush.internal.live.terminal.Keyboard.Steering;
import dev.onrush.internal.live.terminal.frame.RunSnapshot;
import dev.onrush.internal.live.terminal.frame.TwoFlows;
import dev.onrush.plan.FlowLoad;
import dev.onrush.profile.LoadProfile;
import dev.onrush.profile.RunFlow;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class FlowSelectionTest {

  private static final RunSnapshot FLOWS = TwoFlows.of(List.of());

  @Test
  void tab_selects_all_flows_and_then_each_of_them() {
    FlowSelection selection = new FlowSelection();

    assertThat(selection.flow(FLOWS)).isEmpty();
    assertThat(Keyboard.keys(selection.steering(FLOWS)))
        .isEqualTo("Keys for all flows: p pause  f follow plan  Tab select a flow  q stop");
    selection.next(FLOWS);
    assertThat(selection.flow(FLOWS)).hasValue("Clerks");
    assertThat(Keyboard.keys(selection.steering(FLOWS)))
        .isEqualTo(
            "Keys for Clerks: p resume  + - level 10 %  0-9 level  n next phase  f follow plan"
                + "  Tab next flow  q stop");
    selection.next(FLOWS);
    assertThat(selection.flow(FLOWS)).hasValue("Laboratories");
    assertThat(selection.steering(FLOWS).level()).hasValue(25);
    selection.next(FLOWS);
    assertThat(selection.flow(FLOWS)).isEmpty();
  }

  @Test
  void at_the_start_of_a_run_all_its_flows_are_selected() {
    LoadProfile five = concurrentUsers().hold(5, ofSeconds(10));
    FlowLoad alone = new FlowLoad(Optional.empty(), five);
    FlowLoad other = new FlowLoad(Optional.of(new RunFlow("Labs", List.of("Lab"))), five);

    assertThat(FlowSelection.opening(List.of()))
        .isEqualTo(new Steering(false, OptionalDouble.empty()));
    assertThat(FlowSelection.opening(List.of(alone)))
        .isEqualTo(new Steering(false, OptionalDouble.of(5)));
    assertThat(FlowSelection.opening(List.of(alone, other)))
        .isEqualTo(new Steering(false, OptionalDouble.empty(), Optional.of("all flows")));
  }
}
