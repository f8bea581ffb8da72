package dev.onrush.internal.launch.plan;

import dev.onrush.internal.launch.plan.UsersNeeded.Missing;
import dev.onrush.internal.verdict.probe.TimeNeeded;
import dev.onrush.plan.FlowLoad;
import dev.onrush.plan.LoadPlan;
import dev.onrush.profile.Phase;
import dev.onrush.threshold.Threshold;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A plan whose thresholds may have data, as far as this depends on its times and its users. A plan
 * that is too small as written is refused before any load. A plan that only the settings make too
 * small is not, because a short trial of it is still useful.
 */
public final class JudgeablePlan {

  private JudgeablePlan() {}

  /**
   * Refuses thresholds that cannot have data, neither in the plan as written nor at the size that
   * the settings ask for.
   *
   * @param written the plan as written
   * @param thresholds the thresholds of the plan as written and those of the settings
   * @param sized the plan at the size that the settings ask for, with the same thresholds
   * @throws IllegalArgumentException for the first such threshold
   */
  public static void check(LoadPlan written, List<Threshold> thresholds, LoadPlan sized) {
    List<Threshold> ofSized = sized.thresholds();
    UsersNeeded usersOfSized = new UsersNeeded(sized);
    UsersNeeded users = new UsersNeeded(written);
    for (int i = 0; i < thresholds.size(); i++) {
      Threshold threshold = thresholds.get(i);
      Optional<Missing> missing = missing(threshold, written, users);
      if (missing.isPresent() && isMissing(ofSized.get(i), sized, usersOfSized)) {
        throw new IllegalArgumentException(
            of(threshold) + missing.get().why() + "; " + missing.get().remedy());
      }
    }
  }

  /**
   * Returns a sentence for each threshold that cannot have data, or that has data only by chance.
   *
   * @param plan the plan at the size that the settings ask for
   */
  public static List<String> notes(LoadPlan plan) {
    UsersNeeded users = new UsersNeeded(plan);
    List<String> notes = new ArrayList<>();
    for (Threshold threshold : plan.thresholds()) {
      missing(threshold, plan, users)
          .map(
              what ->
                  of(threshold) + "will have no data at this size of the plan: it " + what.why())
          .or(
              () ->
                  TimeNeeded.leftToLastUsers(threshold.measure(), phases(plan))
                      .map(
                          why ->
                              of(threshold)
                                  + "may have no data: it "
                                  + why
                                  + ", so it depends on how long the last users take"))
          .ifPresent(notes::add);
    }
    return notes;
  }

  private static String of(Threshold threshold) {
    return "threshold \"" + threshold + "\" ";
  }

  private static boolean isMissing(Threshold threshold, LoadPlan plan, UsersNeeded users) {
    return missing(threshold, plan, users).isPresent();
  }

  private static Optional<Missing> missing(Threshold threshold, LoadPlan plan, UsersNeeded users) {
    return plan.search().isPresent() && threshold.isWarning()
        ? Optional.empty() // the search goes on without it
        : TimeNeeded.missing(threshold.measure(), phases(plan))
            .map(why -> new Missing(why, "make the phase longer"))
            .or(() -> users.of(threshold));
  }

  private static List<Phase> phases(LoadPlan plan) {
    return FlowLoad.of(plan.flows()).stream().flatMap(load -> load.phases().stream()).toList();
  }
}
