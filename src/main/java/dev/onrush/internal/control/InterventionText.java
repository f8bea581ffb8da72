package dev.onrush.internal.control;

import dev.onrush.plan.FlowLoad;
import dev.onrush.profile.HeldLevel.Unit;
import dev.onrush.result.Command;
import dev.onrush.result.Intervention;
import dev.onrush.units.Quantity;
import java.util.List;
import java.util.Optional;

/** Creates the sentences that report a command as carried out. */
public final class InterventionText {

  private InterventionText() {}

  /** Returns a sentence such as {@code Set to 25 users at 00:22 (dashboard)}. */
  public static String of(Intervention intervention, List<FlowLoad> flows) {
    return of(intervention, unit(flows, intervention.flow()));
  }

  /** Returns the sentence with the level in the given unit. */
  public static String of(Intervention intervention, Unit unit) {
    return done(intervention, unit)
        + " at "
        + Quantity.clock(intervention.at())
        + " ("
        + intervention.by()
        + ")";
  }

  /**
   * Returns a sentence without time and source: {@code Set to 25 users}, {@code Set to 25 users in
   * flow Labs}.
   */
  public static String done(Intervention intervention, List<FlowLoad> flows) {
    return done(intervention, unit(flows, intervention.flow()));
  }

  private static String done(Intervention intervention, Unit unit) {
    return of(intervention.command(), unit)
        + intervention.flow().map(flow -> " in flow " + flow).orElse("");
  }

  static String of(Command command, Unit unit) {
    return command.match(
        new Command.Cases<>() {
          @Override
          public String pause() {
            return "Paused";
          }

          @Override
          public String resume() {
            return "Resumed";
          }

          @Override
          public String skipPhase() {
            return "Skipped to the next phase";
          }

          @Override
          public String setLevel(double level) {
            return "Set to " + unit.text(level);
          }

          @Override
          public String followPlan() {
            return "Following the plan again";
          }

          @Override
          public String stop() {
            return "Stopped";
          }
        });
  }

  /**
   * The unit of the levels of the given flow, or of the first flow if none is given; users if the
   * run has no load profile.
   */
  public static Unit unit(List<FlowLoad> flows, Optional<String> flow) {
    return flows.stream()
        .filter(load -> flow.isEmpty() || load.name().equals(flow))
        .map(load -> load.profile().unit())
        .findFirst()
        .orElse(Unit.USERS);
  }
}
