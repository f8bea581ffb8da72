package dev.onrush.internal.launch.role;

import dev.onrush.internal.cluster.Cluster;
import dev.onrush.internal.cluster.ClusterTerms;
import dev.onrush.internal.cluster.Coordinator;
import dev.onrush.internal.cluster.SharedPlan;
import dev.onrush.internal.control.EffectiveLoad;
import dev.onrush.internal.gatling.Instrumentation.Instruments;
import dev.onrush.internal.gatling.PlannedScenarios;
import dev.onrush.internal.gatling.RemoteScenario;
import dev.onrush.internal.launch.process.Console;
import dev.onrush.internal.launch.process.TerminalSignals;
import dev.onrush.internal.launch.target.TargetChoice;
import dev.onrush.internal.machine.ParentProcess;
import dev.onrush.internal.metrics.Interval;
import dev.onrush.internal.metrics.recording.Recorder;
import dev.onrush.internal.run.Run;
import dev.onrush.internal.run.Source;
import dev.onrush.internal.run.record.RunInfo;
import dev.onrush.internal.settings.Settings;
import dev.onrush.internal.settings.SettingsReader;
import dev.onrush.internal.settings.table.Setting;
import dev.onrush.internal.settings.table.SettingProperties;
import dev.onrush.internal.text.FilteredStream;
import dev.onrush.plan.Slice;
import dev.onrush.profile.Phase;
import dev.onrush.spi.TargetProvider.Target;
import io.gatling.javaapi.core.PopulationBuilder;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The role of a JVM that leads injectors. It generates no load, but merges and judges what the
 * injectors record.
 */
final class CoordinatorRole extends JudgingRole {

  private static final String SECRET = "ONRUSH_CLUSTER_SECRET";

  private static final Pattern PROPERTY = Pattern.compile("-D([^=]+)(?:=.*)?", Pattern.DOTALL);

  /**
   * JVM arguments that only one JVM can use: a debugger, a JMX port, or a file that the JVM writes.
   * A log or a recording with the process id in its name is not one of them, because each JVM
   * writes its own file. {@code AOTMode=record} belongs to the argument for its output file: a JVM
   * with only one of the two does not start.
   */
  private static final Pattern OF_ONE_JVM =
      Pattern.compile(
          "-agentlib:jdwp.*|-Xrunjdwp.*|-Dcom\\.sun\\.management\\.jmxremote.*"
              + "|-XX:(DumpLoadedClassList|ArchiveClassesAtExit|AOTCacheOutput|AOTConfiguration)=.*"
              + "|-XX:AOTMode=record"
              + "|(-Xloggc:|-Xlog:[^:]*:(?!std(out|err)|:|$)|-XX:StartFlightRecording.*filename=)"
              + "(?!.*%p).*",
          Pattern.DOTALL);

  /**
   * The time that injectors need to stop, in addition to the time for which they may wait for
   * responses.
   */
  private static final Duration LAST_WORDS = Duration.ofSeconds(3);

  private final Class<?> type;
  private final RemoteScenario scenario = new RemoteScenario();
  private Cluster.@Nullable ClusterHandle led;
  private boolean begun;

  CoordinatorRole(Class<?> simulation, Settings settings) {
    super(settings);
    this.type = simulation;
  }

  /** The coordinator; empty until the injectors are assembled. */
  private Optional<Coordinator> coordinator() {
    // Not with a method reference: until there are injectors, their classes must not be loaded,
    // because file descriptors may be scarce.
    Cluster.ClusterHandle opened = led;
    return opened == null ? Optional.empty() : Optional.of(opened.coordinator());
  }

  @Override
  public Instruments assemble(LoadedSimulation simulation) {
    return new RunAssembler(simulation, this).assemble();
  }

  @Override
  public Slice slice() {
    return new Slice(0, settings().injectors().orElseThrow());
  }

  @Override
  public boolean sendsLoad() {
    return false;
  }

  @Override
  public List<PopulationBuilder> populations(PlannedScenarios planned) {
    return List.of(scenario.population());
  }

  @Override
  public void follow(EffectiveLoad load, Consumer<EffectiveLoad> here) {
    coordinator().ifPresentOrElse(leading -> leading.follow(load), () -> here.accept(load));
  }

  @Override
  public void checkFits(ToIntFunction<Slice> users, List<String> from) {
    int of = slice().of();
    coordinator()
        .ifPresent(leading -> leading.checkFits(index -> users.applyAsInt(new Slice(index, of))));
  }

  @Override
  public void stop(String reason, Consumer<String> here) {
    coordinator().ifPresentOrElse(leading -> leading.stop(reason), () -> here.accept(reason));
  }

  /** Returns the end according to the injectors, because this JVM generates no load. */
  @Override
  public OptionalLong endOfLoad(Supplier<OptionalLong> here) {
    return coordinator().map(Coordinator::endOfLoad).orElse(OptionalLong.empty());
  }

  @Override
  void check(LoadedSimulation simulation) {
    simulation.identity();
  }

  @Override
  RunInfo gather(RunInfo info, LoadedSimulation simulation) {
    Settings settings = settings();
    SharedPlan plan = new SharedPlan(info, simulation.identity(), shaping(info, simulation));
    Path folder = simulation.folder();
    Settings.Cluster cluster = settings.cluster();
    ClusterTerms terms =
        new ClusterTerms(
            settings.injectors().orElseThrow(),
            cluster.longestWait(),
            cluster.goOn(),
            settings.ending().awaitAnswers());
    Cluster.ClusterHandle opened =
        cluster.listen().isPresent()
            ? Cluster.lead(
                cluster.listen().get(), cluster.secret(), terms, plan, Console.out(settings))
            : Cluster.leadLocal(
                new Cluster.LocalStart(
                    (index, address) -> command(address, folder), SECRET, folder),
                terms,
                plan,
                Console.out(settings));
    led = opened;
    return opened.assemble();
  }

  /** The settings that determine a run, by the names of their properties. */
  private Map<String, String> shaping(RunInfo info, LoadedSimulation simulation) {
    Settings settings = settings();
    Map<String, String> shaping = new LinkedHashMap<>();
    settings.environment().ifPresent(name -> shaping.put("env", name));
    for (Setting setting : Setting.sentToInjectors()) {
      SettingsReader.text(settings, setting)
          .ifPresent(text -> shaping.put(setting.property(), text));
    }
    shaping.put(Setting.SEED.property(), String.valueOf(info.seed()));
    Optional<Target> target = simulation.target().filter(TargetChoice::isThere);
    if (target.isPresent()) {
      String address = settings.secrets().mask(target.get().uri().toString());
      address(shaping, Setting.TARGET, settings.target(), address);
    } else {
      shaping.remove(Setting.TARGET.property()); // each injector finds out that it needs no target
    }
    if (settings.duet().isPresent()) {
      String a = info.facts().getOrDefault(RunInfo.AGAINST, "");
      address(shaping, Setting.AGAINST, settings.duet().get().against(), a);
    }
    return shaping;
  }

  /**
   * Adds the address of a service, which was given or which belongs to a service that was started.
   *
   * @param told the address as the run reports it, with secrets masked
   */
  private static void address(
      Map<String, String> shaping, Setting setting, Optional<URI> given, String told) {
    if (given.isEmpty() || given.get().toString().equals(told)) {
      shaping.put(setting.property(), told);
    } else { // it contains a secret, which every injector gets from its own settings
      shaping.remove(setting.property());
    }
  }

  /** Whether an injector that is started here gets this argument of the JVM too. */
  static boolean isForInjectors(String argument) {
    Matcher property = PROPERTY.matcher(argument);
    return !OF_ONE_JVM.matcher(argument).matches()
        && (!property.matches() || SettingProperties.isHandedOn(property.group(1)));
  }

  /** Returns the command that starts this JVM once more, as an injector. */
  private List<String> command(String coordinator, Path folder) {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(CoordinatorRole::isForInjectors)
        .forEach(command::add);
    command.addAll(FilteredStream.utf8Options()); // their logs are read as UTF-8
    command.add("-Donrush.cluster.join=" + coordinator);
    command.add(ParentProcess.option());
    command.add(TerminalSignals.ignoreOption());
    command.add("-Donrush.reports=" + Cluster.reports(folder));
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            "io.gatling.app.Gatling",
            "-s",
            type.getName(),
            "-rf",
            folder.toString()));
    return command;
  }

  @Override
  Source source(Recorder recorder) {
    Coordinator leading = coordinator().orElseThrow();
    leading.keepExchanges(recorder.exchanges()::add);
    return new Remote(leading, recorder);
  }

  /**
   * The intervals of the injectors. The recorder of this JVM is emptied, but its intervals are not
   * used.
   */
  private record Remote(Coordinator coordinator, Recorder recorder) implements Source {
    @Override
    public Interval takeInterval(Duration elapsed) {
      Interval unused = recorder.takeInterval(elapsed);
      return recorder.bounded(coordinator.takeInterval(elapsed));
    }

    @Override
    public void phases(List<Phase> phases) {
      coordinator.phases(phases);
    }

    @Override
    public Duration notice() {
      return coordinator.notice();
    }

    @Override
    public boolean hasFollowedItsPlan() {
      return coordinator.hasFollowedItsPlan();
    }

    @Override
    public List<String> notes() {
      Set<String> notes = new LinkedHashSet<>(coordinator.notes());
      notes.addAll(recorder.notes());
      return List.copyOf(notes);
    }
  }

  @Override
  Duration longestWarmUp(Optional<Duration> planned) {
    return Duration.ZERO;
  }

  @Override
  void begin(Run run, Optional<String> warmUp) {
    Cluster.ClusterHandle opened = Objects.requireNonNull(led);
    Supplier<Duration> moment = opened.start(scenario::over);
    begun = true;
    run.begin(Optional.of(opened.coordinator().warmUps()), moment);
  }

  @Override
  Optional<String> trouble() {
    return coordinator().flatMap(Coordinator::trouble);
  }

  @Override
  void interrupted() {
    coordinator()
        .ifPresent(
            coordinator -> {
              coordinator.stop("the run was interrupted");
              coordinator.awaitEnd(LAST_WORDS.plus(settings().ending().awaitAnswers()));
            });
  }

  @Override
  public void refused(String reason) {
    coordinator().ifPresent(coordinator -> coordinator.refuse(settings().secrets().mask(reason)));
    Cluster.ClusterHandle opened = led;
    close();
    if (opened != null) {
      opened.discard(reason);
    }
  }

  @Override
  void close() {
    Cluster.ClusterHandle opened = led;
    led = null;
    if (opened != null) {
      opened.close(begun);
    }
  }
}
