package dev.onrush.internal.launch;

import dev.onrush.internal.capacity.SearchedFlow;
import dev.onrush.internal.gatling.app.GatlingDefaults;
import dev.onrush.internal.gatling.chain.ChainContents;
import dev.onrush.internal.library.Version;
import dev.onrush.internal.machine.HeapLimit;
import dev.onrush.internal.run.origin.CiJob;
import dev.onrush.internal.run.origin.Revision;
import dev.onrush.internal.run.record.RunInfo;
import dev.onrush.internal.run.record.RunLoad;
import dev.onrush.internal.settings.Settings;
import dev.onrush.internal.verdict.generator.GeneratorLimits;
import dev.onrush.internal.verdict.probe.PlannedRequests;
import dev.onrush.plan.LoadPlan;
import dev.onrush.plan.PlanPreview;
import dev.onrush.threshold.Threshold;
import dev.onrush.units.Quantity;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * Creates the description of a run before its start.
 *
 * @param limits beyond these limits the load generator is not to be trusted
 */
record RunFacts(Settings settings, GeneratorLimits limits) {

  /**
   * Returns the facts that settings determine.
   *
   * @throws IllegalArgumentException if a limit of the generator is not valid
   */
  static RunFacts of(Settings settings) {
    // A run with one user per class does not check whether the generator keeps up.
    return new RunFacts(settings, settings.once() ? GeneratorLimits.NONE : limits(settings));
  }

  private static GeneratorLimits limits(Settings settings) {
    Map<String, String> texts = new TreeMap<>();
    settings.generator().forEach((name, text) -> texts.put(name, text.value()));
    return GeneratorLimits.of(
        texts,
        name ->
            Optional.ofNullable(settings.generator().get(name))
                .map(text -> " (from " + text.origin() + ")")
                .orElse(""));
  }

  /**
   * Describes the run of a plain simulation.
   *
   * @param requests names of requests that are known in advance
   * @param shape the parts that decide which runs are comparable
   * @param about further facts of the simulation
   */
  RunInfo describe(
      String simulation,
      List<String> requests,
      List<Threshold> thresholds,
      Map<String, String> shape,
      Map<String, String> about) {
    return new RunInfo(
            simulation,
            simulation,
            Instant.now(),
            Optional.empty(),
            seed(),
            requests,
            thresholds,
            limits,
            shape,
            facts(about))
        .masked(settings.secrets()::mask);
  }

  /**
   * Describes the run of a plan.
   *
   * @param plan the plan with the settings applied
   * @param contents names that are known in advance
   * @param about further facts of the plan
   */
  RunInfo describe(
      String simulation,
      LoadPlan plan,
      ChainContents contents,
      Map<String, String> about,
      long seed) {
    return new RunInfo(
            simulation,
            plan.name(),
            Instant.now(),
            RunLoad.of(plan.loads(), searched(plan)),
            seed,
            new PlannedRequests(contents.requests(), contents.requestsByClass()),
            plan.thresholds(),
            limits,
            shape(plan),
            facts(about))
        .masked(settings.secrets()::mask);
  }

  private static Optional<SearchedFlow> searched(LoadPlan plan) {
    return plan.searched()
        .map(
            flow ->
                new SearchedFlow(
                    flow.search().orElseThrow(),
                    plan.hasSeveralFlows() ? Optional.of(flow.inRun()) : Optional.empty()));
  }

  /** The parts that identify the plan. A part of a plan counts as a different plan. */
  private Map<String, String> shape(LoadPlan plan) {
    Map<String, String> shape = PlanPreview.shape(plan);
    if (!settings.only().isEmpty()) {
      shape.put("part", String.join(", ", settings.only()));
    }
    settings.duet().ifPresent(duet -> shape.put("duet", duet.full() ? "full" : "half"));
    return shape;
  }

  /** The given seed, or a random one that is short enough to be typed again. */
  long seed() {
    return settings.seed().orElseGet(() -> new SplittableRandom().nextLong(1, 1_000_000_000));
  }

  private Map<String, String> facts(Map<String, String> about) {
    Map<String, String> facts = new LinkedHashMap<>(about);
    settings.environment().ifPresent(e -> facts.put("environment", e));
    if (!settings.only().isEmpty()) {
      facts.put(RunInfo.PART, String.join(", ", settings.only()));
    }
    if (settings.once()) { // no setting of the size applies
      facts.put(RunInfo.ONCE, "one user of each class, each task once");
    } else {
      settings.users().ifPresent(u -> facts.put("users", String.valueOf(u)));
      facts.put("scale", Quantity.plain(settings.scale()));
      facts.put("pace", Quantity.plain(settings.pace()));
    }
    settings.traces().link().ifPresent(link -> facts.put(RunInfo.TRACES, link));
    Revision.of(Path.of(""), System.getenv()).ifPresent(r -> facts.put(Revision.FACT, r));
    CiJob.of(System.getenv()).ifPresent(job -> facts.put(CiJob.FACT, job));
    facts.put("onrush", Version.current());
    facts.put("gatling", GatlingDefaults.gatlingVersion());
    facts.put("java", Runtime.version().toString());
    facts.put("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    facts.put("processors", String.valueOf(Runtime.getRuntime().availableProcessors()));
    facts.put("heap limit", HeapLimit.here() / (1 << 20) + " MB");
    return facts;
  }
}
