package dev.onrush;

import dev.onrush.dsl.OnrushDsl;
import dev.onrush.internal.baseline.Baseline;
import dev.onrush.internal.control.Course;
import dev.onrush.internal.gatling.ChainContents;
import dev.onrush.internal.gatling.GatlingDefaults;
import dev.onrush.internal.gatling.InstrumentedSimulation;
import dev.onrush.internal.gatling.LoadFailures;
import dev.onrush.internal.run.Run;
import dev.onrush.internal.run.RunFolder;
import dev.onrush.internal.run.RunInfo;
import dev.onrush.internal.service.ServiceMetrics;
import dev.onrush.internal.settings.HttpAddress;
import dev.onrush.internal.settings.Settings;
import dev.onrush.internal.settings.SimulationCode;
import dev.onrush.internal.verdict.GeneratorLimits;
import dev.onrush.plan.LoadPlan;
import dev.onrush.plan.Phase;
import dev.onrush.spi.TargetProvider.Target;
import dev.onrush.threshold.Figure;
import dev.onrush.threshold.Measure.Capacity;
import dev.onrush.threshold.Measure.Recovery;
import dev.onrush.threshold.Scope;
import dev.onrush.threshold.Threshold;
import dev.onrush.units.Given;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A plain Gatling simulation that is measured, judged and reported on: change its superclass to
 * this one and nothing else. Its scenarios stand where a plan has user classes.
 *
 * <p>Who starts from nothing extends {@link LoadSimulation}.
 */
public abstract class MeteredSimulation extends InstrumentedSimulation {

  private static final Set<String> PHASES = Set.of(Phase.WHOLE_RUN.name(), Scope.STEADY_STATE);

  /** What a user needs, beside its last request, to come to the end of its task. */
  private static final Duration SLACK = Duration.ofSeconds(5);

  static {
    // The superclass is initialised before the user's class, and so before all of the user's code.
    LoadFailures.tell(Launch::refuse);
  }

  private final SimulationCode code =
      new SimulationCode(getClass(), !(this instanceof LoadSimulation));
  private final Part part = Part.of(getClass(), code, Launch.settings(code));
  private final Settings settings = part.settings();
  private final GeneratorLimits limits =
      Launch.orRefused(() -> GeneratorLimits.of(settings.generator()));
  private @Nullable Path folder;

  /**
   * What is good enough. Default: at least one request; a run that saw none is NO_DATA and fails.
   * Gatling's own assertions are thresholds beside these.
   */
  protected List<Threshold> thresholds() {
    return List.of(OnrushDsl.requestCount().atLeast(1));
  }

  final GeneratorLimits limits() {
    return limits;
  }

  /** The settings of this run, with whatever else stands in the same files. */
  protected final Settings settings() {
    return settings;
  }

  @Override
  protected void declare() {}

  /** What is known of the run before it begins. */
  RunInfo info(Declared declared) {
    List<Threshold> written = new ArrayList<>(Given.values(thresholds(), "threshold"));
    Threshold.checkDistinct("simulation \"" + simulationName() + "\" ", written);
    written.addAll(declared.assertions());
    List<Threshold> thresholds = Launch.tuned(written.stream().distinct().toList(), settings);
    for (Threshold threshold : thresholds) {
      if (threshold.measure() instanceof Capacity) {
        throw new IllegalArgumentException(
            "threshold \""
                + threshold
                + "\" needs a search for the capacity, and a plain simulation has none; write a"
                + " LoadSimulation with .profile(capacitySearch().from(…).upTo(…))");
      }
      if (threshold.measure() instanceof Recovery recovery) {
        checkKnown(threshold, "phase", Optional.of(recovery.phase()), PHASES);
      }
      for (Figure figure : threshold.measure().figures()) {
        checkKnown(threshold, "user class", figure.scope().userClass(), declared.scenarios());
        checkKnown(threshold, "phase", figure.scope().phase(), PHASES);
      }
    }
    declared.names().check(thresholds);
    for (String address : declared.addresses()) {
      settings.secrets().addUserInfo(address);
      settings.checkAllowed(address);
    }
    plain().check(declared.addresses());
    Map<String, String> facts = new TreeMap<>();
    facts.put(
        "target",
        String.join(
            ", ", declared.addresses().stream().map(HttpAddress::withoutCredentials).toList()));
    if (declared.names().pauses()) {
      facts.put(RunInfo.PAUSES, "yes");
    }
    return Launch.info(
        simulationName(),
        simulationName(),
        Optional.empty(),
        declared.names().requests(),
        thresholds,
        Map.of("scenarios", String.join(", ", declared.scenarios())),
        facts,
        settings,
        limits,
        Launch.seed(settings));
  }

  private PlainSimulation plain() {
    return new PlainSimulation(simulationName(), settings, code);
  }

  /** What a user should know of the settings of this run. */
  List<String> notes() {
    List<String> notes = new ArrayList<>(settings.notes());
    notes.addAll(plain().notes());
    return notes;
  }

  /** Names of requests, groups and metrics, as far as they are known before. */
  ChainContents names(Declared declared) {
    return declared.names();
  }

  /** Which part of the run this JVM has. */
  final Part part() {
    return part;
  }

  /** What makes the plan the plan that it is, for those who are to have the same. */
  Map<String, String> identity(RunInfo info) {
    throw new IllegalArgumentException(
        "injectors was "
            + settings.injectors().orElse(0)
            + ", and "
            + simulationName()
            + " is a plain Gatling simulation, whose users Onrush cannot divide; write a"
            + " LoadSimulation, or leave injectors out");
  }

  @Override
  protected final Instruments instruments(Declared declared) {
    RunInfo info = Launch.orRefused(() -> orClosed(() -> info(declared)));
    if (settings.preview()) { // of a plan it has been shown by now
      Launch.preview(plain().preview(declared, info.thresholds()), settings);
    }
    boolean unused =
        Launch.orRefused(
            () ->
                orClosed(
                    () -> {
                      checkTargets(declared);
                      return true;
                    }));
    if (part.injector().isPresent()) {
      return Launch.orRefused(
          () ->
              orClosed(
                  () -> {
                    part.injector().get().planned(identity(info));
                    return Launch.injector(
                        info, settings, folder(), engine(), part, names(declared).known());
                  }));
    }
    Optional<Map<String, String>> divided =
        Launch.orRefused(
            () -> orClosed(() -> part.leads() ? Optional.of(identity(info)) : Optional.empty()));
    Optional<Baseline> baseline =
        Launch.orRefused(() -> orClosed(() -> Launch.baseline(info, settings)));
    Optional<ServiceMetrics> service =
        Launch.orRefused(() -> orClosed(() -> serviceMetrics(info, declared)));
    return Launch.orRefused(
        () ->
            orClosed(
                () ->
                    Launch.instruments(
                        baseline.map(b -> info.with(RunInfo.BASELINE, b.name())).orElse(info),
                        settings,
                        folder(),
                        target(),
                        service,
                        baseline,
                        engine(),
                        // Last: a port that is listened on is not given back if something else
                        // is refused.
                        Launch.watchers(settings, notes()),
                        part,
                        divided,
                        names(declared).known())));
  }

  /** Who leads injectors need not reach the target. */
  private void checkTargets(Declared declared) {
    if (settings.checkTarget() && !part.leads()) {
      declared.checkTargets(settings.verifyCertificates());
    }
  }

  private Run.Engine engine() {
    return new Run.Engine() {
      @Override
      public void stop(String reason) {
        part.coordinator()
            .ifPresentOrElse(c -> c.stop(reason), () -> MeteredSimulation.this.stop(reason));
      }

      @Override
      public void follow(Course course) {
        MeteredSimulation.this.follow(course);
      }

      @Override
      public void tellTroubles(Consumer<String> to) {
        MeteredSimulation.this.tellTroubles(to);
      }

      @Override
      public void endLoad() {
        MeteredSimulation.this.endLoad();
      }

      @Override
      public Optional<String> cause() {
        return MeteredSimulation.this.cause();
      }

      @Override
      public Optional<String> hookFailure() {
        return MeteredSimulation.this.hookFailure();
      }

      @Override
      public List<String> atWork() {
        return MeteredSimulation.this.atWork();
      }

      @Override
      public Duration windDownAtMost() {
        return settings
            .ending()
            .windDownAtMost()
            .orElseGet(() -> GatlingDefaults.requestTimeout().plus(SLACK));
      }
    };
  }

  /** Whom to tell what the generator can do no more. */
  void tellTroubles(Consumer<String> to) {
    tellMeteringTroubles(to);
  }

  /** Where users are at work, as far as it is known. */
  List<String> atWork() {
    return List.of();
  }

  /** Goes on along another course; a plain simulation has none, and is never asked. */
  void follow(Course course) {}

  /** A run that is refused leaves neither a service nor a folder behind. */
  private <T> T orClosed(Supplier<T> asked) {
    try {
      return asked.get();
    } catch (RuntimeException | Error e) {
      target().ifPresent(Target::close);
      part.refused(Refusal.text(e));
      if (folder != null) {
        RunFolder.discard(folder);
      }
      throw e;
    }
  }

  /** The metrics of the service that are read during this run. */
  Optional<ServiceMetrics> serviceMetrics(RunInfo info, Declared declared) {
    String address = declared.addresses().stream().findFirst().orElse("http://127.0.0.1");
    return Launch.serviceMetrics(
        Launch.tuned(thresholds(), settings),
        settings,
        URI.create(address.replaceFirst("//[^/?#]*@", "//")));
  }

  /** The service that was started for this run, to be ended with it. */
  Optional<Target> target() {
    return Optional.empty();
  }

  String simulationName() {
    return getClass().getSimpleName();
  }

  /** Where this run writes; made when it is first asked for. */
  final Path folder() {
    Path made = folder;
    if (made == null) {
      made = Launch.orRefused(() -> RunFolder.create(settings.reports(), simulationName()));
      folder = made;
    }
    return made;
  }

  private static void checkKnown(
      Threshold threshold, String kind, Optional<String> name, Set<String> known) {
    if (name.isPresent() && !known.contains(name.get())) {
      throw LoadPlan.unknownName(threshold, kind, name.get(), known);
    }
  }
}
