package dev.onrush.internal.launch.plan;

import dev.onrush.internal.gatling.Instrumentation;
import dev.onrush.internal.gatling.chain.ChainContents;
import dev.onrush.internal.settings.Settings;
import dev.onrush.plan.LoadPlan;
import dev.onrush.threshold.Threshold;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The plan that generates load: the plan as written, as the settings change it.
 *
 * @param plan the plan; in a duet, it is for both services
 * @param contents the names and addresses in its chains
 * @param left the thresholds that need something that the setting {@code only} leaves out, each
 *     with the reason
 * @param sizeNotes what some thresholds cannot be judged without, at the size that the settings ask
 *     for
 * @param duet the duet, if the run is one
 */
public record ChosenPlan(
    LoadPlan plan,
    ChainContents contents,
    Map<Threshold, String> left,
    List<String> sizeNotes,
    Optional<DuetChoice> duet) {

  /** Placeholder for a service that is not started yet, used to find names. */
  private static final URI NOT_STARTED = URI.create("http://target.invalid");

  /**
   * Returns the plan at the size, and with the part, that the settings ask for.
   *
   * @throws IllegalArgumentException if the plan and the settings do not fit
   */
  public static ChosenPlan of(LoadPlan asWritten, Settings settings, long seed) {
    return settings.once() ? trial(asWritten, settings) : load(asWritten, settings, seed);
  }

  /** Returns the plan scaled, reduced to the selected part, and for one service or two. */
  private static ChosenPlan load(LoadPlan asWritten, Settings settings, long seed) {
    LoadPlan whole = PlanSize.apply(asWritten, settings);
    ChainContents found = contents(whole, settings);
    found.check(whole.thresholds());
    JudgeablePlan.check(asWritten, inForce(asWritten, settings), whole);
    PlanPart part = PlanPart.of(whole, settings.only(), settings.impliedErrorRate());
    List<String> sizeNotes = JudgeablePlan.notes(part.plan());
    Optional<DuetChoice> duet = DuetChoice.of(part.plan(), settings, seed);
    LoadPlan plan = duet.map(choice -> choice.duet().plan()).orElse(part.plan());
    ChainContents contents = plan.equals(whole) ? found : contents(plan, settings);
    return new ChosenPlan(plan, contents, part.left(), sizeNotes, duet);
  }

  /**
   * Returns the plan with one user of each class, regardless of its size. Its thresholds must fit
   * the plan as written, although they are not judged.
   */
  private static ChosenPlan trial(LoadPlan asWritten, Settings settings) {
    OncePlan.check(asWritten);
    LoadPlan judged = asWritten.withThresholds(inForce(asWritten, settings));
    JudgeablePlan.check(asWritten, judged.thresholds(), judged);
    contents(judged, settings).check(judged.thresholds());
    LoadPlan part = PlanPart.unsized(asWritten, settings.only());
    ChainContents contents = contents(part, settings);
    return new ChosenPlan(OncePlan.of(part), contents, Map.of(), List.of(), Optional.empty());
  }

  private static List<Threshold> inForce(LoadPlan asWritten, Settings settings) {
    return ThresholdSettings.apply(asWritten.thresholds(), settings);
  }

  private static ChainContents contents(LoadPlan of, Settings settings) {
    URI anywhere = settings.target().orElse(NOT_STARTED);
    return ChainContents.of(of, of.http().apply(Instrumentation.httpAt(anywhere)));
  }
}
