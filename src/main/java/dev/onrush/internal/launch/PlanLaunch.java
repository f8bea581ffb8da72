package dev.onrush.internal.launch;

import dev.onrush.internal.control.EffectiveLoad;
import dev.onrush.internal.gatling.Instrumentation;
import dev.onrush.internal.gatling.Instrumentation.Declared;
import dev.onrush.internal.gatling.PlannedScenarios;
import dev.onrush.internal.gatling.chain.ChainContents;
import dev.onrush.internal.launch.plan.BaseAddresses;
import dev.onrush.internal.launch.plan.DuetChoice;
import dev.onrush.internal.launch.plan.JudgeablePlan;
import dev.onrush.internal.launch.plan.MetricsSource;
import dev.onrush.internal.launch.plan.OncePlan;
import dev.onrush.internal.launch.plan.PlanConnections;
import dev.onrush.internal.launch.plan.PlanPart;
import dev.onrush.internal.launch.plan.PlanSize;
import dev.onrush.internal.launch.plan.RendezVousUsers;
import dev.onrush.internal.launch.plan.ThresholdSettings;
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

  /** Placeholder for a service that is not started yet, used to find names. */
  private static final URI NOT_STARTED = URI.create("http://target.invalid");

  /** Declares populations to Gatling. */
  @FunctionalInterface
  public interface SetUp {

    /** Calls the simulation's {@code setUp(populations).protocols(protocols)}. */
    void declare(List<PopulationBuilder> populations, List<ProtocolBuilder> protocols);
  }

  private final Supplier<LoadPlan> source;
  private final SetUp setUp;
  private @Nullable LoadPlan plan;
  private @Nullable ChainContents contents;
  private volatile @Nullable Target target;
  private @Nullable PlannedScenarios scenarios;
  private Optional<DuetChoice> duet = Optional.empty();
  private List<String> sourceAddresses = List.of();
  private List<Threshold> written = List.of();

  /**
   * Thresholds that need something that the setting {@code only} leaves out, each with the reason.
   */
  private Map<Threshold, String> left = Map.of();

  /** What some thresholds cannot be judged without, at the size that the settings ask for. */
  private List<String> sizeNotes = List.of();

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
    seed = new RunFacts(settings, limits()).seed();
    LoadPlan sized = settings.once() ? trial(asWritten) : load(asWritten);
    plan = sized;
    checkInputs(names());
    new RendezVousUsers(sized, role().slice()).check();
    if (settings.preview()) {
      preview(PlanPreview.of(sized) + (sizeNotes.isEmpty() ? "" : "\n" + sizeNotes()));
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
    List<PopulationBuilder> populations = role().populations(made);
    setUp.declare(
        settings.once()
            ? populations.stream().map(PopulationBuilder::disablePauses).toList()
            : populations,
        protocols);
  }

  /**
   * Returns the plan that generates load: scaled, reduced to the selected part, and for one service
   * or two.
   */
  private LoadPlan load(LoadPlan asWritten) {
    LoadPlan whole = PlanSize.apply(asWritten, settings());
    ChainContents found = contents(whole);
    found.check(whole.thresholds());
    JudgeablePlan.check(asWritten, inForce(asWritten), whole);
    PlanPart part = PlanPart.of(whole, settings().only(), settings().impliedErrorRate());
    left = part.left();
    sizeNotes = JudgeablePlan.notes(part.plan());
    duet = DuetChoice.of(part.plan(), settings(), seed);
    LoadPlan given = duet.map(choice -> choice.duet().plan()).orElse(part.plan());
    contents = given.equals(whole) ? found : contents(given);
    return given;
  }

  /**
   * Returns the plan with one user of each class, regardless of its size. Its thresholds must fit
   * the plan as written, although they are not judged.
   */
  private LoadPlan trial(LoadPlan asWritten) {
    OncePlan.check(asWritten);
    LoadPlan judged = asWritten.withThresholds(inForce(asWritten));
    JudgeablePlan.check(asWritten, judged.thresholds(), judged);
    contents(judged).check(judged.thresholds());
    LoadPlan chosen = PlanPart.unsized(asWritten, settings().only());
    contents = contents(chosen);
    return OncePlan.of(chosen);
  }

  private List<Threshold> inForce(LoadPlan asWritten) {
    return ThresholdSettings.apply(asWritten.thresholds(), settings());
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

  private ChainContents contents(LoadPlan of) {
    URI anywhere = settings().target().orElse(NOT_STARTED);
    return ChainContents.of(of, of.http().apply(Instrumentation.httpAt(anywhere)));
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
    LoadPlan tuned = known(plan);
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
    if (!sizeNotes.isEmpty() && (role().slice().isWhole() || !role().sendsLoad())) {
      Console.out(settings()).print(sizeNotes());
    }
    duet.ifPresent(choice -> facts.putAll(DuetFacts.of(choice.terms())));
    facts.put("service", aim.description());
    facts.putAll(PlanFacts.of(tuned));
    if (!slice.isWhole()) {
      if (role().sendsLoad()) {
        facts.put("slice", slice.toString());
      }
      List<String> unsliced = known(scenarios).unslicedFeeders();
      if (!unsliced.isEmpty()) {
        facts.put("feeders", String.join("; ", unsliced));
      }
      List<String> meeting = new RendezVousUsers(tuned, slice).ofEachInjector();
      if (!meeting.isEmpty()) {
        facts.put("rendez-vous", String.join("; ", meeting));
      }
    }
    if (names().calls()) {
      facts.put("call threads", Instrumentation.callThreads(settings().callThreads()));
    }
    if (names().pauses()) {
      facts.put(RunInfo.PAUSES, "yes");
    }
    return new RunFacts(settings(), limits()).describe(name(), tuned, names(), facts, seed);
  }

  private String sizeNotes() {
    return sizeNotes.stream().map(note -> "Note: " + note + "\n").collect(Collectors.joining());
  }

  @Override
  String preview(Declared declared, RunInfo info) {
    return PlanPreview.of(known(plan));
  }

  @Override
  ChainContents names() {
    return known(contents);
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
    left.forEach(
        (threshold, why) -> notes.add("not judged: " + threshold + "; " + why + " (only was set)"));
    notes.addAll(sizeNotes);
    duet.ifPresent(choice -> notes.addAll(choice.notes(known(scenarios).unslicedFeeders())));
    return notes;
  }

  @Override
  public ServiceMetrics serviceMetrics() {
    MetricsSource source = new MetricsSource(known(plan).thresholds(), settings());
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
      LoadPlan of = known(plan);
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
    return known(plan).setup();
  }

  @Override
  String name() {
    return InProcessRun.planName().orElseGet(super::name);
  }
}
