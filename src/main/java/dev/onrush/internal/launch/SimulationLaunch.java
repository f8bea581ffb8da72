package dev.onrush.internal.launch;

import dev.onrush.internal.control.EffectiveLoad;
import dev.onrush.internal.exchange.Exchanges;
import dev.onrush.internal.exchange.Exchanges.Kept;
import dev.onrush.internal.exchange.TraceIds;
import dev.onrush.internal.gatling.Instrumentation;
import dev.onrush.internal.gatling.Instrumentation.Declared;
import dev.onrush.internal.gatling.Instrumentation.Instrumented;
import dev.onrush.internal.gatling.app.ExitStatus;
import dev.onrush.internal.gatling.app.GatlingDefaults;
import dev.onrush.internal.gatling.app.LoadFailures;
import dev.onrush.internal.gatling.chain.ChainContents;
import dev.onrush.internal.launch.role.Console;
import dev.onrush.internal.launch.role.LoadedSimulation;
import dev.onrush.internal.launch.role.Refusal;
import dev.onrush.internal.launch.role.Role;
import dev.onrush.internal.launch.role.Roles;
import dev.onrush.internal.metrics.Failure;
import dev.onrush.internal.metrics.recording.Recorder;
import dev.onrush.internal.run.Closings;
import dev.onrush.internal.run.Engine;
import dev.onrush.internal.run.file.RunFolder;
import dev.onrush.internal.run.record.RunInfo;
import dev.onrush.internal.run.record.RunName;
import dev.onrush.internal.settings.Settings;
import dev.onrush.internal.settings.SimulationCode;
import dev.onrush.internal.text.SecretNames;
import dev.onrush.internal.trace.SpanReceiver;
import dev.onrush.internal.verdict.generator.GeneratorLimits;
import dev.onrush.plan.PlanSetup;
import dev.onrush.spi.TargetProvider.Target;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Launches a simulation that Gatling loads: chooses the role of this JVM, checks the simulation,
 * and hands it on to be run. Nothing happens before {@link #load} or {@link #settings} is called.
 */
public abstract class SimulationLaunch implements LoadedSimulation {

  /** The time that a user needs beside its last request to come to the end of its task. */
  private static final Duration SLACK = Duration.ofSeconds(5);

  /** How long one user may take for all tasks, one after the other. */
  private static final Duration ONCE = Duration.ofMinutes(10);

  private final Class<?> simulation;
  private final SimulationCode code;
  private final Instrumentation instrumentation = new Instrumentation();
  private @Nullable Role role;
  private @Nullable Path folder;
  private @Nullable SpanReceiver spans;
  private @Nullable Declared declared;
  private @Nullable RunInfo info;

  SimulationLaunch(Class<?> simulation, boolean plain) {
    this.simulation = simulation;
    this.code = new SimulationCode(simulation, plain);
  }

  /**
   * Has mistakes in constructors and initialisers of simulations told as refusals. Checks libraries
   * first: with slf4j 1.x, logback has not.
   */
  public static void tellLoadFailures() {
    ExitStatus.refuseWrongLibraries();
    LoadFailures.tell(Refusal::exit);
  }

  /** The settings of the run. The first call reads them, and chooses the role of this JVM. */
  public final Settings settings() {
    return role().settings();
  }

  /**
   * Prepares the run, or refuses it.
   *
   * @param gatling what the simulation declares, to be asked once
   * @throws IllegalArgumentException if simulation or settings have a mistake and this JVM is not
   *     Gatling's, which is ended otherwise
   */
  public final Instrumented load(Supplier<Declared> gatling) {
    return Refusal.orExit(
        () ->
            orClosed(
                () -> {
                  declare();
                  Declared found = gatling.get();
                  declared = found;
                  RunInfo described = withClass(describe(found));
                  info = described;
                  if (settings().preview()) { // that of a plan has been shown by now
                    preview(preview(found, described));
                  }
                  if (settings().checkTarget() && role().sendsLoad()) {
                    found.checkTargets(settings().verifyCertificates());
                  }
                  return instrumentation.instrument(found, role().assemble(this));
                }));
  }

  final SimulationCode code() {
    return code;
  }

  final Role role() {
    Role known = role;
    if (known == null) {
      known = Refusal.orExit(() -> Roles.choose(simulation, code));
      role = known;
    }
    return known;
  }

  /** The last moment to declare populations; a plain simulation has done so in its constructor. */
  void declare() {}

  /** Checks the simulation; returns what is known of the run. */
  abstract RunInfo describe(Declared declared);

  /** The simulation as {@code -Dpreview} shows it. */
  abstract String preview(Declared declared, RunInfo info);

  /** Names of requests, groups and metrics, as far as they are known before. */
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
    return settings().notes();
  }

  /** Of users that share connections, or of whom nobody can tell, no limit is known. */
  @Override
  public long mostUsers() {
    return Long.MAX_VALUE;
  }

  /** Goes on along another profile; a plain simulation has none. */
  void follow(EffectiveLoad course) {}

  /** Tells {@code to} what the generator can do no more. */
  void tellTroubles(Consumer<String> to) {
    instrumentation.tellTroubles(to);
  }

  /** Where users are at work, as far as it is known. */
  List<String> atWork() {
    return List.of();
  }

  /** The class of a plan that is run from Java is none of the user's. */
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

  final GeneratorLimits limits() {
    // One user does not ask whether the generator keeps up.
    return settings().once() ? GeneratorLimits.NONE : GeneratorLimits.of(settings().generator());
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

  /** Shows a plan and ends Gatling's JVM; nothing has been sent. */
  final void preview(String text) {
    Console.out(settings()).println("\n" + text);
    if (ExitStatus.underGatlingMain()) {
      System.exit(0);
    }
    throw new IllegalArgumentException(
        "preview was asked for; a run from Java has PlanPreview.of(plan) for that; leave -Dpreview"
            + " out to run it");
  }

  /** A run that is refused leaves no service, no port and no folder behind. */
  private <T> T orClosed(Supplier<T> asked) {
    try {
      return asked.get();
    } catch (RuntimeException | Error e) {
      Closings.each(
          List.of(
              () -> target().ifPresent(Target::close),
              () -> Optional.ofNullable(spans).ifPresent(SpanReceiver::close),
              () -> Optional.ofNullable(role).ifPresent(to -> to.refused(Refusal.text(e))),
              () -> Optional.ofNullable(folder).ifPresent(this::discard)));
      throw e;
    }
  }

  /** What a service has printed that was not started may say why, and stays. */
  private void discard(Path made) {
    if (target().isPresent()) {
      RunFolder.discardAll(made);
    } else {
      RunFolder.discard(made);
    }
  }

  @Override
  public final Engine engine() {
    return new Engine() {
      @Override
      public void stop(String reason) {
        role().stop(reason, instrumentation::stop);
      }

      @Override
      public void follow(EffectiveLoad course) {
        SimulationLaunch.this.follow(course);
      }

      @Override
      public void tellTroubles(Consumer<String> to) {
        SimulationLaunch.this.tellTroubles(to);
      }

      @Override
      public void endLoad() {
        instrumentation.endLoad();
      }

      @Override
      public OptionalLong endOfLoad() {
        return role().endOfLoad(instrumentation::endOfLoad);
      }

      @Override
      public Optional<String> tearDown() {
        return instrumentation.tearDown();
      }

      @Override
      public Optional<String> cause() {
        return instrumentation.cause();
      }

      @Override
      public Optional<String> hookFailure() {
        return instrumentation.hookFailure();
      }

      @Override
      public List<String> atWork() {
        return SimulationLaunch.this.atWork();
      }

      @Override
      public Duration windDownAtMost() {
        return settings()
            .ending()
            .windDownAtMost()
            .orElseGet(
                () -> settings().once() ? ONCE : GatlingDefaults.requestTimeout().plus(SLACK));
      }
    };
  }
}
