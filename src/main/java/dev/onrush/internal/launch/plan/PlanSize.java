package dev.onrush.internal.launch.plan;

import dev.onrush.internal.duet.LoadShare;
import dev.onrush.internal.settings.Settings;
import dev.onrush.internal.settings.table.Setting;
import dev.onrush.plan.CapacitySearch;
import dev.onrush.plan.Flow;
import dev.onrush.plan.LoadPlan;
import dev.onrush.profile.LoadProfile;
import dev.onrush.threshold.Condition.Between;
import dev.onrush.threshold.Condition.Bound;
import dev.onrush.threshold.Measure.Capacity;
import dev.onrush.threshold.Threshold;
import dev.onrush.units.Quantity;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Applies settings to the size of a plan: its peak, its durations, and its thresholds. */
public final class PlanSize {

  private PlanSize() {}

  /** Returns the plan with the size and the thresholds that the settings ask for. */
  public static LoadPlan apply(LoadPlan written, Settings settings) {
    double pace = settings.pace();
    double factor = factor(written, settings);
    written.flows().forEach(flow -> checkSize(flow.profile(), factor, settings));
    List<Flow> flows = written.flows().stream().map(flow -> flow.sized(factor, pace)).toList();
    // Bounds in the settings apply as they are; bounds in the plan are scaled with its size.
    List<Threshold> scaled =
        written.thresholds().stream()
            .map(threshold -> threshold.scaled(share(written, flows, factor, threshold), pace))
            .map(threshold -> asTried(threshold, flows))
            .toList();
    return new LoadPlan(
        written.name(),
        flows,
        ThresholdSettings.apply(scaled, settings),
        written.http(),
        written.setup());
  }

  /**
   * The factor on the bounds of a threshold. A capacity is scaled like the levels of its search.
   */
  private static double share(LoadPlan written, List<Flow> sized, double factor, Threshold of) {
    return factor == 1 || of.measure() instanceof Capacity
        ? factor
        : LoadShare.of(written, sized, factor, of.measure()).factor(of.condition());
  }

  /**
   * Rounds the bounds of a scaled capacity threshold in the same way as the levels of its search;
   * returns other thresholds unchanged. A tenth of 1,234/s is then 123/s, which is also the highest
   * level of a search up to 1,234/s.
   */
  private static Threshold asTried(Threshold scaled, List<Flow> flows) {
    Optional<CapacitySearch> search =
        flows.stream().flatMap(flow -> flow.search().stream()).findFirst();
    return scaled.measure() instanceof Capacity && scaled.scaling().isPresent()
        ? search.map(of -> rounded(scaled, of)).orElse(scaled)
        : scaled;
  }

  private static Threshold rounded(Threshold threshold, CapacitySearch search) {
    List<Bound> sides =
        threshold.condition().sides().stream().map(side -> rounded(side, search)).toList();
    return new Threshold(
        threshold.measure(),
        sides.size() == 1 ? sides.get(0) : new Between(sides.get(0).bound(), sides.get(1).bound()),
        threshold.abort(),
        threshold.severity(),
        threshold.scaling(),
        threshold.implied());
  }

  /**
   * Rounds an inclusive bound. An exclusive bound is not a level that the capacity can have, so it
   * need not be one.
   */
  private static Bound rounded(Bound side, CapacitySearch search) {
    return switch (side.comparison()) {
      case ABOVE, BELOW -> side;
      case AT_LEAST, AT_MOST, EQUAL -> new Bound(side.comparison(), search.rounded(side.bound()));
    };
  }

  /**
   * The factor on users and rates. The setting {@code users} replaces the peak of the only profile,
   * or of its search, and the setting {@code scale} multiplies it: 100 users at a scale of 0.1 are
   * 10.
   */
  private static double factor(LoadPlan written, Settings settings) {
    if (settings.users().isEmpty()) {
      return settings.scale();
    }
    if (written.hasSeveralFlows()) {
      throw new IllegalArgumentException(
          "users was "
              + Quantity.count(settings.users().getAsInt())
              + settings.source(Setting.USERS)
              + ", and plan \""
              + written.name()
              + "\" has "
              + written.flows().size()
              + " flows ("
              + String.join(", ", written.flows().stream().map(Flow::name).toList())
              + "), each with its own peak; scale them all with scale, such as -Dscale=0.1");
    }
    double peak = written.search().map(CapacitySearch::most).orElseGet(written.profile()::peak);
    return Quantity.times(settings.users().getAsInt(), settings.scale()) / peak;
  }

  /**
   * Refuses a size outside the allowed range before a profile of this size is created. The message
   * says which setting is wrong.
   */
  private static void checkSize(LoadProfile written, double factor, Settings settings) {
    double peak = Quantity.times(written.peak(), factor);
    if (!(peak <= LoadProfile.HIGHEST)) {
      boolean open = written.isOpen();
      String allowed = Quantity.count(LoadProfile.HIGHEST) + (open ? "/s" : " users");
      OptionalInt users = settings.users();
      double unscaled = users.isPresent() ? users.getAsInt() : written.peak();
      throw new IllegalArgumentException(
          "scale was "
              + grouped(settings.scale())
              + settings.source(Setting.SCALE)
              + (users.isEmpty()
                  ? ""
                  : " with users "
                      + Quantity.count(users.getAsInt())
                      + settings.source(Setting.USERS))
              + ", which changes the peak from "
              + grouped(written.peak())
              + (open ? "/s to " : " users to ")
              + grouped(peak)
              + "; up to "
              + allowed
              + " are allowed, which is a scale of "
              + grouped(Math.floor(LoadProfile.HIGHEST / unscaled)));
    }
    double seconds = Quantity.inMilliseconds(written.duration()) / 1000 * settings.pace();
    if (!(seconds >= 0.1 && seconds <= Quantity.LONGEST.toSeconds())) {
      String whole = Quantity.duration(written.duration());
      throw new IllegalArgumentException(
          (settings.pace() == 1
                  ? "the profile lasts " + whole
                  : "pace was "
                      + grouped(settings.pace())
                      + settings.source(Setting.PACE)
                      + ", which changes the length of the plan from "
                      + whole
                      + " to "
                      + grouped(seconds)
                      + " s")
              + "; 0.1 s to "
              + Quantity.count(Quantity.LONGEST.toDays())
              + " days are allowed");
    }
  }

  private static String grouped(double number) {
    boolean whole = number == Math.rint(number) && number < 1e15;
    return whole ? Quantity.count((long) number) : Quantity.plain(number);
  }
}
