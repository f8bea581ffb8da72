package dev.onrush.internal.live.terminal;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.onrush.internal.live.terminal.frame.RunSnapshot;
import dev.onrush.internal.live.terminal.frame.RunSnapshot.Figures;
import dev.onrush.internal.live.terminal.frame.RunSnapshot.Load;
import dev.onrush.internal.live.terminal.frame.WideDetail;
import dev.onrush.result.Command.Pause;
import dev.onrush.result.Intervention;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class FlowSelectionTest {

  private static final Figures FIGURES = new Figures(249, 49.8, 1, 2, 3, 0);

  /** Of two flows, the first of which is paused. */
  private static final RunSnapshot FLOWS =
      new RunSnapshot(
          "Clinic",
          ofSeconds(20),
          Optional.of(ofSeconds(60)),
          "Clerks / steady, Laboratories / ramp-up",
          false,
          List.of(),
          List.of(
              new Load(Optional.of("Clerks"), 40, 0, OptionalDouble.of(40), false),
              new Load(Optional.of("Laboratories"), 3, 24.9, OptionalDouble.of(25), true)),
          FIGURES,
          FIGURES,
          List.of(),
          0,
          List.of(),
          List.of(),
          Optional.empty(),
          List.of(new Intervention(ofSeconds(9), new Pause(), "terminal", Optional.of("Clerks"))),
          WideDetail.NONE);

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
