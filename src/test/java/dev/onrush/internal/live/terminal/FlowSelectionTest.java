package dev.onrush.internal.live.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onrush.internal.live.terminal.frame.RunSnapshot;
import dev.onrush.internal.live.terminal.frame.TwoFlows;
import java.util.List;
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
}
