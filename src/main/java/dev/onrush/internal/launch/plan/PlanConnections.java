package dev.onrush.internal.launch.plan;

import dev.onrush.internal.control.EffectiveLoad;
import dev.onrush.internal.machine.Machine;
import dev.onrush.plan.Flow;
import dev.onrush.plan.LoadPlan;
import dev.onrush.plan.Slice;
import dev.onrush.plan.UserSchedule;
import dev.onrush.profile.LoadProfile;
import dev.onrush.threshold.Condition.Bound;
import dev.onrush.threshold.Condition.Comparison;
import dev.onrush.threshold.Measure.Recovery;
import dev.onrush.threshold.Threshold;
import dev.onrush.units.Quantity;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The maximum number of connections that a plan needs: one for each user of a closed flow, and in
 * an open flow one for each response that is awaited.
 *
 * @param slice the share of the load that this JVM sends; empty if it sends none
 */
public record PlanConnections(LoadPlan plan, Optional<Slice> slice) {

  /** The assumed longest response time if no threshold limits it. */
  private static final Duration UNBOUNDED = Duration.ofSeconds(10);

  /** The number of users of all closed flows at their peaks. */
  public int users() {
    return plan.flows().stream()
        .mapToInt(flow -> users(flow, flow.profile(), flow.profile().peak()))
        .sum();
  }

  /** Whether there are users that have their own connection. */
  public boolean hasClosedFlow() {
    return plan.flows().stream().anyMatch(flow -> !flow.profile().isOpen());
  }

  /**
   * The number of users of all closed flows, at the levels that were set by hand where there are
   * any.
   */
  public int users(EffectiveLoad load) {
    int sum = 0;
    for (int i = 0; i < plan.flows().size(); i++) {
      LoadProfile profile = load.profiles().get(i).profile();
      double level = load.profiles().get(i).level().orElse(plan.flows().get(i).profile().peak());
      sum += users(plan.flows().get(i), profile, level);
    }
    return sum;
  }

  /** The number of users of a closed flow that belong to the slice. */
  private int users(Flow flow, LoadProfile profile, double level) {
    return profile.isOpen() || slice.isEmpty()
        ? 0
        : new UserSchedule(flow.classes(), profile, slice.get()).users((int) Math.round(level));
  }

  /**
   * Describes the shortage if slow responses would use up the resources of this machine; empty if
   * they would not.
   */
  public Optional<String> shortage(List<String> sourceAddresses) {
    double rate =
        plan.flows().stream()
            .map(Flow::profile)
            .filter(LoadProfile::isOpen)
            .mapToDouble(LoadProfile::peak)
            .sum();
    return slice.isEmpty() || rate == 0
        ? Optional.empty()
        : Machine.here()
            .shortage(rate / slice.get().of(), longestExpected(plan.thresholds()), sourceAddresses);
  }

  /** The longest response time that a threshold accepts. */
  private static Duration longestExpected(List<Threshold> thresholds) {
    return thresholds.stream()
        .filter(t -> t.measure().quantity() == Quantity.TIME && !(t.measure() instanceof Recovery))
        .map(Threshold::condition)
        .filter(Bound.class::isInstance)
        .map(Bound.class::cast)
        .filter(b -> b.comparison() == Comparison.BELOW || b.comparison() == Comparison.AT_MOST)
        .map(b -> Duration.ofNanos(Math.round(b.bound() * 1e6)))
        .max(Comparator.naturalOrder())
        .orElse(UNBOUNDED);
  }
}
