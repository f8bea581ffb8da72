package dev.onrush.internal.launch;

import dev.onrush.internal.gatling.Instrumentation;
import dev.onrush.internal.gatling.Instrumentation.Declared;
import dev.onrush.internal.gatling.chain.ChainContents;
import dev.onrush.internal.launch.plan.MetricsSource;
import dev.onrush.internal.launch.plan.NamedPhases;
import dev.onrush.internal.launch.plan.ThresholdSettings;
import dev.onrush.internal.run.record.RunInfo;
import dev.onrush.internal.service.ServiceMetrics;
import dev.onrush.internal.settings.address.HttpAddress;
import dev.onrush.internal.verdict.probe.TimeNeeded;
import dev.onrush.profile.Phase;
import dev.onrush.threshold.Measure.Capacity;
import dev.onrush.threshold.Measure.Figure;
import dev.onrush.threshold.Measure.Recovery;
import dev.onrush.threshold.Scope;
import dev.onrush.threshold.Threshold;
import dev.onrush.units.Given;
import dev.onrush.units.Quantity;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Launches a plain Gatling simulation. Its scenarios correspond to the user classes of a plan. */
public final class PlainLaunch extends SimulationLaunch {

  private static final Set<String> UNNAMED = Set.of(Phase.WHOLE_RUN.name(), Scope.STEADY_STATE);

  private final Supplier<List<Threshold>> thresholds;
  private final Supplier<List<Phase>> phases;

  /**
   * Creates the launch without doing anything yet.
   *
   * @param thresholds returns the thresholds of the simulation; called once the simulation is
   *     created
   * @param phases returns the phases that the simulation names; called once the simulation is
   *     created
   */
  public PlainLaunch(
      Class<?> simulation, Supplier<List<Threshold>> thresholds, Supplier<List<Phase>> phases) {
    super(simulation, true);
    this.thresholds = thresholds;
    this.phases = phases;
  }

  @Override
  RunInfo describe(Declared declared) {
    if (settings().once()) {
      throw new IllegalArgumentException(
          "once was true, and "
              + name()
              + " is a plain Gatling simulation, which defines its own injection; write a"
              + " LoadSimulation, or inject atOnceUsers(1) and remove the setting once");
    }
    List<Threshold> written = new ArrayList<>(Given.values(thresholds.get(), "threshold"));
    Threshold.checkDistinct("simulation \"" + name() + "\" ", written);
    written.addAll(declared.assertions());
    List<Threshold> inForce =
        ThresholdSettings.apply(written.stream().distinct().toList(), settings());
    List<Phase> named =
        new NamedPhases(name(), Given.values(phases.get(), "phase of simulation " + name())).all();
    checkThresholds(inForce, declared, named);
    declared.names().check(inForce);
    checkInputs(declared.names());
    for (String address : declared.addresses()) {
      settings().secrets().addUserInfo(address);
      settings().allowedHosts().check(address);
    }
    checkHosts(declared.names());
    plain().check(declared.addresses());
    return RunFacts.of(settings())
        .describe(
            name(), declared.names().requests(), inForce, shape(declared, named), facts(declared))
        .named(named.stream().map(p -> p.renamed(settings().secrets()::mask)).toList());
  }

  /** Checks that a plain simulation has what the thresholds name and need. */
  private void checkThresholds(List<Threshold> inForce, Declared declared, List<Phase> named) {
    Set<String> known = names(named);
    for (Threshold threshold : inForce) {
      if (threshold.measure() instanceof Capacity) {
        throw new IllegalArgumentException(
            "threshold \""
                + threshold
                + "\" needs a capacity search, and a plain simulation has none; write a"
                + " LoadSimulation with .profile(capacitySearch().from(…).upTo(…))");
      }
      if (threshold.measure() instanceof Recovery recovery) {
        checkKnown(threshold, "flow", recovery.flow(), Set.of());
        checkKnown(threshold, "phase", Optional.of(recovery.phase()), known);
        checkRecovery(threshold, recovery.phase(), named);
      }
      for (Figure figure : threshold.measure().figures()) {
        checkKnown(threshold, "user class", figure.scope().userClass(), declared.scenarios());
        checkKnown(threshold, "flow", figure.scope().flow(), Set.of());
        checkKnown(threshold, "phase", figure.scope().phase(), known);
      }
      checkTime(threshold, named);
    }
  }

  private Map<String, String> facts(Declared declared) {
    Map<String, String> facts = new TreeMap<>();
    facts.put(
        "target",
        String.join(
            ", ", declared.addresses().stream().map(HttpAddress::withoutCredentials).toList()));
    if (declared.names().calls()) {
      facts.put("call threads", Instrumentation.callThreads(settings().callThreads()));
    }
    if (declared.names().pauses()) {
      facts.put(RunInfo.PAUSES, "yes");
    }
    return facts;
  }

  private static Map<String, String> shape(Declared declared, List<Phase> named) {
    Map<String, String> shape = new TreeMap<>();
    shape.put("scenarios", String.join(", ", declared.scenarios()));
    if (!named.isEmpty()) {
      shape.put(
          "phases",
          named.stream()
              .map(phase -> phase.name() + " from " + Quantity.duration(phase.start()))
              .collect(Collectors.joining(", ")));
    }
    return shape;
  }

  private static Set<String> names(List<Phase> named) {
    return named.isEmpty()
        ? UNNAMED
        : named.stream()
            .filter(Phase::isCounted)
            .map(Phase::name)
            .collect(Collectors.toCollection(TreeSet::new));
  }

  /**
   * Checks the phase of a recovery, which compares the time after the phase with the time before
   * it.
   */
  private static void checkRecovery(Threshold threshold, String phase, List<Phase> named) {
    int index = named.stream().map(Phase::name).toList().indexOf(phase);
    if (index < 1 || index == named.size() - 1) {
      throw new IllegalArgumentException(
          "threshold \""
              + threshold
              + "\" needs a phase before and one after \""
              + phase
              + "\"; declare one in phases() that begins after 0 s, such as phase(\"spike\","
              + " ofSeconds(30), ofSeconds(60))");
    }
  }

  private static void checkTime(Threshold threshold, List<Phase> named) {
    Optional<String> missing =
        named.isEmpty() ? Optional.empty() : TimeNeeded.missing(threshold.measure(), named);
    if (missing.isPresent()) {
      throw new IllegalArgumentException(
          "threshold \"" + threshold + "\" " + missing.get() + "; make the phase longer");
    }
  }

  private PlainSettings plain() {
    return new PlainSettings(name(), settings(), code());
  }

  @Override
  String preview(Declared declared, RunInfo info) {
    return plain().preview(declared, info);
  }

  @Override
  public List<String> notes() {
    List<String> notes = new ArrayList<>(super.notes());
    notes.addAll(plain().notes());
    return notes;
  }

  @Override
  public Map<String, String> identity() {
    throw new IllegalArgumentException(
        "injectors was "
            + settings().injectors().orElse(0)
            + ", and "
            + name()
            + " is a plain Gatling simulation, whose users Onrush cannot divide: each injector"
            + " would inject all of them, with its own feeders, throttle and andThen(…); write it"
            + " as a plan in a LoadSimulation, such as arrivalRate().hold(perSecond(10),"
            + " ofSeconds(30)) for constantUsersPerSec(10).during(30), or leave injectors out");
  }

  @Override
  ChainContents names() {
    return declared().names();
  }

  @Override
  public ServiceMetrics serviceMetrics() {
    Optional<URI> service =
        declared().addresses().stream()
            .findFirst()
            .map(address -> URI.create(address.replaceFirst("//[^/?#]*@", "//")));
    MetricsSource source = new MetricsSource(info().thresholds(), settings());
    return service.isPresent() ? source.of(service.get(), false, service) : source.withoutTarget();
  }

  private static void checkKnown(
      Threshold threshold, String kind, Optional<String> name, Set<String> known) {
    if (name.isPresent() && !known.contains(name.get())) {
      throw threshold.namesUnknown(kind, name.get(), known);
    }
  }
}
