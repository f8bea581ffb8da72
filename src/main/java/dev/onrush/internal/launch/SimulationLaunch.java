package dev.onrush.internal.launch;

import dev.onrush.internal.control.EffectiveLoad;
import dev.onrush.internal.exchange.Exchanges;
import dev.onrush.internal.exchange.Exchanges.Kept;
import dev.onrush.internal.exchange.TraceIds;
import dev.onrush.internal.gatling.Instrumentation;
import dev.onrush.internal.gatling.Instrumentation.Declared;
import dev.onrush.internal.gatling.Instrumentation.Instrumented;
import dev.onrush.internal.gatling.Instrumentation.Instruments;
import dev.onrush.internal.gatling.app.ExitStatus;
import dev.onrush.internal.gatling.app.LoadFailures;
import dev.onrush.internal.gatling.chain.AbsoluteAddresses;
import dev.onrush.internal.gatling.chain.ChainContents;
import dev.onrush.internal.launch.process.Console;
import dev.onrush.internal.launch.process.PreparationWatch;
import dev.onrush.internal.launch.process.Refusal;
import dev.onrush.internal.launch.process.UserExit;
import dev.onrush.internal.launch.role.LoadedSimulation;
import dev.onrush.internal.launch.role.Role;
import dev.onrush.internal.launch.role.Roles;
import dev.onrush.internal.launch.target.TargetChoice;
import dev.onrush.internal.metrics.Failure;
import dev.onrush.internal.metrics.recording.Recorder;
import dev.onrush.internal.run.Closings;
import dev.onrush.internal.run.Engine;
import dev.onrush.internal.run.file.RunFolder;
import dev.onrush.internal.run.record.RunInfo;
import dev.onrush.internal.run.record.RunName;
import dev.onrush.internal.settings.Settings;
import dev.onrush.internal.settings.source.SimulationCode;
import dev.onrush.internal.text.SecretNames;
import dev.onrush.internal.trace.SpanReceiver;
import dev.onrush.plan.PlanSetup;
import dev.onrush.spi.TargetProvider.Target;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Launches a simulation that Gatling loads: chooses the role of this JVM, checks the simulation,
 * and hands it on to be run. Nothing happens before {@link #load} or {@link #settings} is called.
 */
public abstract class SimulationLaunch implements LoadedSimulation {

  /** Watches the code that prepares the run of Gatling's JVM. */
  private static volatile Optional<PreparationWatch> watch = Optional.empty();

  private final Class<?> simulation;
  private final SimulationCode code;
  private final Instrumentation instrumentation = new Instrumentation();
  private @Nullable Role role;
  private volatile @Nullable Path folder;
  private @Nullable SpanReceiver spans;
  private @Nullable Declared declared;
  private @Nullable RunInfo info;
  private List<String> inputNotes = List.of();

  /** Whether a service that was started is closed, or will be closed by the run. */
  private volatile boolean closesService;

  SimulationLaunch(Class<?> simulation, boolean plain) {
    this.simulation = simulation;
    this.code = new SimulationCode(simulation, plain);
  }

  /**
   * Reports mistakes in constructors and initialisers of simulations as refusals. Checks the
   * versions of libraries first, because the reporting relies on logback, which does not work with
   * slf4j 1.x. From now on, code that does not return is reported, and then refused.
   */
  public static void tellLoadFailures() {
    ExitStatus.refuseWrongLibraries();
    LoadFailures.tell(Refusal::exit);
    if (ExitStatus.underGatlingMain()) {
      watch = Optional.of(PreparationWatch.start());
    }
  }

  /** The settings of the run. The first call reads them and chooses the role of this JVM. */
  public final Settings settings() {
    return role().settings();
  }

  /**
   * Prepares the run, or refuses it.
   *
   * @param gatling returns what the simulation declares; called once
   * @throws IllegalArgumentException if the simulation or the settings contain a mistake, in a JVM
   *     that was not started by Gatling; a JVM that was started by Gatling is ended instead
   */
  public final Instrumented load(Supplier<Declared> gatling) {
    return Refusal.orExit(
        () ->
            orClosed(
                () -> {
                  closeServiceOnExit();
                  declare();
                  Declared found = gatling.get();
                  declared = found;
                  RunInfo described = withClass(describe(found));
                  info = described;
                  if (settings().preview()) { // a plan has already been shown
                    preview(preview(found, described));
                  }
                  if (!startsService()) {
                    checkTargets();
                  }
                  Instruments instruments = role().assemble(this);
                  closesService = true;
                  watch.ifPresent(PreparationWatch::end);
                  return instrumentation.instrument(found, instruments);
                }));
  }

  /**
   * Closes a service that has been started, and discards the folder, if this JVM is ended before
   * there is a run to do so. Code of the user that ends it has refused the run.
   */
  private void closeServiceOnExit() {
    if (ExitStatus.underGatlingMain()) {
      UserExit exit = new UserExit();
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(
                  () -> {
                    if (!closesService) {
                      target().ifPresent(Target::close);
                      discardFolder("");
                      exit.by().ifPresent(by -> refused(by, exit));
                    }
                  },
                  "onrush-close-service"));
    }
  }

  private static void refused(String by, UserExit exit) {
    Refusal.tell(by + " called System.exit before the run began; no load was sent");
    exit.replaceStatus(ExitStatus.REFUSED);
  }

  @Override
  public final boolean startsService() {
    return target().map(TargetChoice::isStarted).orElse(false);
  }

  @Override
  public final void checkTargets() {
    if (settings().checkTarget() && role().sendsLoad()) {
      declared()
          .checkTargets(
              settings().verifyCertificates(),
              address -> target().flatMap(to -> TargetChoice.provider(to, address)));
    }
  }

  final SimulationCode code() {
    return code;
  }

  final Role role() {
    Role known = role;
    if (known == null) {
      known = Refusal.orExit(() -> Roles.choose(simulation, code));
      role = known;
      Duration atMost = known.settings().readyAtMost();
      watch.ifPresent(of -> of.limit(atMost));
    }
    return known;
  }

  /**
   * Called at the last moment at which populations can be declared to Gatling. A plain simulation
   * has already declared its populations in its constructor.
   */
  void declare() {}

  /** Checks the simulation; returns the description of the run. */
  abstract RunInfo describe(Declared declared);

  /** The simulation as {@code -Dpreview} shows it. */
  abstract String preview(Declared declared, RunInfo info);

  /** The names of requests, groups and metrics, as far as they are known in advance. */
  abstract ChainContents names();

  @Override
  public Optional<Target> target() {
    return Optional.empty();
  }

  @Override
  public PlanSetup setup() {
    return PlanSetup.NONE;
  }

  @Override
  public List<String> notes() {
    return Stream.concat(settings().notes().stream(), inputNotes.stream()).toList();
  }

  /** Refuses feeders, files and addresses that cannot be used, before anything is sent. */
  final void checkInputs(ChainContents of) {
    inputNotes = of.checkInputs();
  }

  /** Refuses requests whose absolute address has a host that may not be loaded. */
  final void checkHosts(ChainContents of) {
    for (AbsoluteAddresses.RequestAddress sent : AbsoluteAddresses.of(of)) {
      sent.place()
          .ifPresent(place -> settings().allowedHosts().checkRequest(sent.request(), place));
    }
  }

  /** Returns no limit, for users that share connections, or if it is not known whether they do. */
  @Override
  public long mostUsers() {
    return Long.MAX_VALUE;
  }

  /** Follows a changed load. Does nothing for a plain simulation, which has no load profile. */
  void follow(EffectiveLoad load) {}

  /** Registers the receiver of failures because of which the result cannot be trusted. */
  void tellTroubles(Consumer<String> to) {
    instrumentation.tellTroubles(to);
  }

  /** The places in which users are still running, as far as they are known. */
  List<String> runningUsers() {
    return List.of();
  }

  /**
   * Adds the full name of the simulation's class to the facts if only its simple name is used. The
   * class of a plan that is run from Java is generated, so that its name is not added.
   */
  private RunInfo withClass(RunInfo of) {
    return name().equals(simulation.getSimpleName()) && !name().equals(simulation.getName())
        ? of.with(RunName.CLASS, simulation.getName())
        : of;
  }

  String name() {
    return simulation.getSimpleName();
  }

  final Declared declared() {
    return known(declared);
  }

  @Override
  public final RunInfo info() {
    return known(info);
  }

  static <T> T known(@Nullable T value) {
    if (value == null) {
      throw new IllegalStateException("the simulation is not loaded yet");
    }
    return value;
  }

  @Override
  public final Recorder recorder(RunInfo of) {
    return new Recorder(
        of.phases(),
        settings().secrets()::mask,
        names().known().and(of.thresholds()),
        exchanges(of.seed()));
  }

  private Exchanges exchanges(long seed) {
    return new Exchanges(
        settings().once() ? Kept.ALL : Kept.NOTABLE,
        secretNames(),
        settings().traces().on()
            ? Optional.of(new TraceIds(seed, role().slice().index()))
            : Optional.empty(),
        Failure::normalised);
  }

  private SecretNames secretNames() {
    return new SecretNames(settings().secretNames());
  }

  @Override
  public final Optional<SpanReceiver> spans() {
    OptionalInt port = settings().traces().port();
    if (spans == null && port.isPresent()) {
      SecretNames names = secretNames();
      UnaryOperator<String> secrets = settings().secrets()::mask;
      spans = new SpanReceiver(port.getAsInt(), text -> names.mask(secrets.apply(text)));
    }
    return Optional.ofNullable(spans);
  }

  @Override
  public final Path folder() {
    Path made = folder;
    if (made == null) {
      made = RunFolder.create(settings().reports(), name());
      folder = made;
    }
    return made;
  }

  /** Shows the preview of a plan and ends Gatling's JVM. Nothing has been sent. */
  final void preview(String text) {
    Console.out(settings()).println("\n" + text);
    if (ExitStatus.underGatlingMain()) {
      System.exit(0);
    }
    throw new IllegalArgumentException(
        "preview was set; in a run from Java, use PlanPreview.of(plan); leave -Dpreview out to run"
            + " the plan");
  }

  /**
   * Closes everything that was opened if the run is refused, so that it leaves no service, port or
   * folder behind.
   */
  private <T> T orClosed(Supplier<T> asked) {
    try {
      return asked.get();
    } catch (RuntimeException | Error e) {
      closesService = true;
      Closings.each(
          List.of(
              () -> target().ifPresent(Target::close),
              () -> Optional.ofNullable(spans).ifPresent(SpanReceiver::close),
              () -> Optional.ofNullable(role).ifPresent(to -> to.refused(Refusal.text(e))),
              () -> discardFolder(Refusal.text(e))));
      throw e;
    }
  }

  /**
   * Deletes the folder of a run that was not started. The output of a service that could not be
   * started is kept and named, because it may contain the reason.
   *
   * @param told the text that the user gets, which may already name the folder
   */
  private void discardFolder(String told) {
    Path made = folder;
    if (made == null) {
      return;
    }
    if (target().isPresent()) {
      RunFolder.discardAll(made);
      return;
    }
    RunFolder.discard(made);
    RunFolder.printed(made)
        .filter(log -> !told.contains(made.toString()))
        .ifPresent(log -> Console.out(settings()).println("Note: " + log));
  }

  @Override
  public final Engine engine() {
    return new LaunchedEngine(role(), instrumentation) {
      @Override
      public void follow(EffectiveLoad load) {
        SimulationLaunch.this.follow(load);
      }

      @Override
      public void tellTroubles(Consumer<String> to) {
        SimulationLaunch.this.tellTroubles(to);
      }

      @Override
      public List<String> runningUsers() {
        return SimulationLaunch.this.runningUsers();
      }
    };
  }
}
