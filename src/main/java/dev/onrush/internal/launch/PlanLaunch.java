package dev.onrush.internal.launch;

import dev.onrush.internal.control.EffectiveLoad;
import dev.onrush.internal.gatling.Instrumentation;
import dev.onrush.internal.gatling.Instrumentation.Declared;
import dev.onrush.internal.gatling.PlannedScenarios;
import dev.onrush.internal.gatling.chain.ChainContents;
import dev.onrush.internal.launch.plan.BaseAddresses;
import dev.onrush.internal.launch.plan.ChosenPlan;
import dev.onrush.internal.launch.plan.DuetChoice;
import dev.onrush.internal.launch.plan.MetricsSource;
import dev.onrush.internal.launch.plan.PlanConnections;
import dev.onrush.internal.launch.plan.RendezVousUsers;
import dev.onrush.internal.launch.process.Console;
import dev.onrush.internal.launch.role.InProcessRun;
import dev.onrush.internal.launch.target.DuetTargets;
import dev.onrush.internal.launch.target.TargetChoice;
import dev.onrush.internal.machine.Machine;
import dev.onrush.internal.run.record.DuetFacts;
import dev.onrush.internal.run.record.RunInfo;
import dev.onrush.internal.service.ServiceMetrics;
import dev.onrush.internal.settings.Settings;
import dev.onrush.plan.LoadPlan;
import dev.onrush.plan.PlanPreview;
import dev.onrush.plan.PlanSetup;
import dev.onrush.plan.Slice;
import dev.onrush.spi.TargetProvider.Target;
import dev.onrush.threshold.Threshold;
import dev.onrush.units.Given;
import io.gatling.javaapi.core.PopulationBuilder;
import io.gatling.javaapi.core.ProtocolBuilder;
import io.gatling.javaapi.http.HttpProtocolBuilder;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Launches a simulation that has a plan. */
public final class PlanLaunch extends SimulationLaunch {

  /** Declares populations to Gatling. */
  @FunctionalInterface
  public interface SetUp {

    /** Calls the simulation's {@code setUp(populations).protocols(protocols)}. */
    void declare(List<PopulationBuilder> populations, List<ProtocolBuilder> protocols);
  }

  private final Supplier<LoadPlan> source;
  private final SetUp setUp;
  private @Nullable ChosenPlan chosen;
  private volatile @Nullable Target target;
  private @Nullable PlannedScenarios scenarios;

  /** With the addresses of both services, as soon as they are known. */
  private Optional<DuetChoice> duet = Optional.empty();

  private List<String> sourceAddresses = List.of();
  private List<Threshold> written = List.of();

  /** Whether users of closed flows have their own connections. */
  private boolean ownConnections;

  private long seed;

  /**
   * Creates the launch without doing anything yet.
   *
   * @param plan returns the plan as written; called once
   */
  public PlanLaunch(Class<?> simulation, Supplier<LoadPlan> plan, SetUp setUp) {
    super(simulation, false);
    this.source = plan;
    this.setUp = setUp;
  }

  @Override
  void declare() {
    Settings settings = settings();
    LoadPlan asWritten = Given.value(source.get(), "plan() of " + name());
    written = asWritten.thresholds();
    seed = RunFacts.of(settings).seed();
    ChosenPlan ofSettings = ChosenPlan.of(asWritten, settings, seed);
    chosen = ofSettings;
    duet = ofSettings.duet();
    LoadPlan sized = ofSettings.plan();
    checkInputs(names());
    new RendezVousUsers(sized, role().slice()).check();
    if (settings.preview()) {
      String notes = sizeNotes();
      preview(PlanPreview.of(sized) + (notes.isEmpty() ? "" : "\n" + notes));
    }
    PlannedScenarios made =
        duet.isPresent()
            ? PlannedScenarios.ofTwins(sized, seed, role().slice())
            : PlannedScenarios.of(sized, seed, role().slice());
    scenarios = made;
    Target aim = services(settings);
    sourceAddresses =
        Machine.here()
            .sourceAddresses(connections(sized).users(), aim.uri(), settings.localAddresses());
    List<ProtocolBuilder> protocols = protocols(sized, made, aim);
    List<PopulationBuilder> populations = role().populations(made);
    setUp.declare(
        settings.once()
            ? populations.stream().map(PopulationBuilder::disablePauses).toList()
            : populations,
        protocols);
  }

  /** Returns the protocols of all flows, and gives each of several flows its own for HTTP. */
  private List<ProtocolBuilder> protocols(LoadPlan sized, PlannedScenarios made, Target aim) {
    boolean open = !connections(sized).hasClosedFlow();
    if (sized.hasSeveralFlows()) {
      made.http(
          flow ->
              sized
                  .http()
                  .apply(
                      http(
                          flow.profile().isOpen(),
                          duet.map(choice -> choice.address(flow)).or(() -> base(aim)))));
    }
    List<ProtocolBuilder> protocols = new ArrayList<>(sized.setup().protocols());
    protocols.add(sized.http().apply(http(open, base(aim))));
    return protocols;
  }

  /**
   * Returns the service under test, or both services of a duet. From now on they are closed
   * together with the run.
   */
  private Target services(Settings settings) {
    if (duet.isEmpty()) {
      Target one = TargetChoice.choose(settings, names().sendsHttp(), this);
      target = one;
      return one;
    }
    DuetTargets two = TargetChoice.chooseTwo(settings, duet.get().asked(), this);
    target = two;
    duet = Optional.of(duet.get().at(two.a().uri(), two.b().uri()));
    return two;
  }

  private LoadPlan plan() {
    return known(chosen).plan();
  }

  private static Optional<URI> base(Target aim) {
    return TargetChoice.isThere(aim) ? Optional.of(aim.uri()) : Optional.empty();
  }

  private HttpProtocolBuilder http(boolean open, Optional<URI> base) {
    HttpProtocolBuilder http =
        base.map(Instrumentation::httpAt).orElseGet(Instrumentation::httpWithoutTarget);
    http = sourceAddresses.isEmpty() ? http : http.localAddresses(sourceAddresses);
    // Users of a closed flow keep their connection through their loop. Each arrival in an open
    // workload is a new user, and a new connection for each of them would measure handshakes.
    return open ? http.shareConnections() : http;
  }

  private PlanConnections connections(LoadPlan of) {
    // Each injector checks its own connections.
    return new PlanConnections(
        of, role().sendsLoad() ? Optional.of(role().slice()) : Optional.empty());
  }

  @Override
  RunInfo describe(Declared declared) {
    LoadPlan tuned = plan();
    Target aim = known(target);
    List<String> addresses = declared.addresses();
    addresses.forEach(settings().secrets()::addUserInfo);
    BaseAddresses bases = BaseAddresses.of(addresses);
    boolean oneTarget = duet.isEmpty() && TargetChoice.isThere(aim);
    if (oneTarget) {
      bases.check(tuned.name(), aim.uri());
    }
    bases.checkPaths(tuned);
    addresses.forEach(settings().allowedHosts()::check);
    checkHosts(names());
    PlanConnections connections = connections(tuned);
    ownConnections = connections.hasClosedFlow() && !declared.sharesConnections();
    if (ownConnections && role().sendsLoad()) {
      Machine.here().checkFits(connections.users(), sourceAddresses);
    }
    Slice slice = role().slice();
    Map<String, String> facts = new TreeMap<>();
    connections
        .shortage(sourceAddresses)
        .ifPresent(
            sentence -> {
              Console.out(settings()).println("Note: " + sentence);
              facts.put("limit", sentence);
            });
    facts.put("target", oneTarget ? bases.text() : TargetChoice.fact(aim));
    if (slice.isWhole() || !role().sendsLoad()) {
      Console.out(settings()).print(sizeNotes());
    }
    duet.ifPresent(choice -> facts.putAll(DuetFacts.of(choice.terms())));
    facts.put("service", aim.description());
    facts.putAll(PlanFacts.of(tuned));
    if (!slice.isWhole()) {
      facts.putAll(factsOfSlice(slice));
    }
    if (names().calls()) {
      facts.put("call threads", Instrumentation.callThreads(settings().callThreads()));
    }
    if (names().pauses()) {
      facts.put(RunInfo.PAUSES, "yes");
    }
    return RunFacts.of(settings()).describe(name(), tuned, names(), facts, seed);
  }

  private Map<String, String> factsOfSlice(Slice slice) {
    Map<String, String> facts = new TreeMap<>();
    if (role().sendsLoad()) {
      facts.put("slice", slice.toString());
    }
    List<String> unsliced = known(scenarios).unslicedFeeders();
    if (!unsliced.isEmpty()) {
      facts.put("feeders", String.join("; ", unsliced));
    }
    List<String> meeting = new RendezVousUsers(plan(), slice).ofEachInjector();
    if (!meeting.isEmpty()) {
      facts.put("rendez-vous", String.join("; ", meeting));
    }
    return facts;
  }

  private String sizeNotes() {
    return known(chosen).sizeNotes().stream()
        .map(note -> "Note: " + note + "\n")
        .collect(Collectors.joining());
  }

  @Override
  String preview(Declared declared, RunInfo info) {
    return PlanPreview.of(plan());
  }

  @Override
  ChainContents names() {
    return known(chosen).contents();
  }

  @Override
  public Map<String, String> identity() {
    RunInfo info = info();
    Map<String, String> identity = new TreeMap<>(info.shape());
    identity.put("requests", String.join(", ", info.requests()));
    identity.put("seed", String.valueOf(info.seed()));
    // As written: only the coordinator judges, by bounds that its settings may have changed.
    identity.put(
        "thresholds",
        String.join(
            ", ",
            written.stream().map(t -> t.renamed(settings().secrets()::mask).text()).toList()));
    return identity;
  }

  @Override
  public List<String> notes() {
    List<String> notes = new ArrayList<>(super.notes());
    known(chosen)
        .left()
        .forEach(
            (threshold, why) ->
                notes.add("not judged: " + threshold + "; " + why + " (only was set)"));
    notes.addAll(known(chosen).sizeNotes());
    duet.ifPresent(choice -> notes.addAll(choice.notes(known(scenarios).unslicedFeeders())));
    return notes;
  }

  @Override
  public ServiceMetrics serviceMetrics() {
    MetricsSource source = new MetricsSource(plan().thresholds(), settings());
    if (duet.isPresent()) {
      return source.ofBoth(duet.get(), startsService());
    }
    Target aim = known(target);
    return TargetChoice.isThere(aim)
        ? source.of(aim.uri(), startsService(), Optional.of(aim.uri()))
        : source.withoutTarget();
  }

  @Override
  public long mostUsers() {
    return ownConnections ? Machine.here().mostUsers(sourceAddresses) : super.mostUsers();
  }

  /**
   * Follows a changed load. A level that is set by hand must fit the machine, like the level of a
   * plan.
   */
  @Override
  void follow(EffectiveLoad load) {
    boolean byHand = load.profiles().stream().anyMatch(p -> p.level().isPresent());
    if (ownConnections && byHand) {
      LoadPlan of = plan();
      role()
          .checkFits(
              slice -> new PlanConnections(of, Optional.of(slice)).users(load), sourceAddresses);
    }
    role().follow(load, known(scenarios)::follow);
  }

  @Override
  void tellTroubles(Consumer<String> to) {
    super.tellTroubles(to);
    known(scenarios).tellTroubles(to);
  }

  @Override
  List<String> runningUsers() {
    return known(scenarios).atWork();
  }

  @Override
  public Optional<Target> target() {
    return Optional.ofNullable(target);
  }

  @Override
  public PlanSetup setup() {
    return plan().setup();
  }

  @Override
  String name() {
    return InProcessRun.planName().orElseGet(super::name);
  }
}
