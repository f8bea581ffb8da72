package dev.onrush;

import dev.onrush.dsl.OnrushDsl;
import dev.onrush.gatling.InstrumentedSimulation;
import dev.onrush.plan.LoadPlan;
import dev.onrush.plan.Threshold;
import dev.onrush.run.RunInfo;
import dev.onrush.settings.Settings;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A plain Gatling simulation that is measured, judged and reported on: change its superclass to
 * this one and nothing else. Its scenarios stand where a plan has user classes.
 *
 * <p>Who starts from nothing extends {@link LoadSimulation}.
 */
public abstract class MeteredSimulation extends InstrumentedSimulation {

  private final Settings settings = Launch.settings();

  /**
   * What is good enough. Default: at least one request; a run that saw none is NO_DATA and fails.
   * Gatling's own assertions, where there are some, are judged beside these.
   */
  protected List<Threshold> thresholds() {
    return List.of(OnrushDsl.requestCount().atLeast(1));
  }

  /** The settings of this run, with whatever else stands in the same files. */
  protected final Settings settings() {
    return settings;
  }

  @Override
  protected void declare() {}

  /** What is known of the run before it begins. */
  RunInfo info(Declared declared) {
    List<Threshold> thresholds = Launch.withBounds(thresholds(), settings);
    for (Threshold threshold : thresholds) {
      checkKnown(threshold, "user class", threshold.scope().userClass(), declared.scenarios());
      checkKnown(threshold, "phase", threshold.scope().phase(), Set.of(RunInfo.WHOLE_RUN.name()));
    }
    declared.checkRequests(thresholds);
    for (String address : declared.addresses()) {
      settings.checkAllowed(URI.create(address));
    }
    Map<String, String> facts = new TreeMap<>();
    facts.put("target", String.join(", ", declared.addresses()));
    return Launch.info(
        getClass().getSimpleName(),
        getClass().getSimpleName(),
        Optional.empty(),
        List.of(RunInfo.WHOLE_RUN),
        thresholds,
        facts,
        settings,
        Launch.seed(settings));
  }

  @Override
  protected final Instruments instruments(Declared declared) {
    return Launch.instruments(
        Launch.orRefused(() -> info(declared)), settings, this::stop, declared.hasAssertions());
  }

  private static void checkKnown(
      Threshold threshold, String kind, Optional<String> name, Set<String> known) {
    if (name.isPresent() && !known.contains(name.get())) {
      throw LoadPlan.unknownName(threshold, kind, name.get(), known);
    }
  }
}
