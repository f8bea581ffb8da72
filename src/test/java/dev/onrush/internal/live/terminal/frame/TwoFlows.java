package dev.onrush.internal.live.terminal.frame;

import static java.time.Duration.ofSeconds;

import dev.onrush.internal.live.terminal.frame.RunSnapshot.Figures;
import dev.onrush.internal.live.terminal.frame.RunSnapshot.Load;
import dev.onrush.result.Command.Pause;
import dev.onrush.result.Command.SetLevel;
import dev.onrush.result.Intervention;
import dev.onrush.result.Judgement;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** A run with two flows; the first is paused, and the second has a level other than its plan's. */
public final class TwoFlows {

  private static final Figures FIGURES = new Figures(249, 249, 49.8, 1, 2, 3, OptionalDouble.of(0));

  private TwoFlows() {}

  /** Returns a snapshot with these judgements. */
  public static RunSnapshot of(List<Judgement> thresholds) {
    return new RunSnapshot(
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
        thresholds,
        List.of(),
        Optional.empty(),
        List.of(
            new Intervention(ofSeconds(9), new Pause(), "terminal", Optional.of("Clerks")),
            new Intervention(
                ofSeconds(12), new SetLevel(25), "terminal", Optional.of("Laboratories"))),
        WideDetail.NONE);
  }
}
