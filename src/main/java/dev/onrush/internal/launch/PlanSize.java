package dev.onrush.internal.launch;

import dev.onrush.internal.settings.Settings;
import dev.onrush.plan.CapacitySearch;
import dev.onrush.plan.LoadPlan;
import dev.onrush.plan.LoadProfile;
import dev.onrush.threshold.Threshold;
import dev.onrush.units.Quantity;
import java.util.List;
import java.util.Optional;

/** Applies settings to the size of a plan: its peak, its durations, and its thresholds. */
final class PlanSize {

  private PlanSize() {}

  /** The plan at the size, and with the thresholds, that the settings ask for. */
  static LoadPlan apply(LoadPlan written, Settings settings) {
    double pace = settings.pace();
    double factor =
        settings.users().isPresent()
            ? settings.users().getAsInt() / written.profile().peak()
            : settings.scale();
    checkSize(written.profile(), factor, settings);
    Optional<CapacitySearch> search = written.search().map(s -> s.paced(pace).scaled(factor));
    LoadProfile profile =
        search
            .map(CapacitySearch::longest)
            .orElseGet(() -> written.profile().paced(pace).scaled(factor));
    // Bounds of the settings are taken as they are, those of the plan follow its size.
    List<Threshold> scaled =
        written.thresholds().stream()
            .map(t -> t.scaled(written.hasFixedUsersOnly(t.scope()) ? 1 : factor, pace))
            .toList();
    return new LoadPlan(
        written.name(),
        written.classes(),
        profile,
        ThresholdSettings.apply(scaled, settings),
        written.http(),
        search);
  }

  /** Says which setting is too large, before there is a profile of that size. */
  private static void checkSize(LoadProfile written, double factor, Settings settings) {
    double peak = written.peak() * factor;
    if (!(peak <= LoadProfile.HIGHEST)) {
      boolean open = written.isOpen();
      String allowed = Quantity.count(LoadProfile.HIGHEST) + (open ? "/s" : " users");
      throw new IllegalArgumentException(
          settings.users().isPresent()
              ? "users was "
                  + settings.users().getAsInt()
                  + "; a peak of up to "
                  + allowed
                  + " is allowed"
              : "scale was "
                  + Quantity.plain(factor)
                  + ", which makes the peak of "
                  + Quantity.plain(written.peak())
                  + (open ? "/s " : " users ")
                  + Quantity.plain(peak)
                  + "; up to "
                  + allowed
                  + " are allowed, which is a scale of "
                  + Quantity.plain(Math.floor(LoadProfile.HIGHEST / written.peak())));
    }
    double seconds = Quantity.inMilliseconds(written.duration()) / 1000 * settings.pace();
    if (!(seconds >= 0.1 && seconds <= Quantity.LONGEST.toSeconds())) {
      throw new IllegalArgumentException(
          "pace was "
              + Quantity.plain(settings.pace())
              + ", which makes the "
              + Quantity.duration(written.duration())
              + " of the plan "
              + Quantity.plain(seconds)
              + " s; 0.1 s to "
              + Quantity.duration(Quantity.LONGEST)
              + " (1,000 days) are allowed");
    }
  }
}
