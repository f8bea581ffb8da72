package dev.onrush.internal.launch.plan;

import dev.onrush.internal.control.EffectiveLoad;
import dev.onrush.internal.machine.Machine;
import dev.onrush.plan.Flow;
import dev.onrush.plan.LoadPlan;
import dev.onrush.plan.LoadProfile;
import dev.onrush.plan.Slice;
import dev.onrush.plan.UserSchedule;
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
 * The connections that a plan needs at most: one for each user of a closed flow, and in an open
 * flow one for each response that is waited for.
 *
 * @param slice of the load that is sent from here; nothing, if it is not sent from here
 */
public record PlanConnections(LoadPlan plan, Optional<Slice> slice) {

  /** What is taken for the longest response time where no threshold is on one. */
  private static final Duration UNBOUNDED = Duration.ofSeconds(10);

  /** Users of all closed flows at their peaks. */
  public int users() {
    return plan.flows().stream()
        .mapToInt(flow -> users(flow, flow.profile(), flow.profile().peak()))
        .sum();
  }

  /** Whether users have a connection of their own. */
  public boolean hasClosedFlow() {
    return plan.flows().stream().anyMatch(flow -> !flow.profile().isOpen());
  }

  /** The same where levels were given by hand. */
  public int users(EffectiveLoad load) {
    int sum = 0;
    for (int i = 0; i < plan.flows().size(); i++) {
      LoadProfile profile = load.profiles().get(i).profile();
      double level = load.profiles().get(i).level().orElse(plan.flows().get(i).profile().peak());
      sum += users(plan.flows().get(i), profile, level);
    }
    return sum;
  }

  /** Of a slice, only its own users are here. */
  private int users(Flow flow, LoadProfile profile, double level) {
    return profile.isOpen() || slice.isEmpty()
        ? 0
        : new UserSchedule(flow.classes(), profile, slice.get()).users((int) Math.round(level));
  }

  /** Whether slow responses would use up what this machine has; empty if not. */
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

  /** What the thresholds let pass. */
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
